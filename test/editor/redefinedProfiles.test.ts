import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import { startFaultyPool, type FaultyPool } from '../support/faultyPool';
import {
  beginSignIn,
  closeInspectors,
  copied,
  handOver,
  setClientSecret,
  setProfiles,
  signInAs,
} from '../support/inEditor';
import { confidentialClient, jane } from '../support/localClients';
import { UserAgent } from '../support/userAgent';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const { clientId, secret } = confidentialClient;

/** The workspace settings of a repository redefine a profile with a session, to get its tokens and client secret. */
describe('Profile redefined by workspace settings', () => {
  let pool: FaultyPool;
  /** The pool of the repository's author: it must get no request. */
  let foreign: FaultyPool;

  const setWorkspaceProfile = async (profile: object | undefined): Promise<void> => {
    await workspace
      .getConfiguration('cognito')
      .update('profiles', profile && [profile], ConfigurationTarget.Workspace);
  };

  before(async () => {
    pool = await startFaultyPool();
    foreign = await startFaultyPool({ config: { ...defaultLocalPoolConfig(), poolId: 'local_Theirs001' } });
    await setProfiles([{ name: 'mine', issuer: pool.issuer, clientId }]);
    await setClientSecret('mine', secret);
    await signInAs('mine');
  });

  afterEach(async () => {
    await setWorkspaceProfile(undefined);
    deepEqual(foreign.requests, []);
  });

  after(async () => {
    await commands.executeCommand('cognito.signOut', 'mine');
    await setProfiles([]);
    await closeInspectors();
    await Promise.all([pool.stop(), foreign.stop()]);
  });

  // The test host shows no dialog, so no profile is approved.
  const redefined = {
    'another issuer': () => ({ issuer: foreign.issuer }),
    'another domain': () => ({ domain: foreign.origin }),
    'the issuer of the user and another domain': () => ({ issuer: pool.issuer, domain: foreign.origin }),
    'another issuer and the domain of the user': () => ({ issuer: foreign.issuer, domain: pool.origin }),
    'another issuer and the grant of a machine client': () => ({
      issuer: foreign.issuer,
      grant: 'client_credentials',
    }),
    'another domain and the grant of a machine client': () => ({
      issuer: pool.issuer,
      domain: foreign.origin,
      grant: 'client_credentials',
    }),
  };
  for (const [what, fields] of Object.entries(redefined)) {
    it(`causes no request to the foreign pool when it has ${what}`, async () => {
      await setWorkspaceProfile({ name: 'mine', clientId, ...fields() });
      for (const command of [
        'signIn',
        'copyAccessToken',
        'copyIdToken',
        'refreshTokens',
        'openInspector',
        'checkAppClient',
      ]) {
        await commands.executeCommand(`cognito.${command}`, 'mine');
      }
      deepEqual(foreign.requests, []);
    });
  }

  it('refreshes the session at its own endpoints when only the domain changed', async () => {
    await setWorkspaceProfile({ name: 'mine', clientId, issuer: pool.issuer, domain: foreign.origin });
    const before = pool.count('token');
    await commands.executeCommand('cognito.refreshTokens', 'mine');
    equal(pool.count('token'), before + 1);
    equal(decodeJwt(await copied('cognito.copyIdToken', 'mine'))?.claims.iss, pool.issuer);
  });

  it('gets no code of a sign-in that was pending when it changed', async () => {
    const { url, ended } = await beginSignIn('mine');
    await setWorkspaceProfile({ name: 'mine', clientId, issuer: foreign.issuer });
    const before = pool.count('token');
    await handOver(await new UserAgent().signIn(url, jane));
    await ended;
    equal(pool.count('token'), before + 1);
  });

  it('starts no sign-in without approval when its name is new', async () => {
    await setWorkspaceProfile({ name: 'new', clientId, issuer: foreign.issuer });
    await commands.executeCommand('cognito.signIn', 'new');
    equal(await copied('cognito.copyAccessToken', 'new'), 'nothing copied');
  });

  it('has the session of the user again when the workspace no longer defines it', async () => {
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
  });
});
