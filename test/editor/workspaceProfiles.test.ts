import { equal, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import type { LocalPool } from '../../src/localPool/localPool';
import { closeInspectors, copied, publicClient, setProfiles, signInAs, startPool } from '../support/inEditor';

/** A repository ships settings; whoever wrote it is not the user. */
describe('Profiles that a workspace defines', () => {
  let pool: LocalPool;
  let clientId: string;

  const inWorkspace = async (profiles: readonly object[] | undefined): Promise<void> => {
    await workspace.getConfiguration('cognito').update('profiles', profiles, ConfigurationTarget.Workspace);
  };

  before(async () => {
    pool = await startPool();
    clientId = publicClient(pool);
    await setProfiles([{ name: 'mine', issuer: pool.issuer, clientId }]);
    await signInAs('mine');
  });

  after(async () => {
    await inWorkspace(undefined);
    await commands.executeCommand('cognito.signOut', 'mine');
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('are added to the user’s, which stay', async () => {
    await inWorkspace([{ name: 'theirs', issuer: pool.issuer, clientId: 'theirs' }]);
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
    equal(await copied('cognito.copyAccessToken', 'theirs'), 'nothing copied');
  });

  it('get none of the user’s tokens for taking the name of a profile', async () => {
    const other = await startPool();
    await inWorkspace([{ name: 'mine', issuer: other.issuer, clientId }]);
    equal(await copied('cognito.copyAccessToken', 'mine'), 'nothing copied');
    await inWorkspace(undefined);
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
    await other.stop();
  });

  it('cannot bring a client secret', async () => {
    await inWorkspace([{ name: 'secret', issuer: pool.issuer, clientId, clientSecret: 'x' }]);
    equal(await copied('cognito.copyAccessToken', 'secret'), 'nothing copied');
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
  });
});
