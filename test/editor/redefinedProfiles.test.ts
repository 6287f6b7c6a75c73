import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import { startFaultyPool } from '../support/faultyPool';
import type { FaultyPool } from '../support/faultyPool';
import {
  beginSignIn,
  closeInspectors,
  copied,
  handOver,
  jane,
  setClientSecret,
  setProfiles,
  signInAs,
} from '../support/inEditor';
import { UserAgent } from '../support/userAgent';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const clientId = '3c0nf1dent1a1demo8wm4t6rya';
const clientSecret = '1l0ca1p00lc0nf1dentia1s3cr3tf0rtesting0n1yn0tasecret';

/** A repository redefines a profile that the user has signed in to, so that it leads to another user's server. */
describe('A profile that a workspace redefines', () => {
  let pool: FaultyPool;
  let theirs: FaultyPool;

  const inWorkspace = async (profile: object | undefined): Promise<void> => {
    await workspace
      .getConfiguration('cognito')
      .update('profiles', profile && [profile], ConfigurationTarget.Workspace);
  };

  before(async () => {
    pool = await startFaultyPool();
    theirs = await startFaultyPool({ config: { ...defaultLocalPoolConfig(), poolId: 'local_Theirs001' } });
    await setProfiles([{ name: 'mine', issuer: pool.issuer, clientId }]);
    await setClientSecret('mine', clientSecret);
    await signInAs('mine');
  });

  afterEach(async () => {
    await inWorkspace(undefined);
    deepEqual(theirs.requests, []);
  });

  after(async () => {
    await commands.executeCommand('cognito.signOut', 'mine');
    await setProfiles([]);
    await closeInspectors();
    await Promise.all([pool.stop(), theirs.stop()]);
  });

  // The test host shows no dialog, so nobody approves.
  const redefined = {
    'another issuer': () => ({ issuer: theirs.issuer }),
    'another domain': () => ({ domain: theirs.origin }),
    'the user’s issuer with another domain': () => ({ issuer: pool.issuer, domain: theirs.origin }),
    'another issuer with the user’s domain': () => ({ issuer: theirs.issuer, domain: pool.origin }),
    'a machine client of another issuer': () => ({ issuer: theirs.issuer, grant: 'client_credentials' }),
    'a machine client at another domain': () => ({
      issuer: pool.issuer,
      domain: theirs.origin,
      grant: 'client_credentials',
    }),
  };
  for (const [what, fields] of Object.entries(redefined)) {
    it(`as ${what} is sent nothing: no token, code or secret, by no command`, async () => {
      await inWorkspace({ name: 'mine', clientId, ...fields() });
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
      deepEqual(theirs.requests, []);
    });
  }

  it('still has the user’s session where the issuer and the app client are the same, at its own endpoints', async () => {
    await inWorkspace({ name: 'mine', clientId, issuer: pool.issuer, domain: theirs.origin });
    const before = pool.count('token');
    await commands.executeCommand('cognito.refreshTokens', 'mine');
    equal(pool.count('token'), before + 1);
    equal(decodeJwt(await copied('cognito.copyIdToken', 'mine'))?.claims.iss, pool.issuer);
  });

  it('gets no code of a sign-in that was under way', async () => {
    const { url, ended } = await beginSignIn('mine');
    await inWorkspace({ name: 'mine', clientId, issuer: theirs.issuer });
    const before = pool.count('token');
    await handOver(await new UserAgent().signIn(url, jane));
    await ended;
    equal(pool.count('token'), before + 1);
  });

  it('under another name is not signed in to without a yes', async () => {
    await inWorkspace({ name: 'new', clientId, issuer: theirs.issuer });
    await commands.executeCommand('cognito.signIn', 'new');
    equal(await copied('cognito.copyAccessToken', 'new'), 'nothing copied');
  });

  it('is the user’s again when the workspace no longer has it', async () => {
    ok((await copied('cognito.copyAccessToken', 'mine')).startsWith('ey'));
  });
});
