import { equal, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import type { LocalPool } from '../../src/localPool/localPool';
import { closeInspectors, copied, setProfiles, signInAs, startPool } from '../support/inEditor';
import { publicClient as clientId } from '../support/localClients';

/** The workspace settings come with a repository, and their author is not the user. */
describe('Profile in workspace settings', () => {
  let pool: LocalPool;

  const setWorkspaceProfiles = async (profiles: readonly object[] | undefined): Promise<void> => {
    await workspace.getConfiguration('cognito').update('profiles', profiles, ConfigurationTarget.Workspace);
  };

  before(async () => {
    pool = await startPool();
    await setProfiles([{ name: 'mine', issuer: pool.issuer, clientId }]);
    await signInAs('mine');
  });

  afterEach(() => setWorkspaceProfiles(undefined));

  after(async () => {
    await commands.executeCommand('cognito.signOut', 'mine');
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('is added to the profiles of the user', async () => {
    await setWorkspaceProfiles([{ name: 'theirs', issuer: pool.issuer, clientId: 'theirs' }]);
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
    equal(await copied('cognito.copyAccessToken', 'theirs'), 'nothing copied');
  });

  it('gets no token of the user profile with the same name', async () => {
    const other = await startPool();
    await setWorkspaceProfiles([{ name: 'mine', issuer: other.issuer, clientId }]);
    equal(await copied('cognito.copyAccessToken', 'mine'), 'nothing copied');
    await setWorkspaceProfiles(undefined);
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
    await other.stop();
  });

  it('cannot set a client secret', async () => {
    await setWorkspaceProfiles([{ name: 'secret', issuer: pool.issuer, clientId, clientSecret: 'x' }]);
    equal(await copied('cognito.copyAccessToken', 'secret'), 'nothing copied');
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
  });
});
