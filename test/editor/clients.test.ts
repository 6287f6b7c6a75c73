import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { commands } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import { startFaultyPool } from '../support/faultyPool';
import type { FaultyPool } from '../support/faultyPool';
import {
  closeInspectors,
  copied,
  inspectors,
  setClientSecret,
  setProfiles,
  signInAs,
} from '../support/inEditor';
import { eventually } from '../support/waiting';

const confidential = {
  clientId: '3c0nf1dent1a1demo8wm4t6rya',
  clientSecret: '1l0ca1p00lc0nf1dentia1s3cr3tf0rtesting0n1yn0tasecret',
};
const machine = {
  clientId: '4m2mserv1ceacc0untdemo5hjb',
  clientSecret: '1l0ca1p00lmach1net0mach1nes3cr3tf0rtesting0n1yn0tone',
};

describe('App clients with a secret', () => {
  let pool: FaultyPool;
  /** Grants that were asked for with a secret. */
  const authenticated = (): readonly (string | null)[] =>
    pool.messages
      .filter(({ authorization }) => authorization?.startsWith('Basic '))
      .map(({ route, body }) => new URLSearchParams(body).get('grant_type') ?? route);

  beforeEach(async () => {
    pool = await startFaultyPool();
  });

  afterEach(async () => {
    await setProfiles([]);
    await pool.stop();
    await closeInspectors();
  });

  it('are not used while the secret is in settings', async () => {
    const { clientId, clientSecret } = confidential;
    const profile = { name: 'backend', issuer: pool.issuer, clientId };
    await setProfiles([{ ...profile, clientSecret }]);
    await commands.executeCommand('cognito.signIn', 'backend');
    deepEqual(pool.requests, []);
    await setProfiles([profile]);
    await setClientSecret('backend', clientSecret);
    await signInAs('backend');
    equal(decodeJwt(await copied('cognito.copyIdToken', 'backend'))?.claims.aud, clientId);
  });

  it('sign in, refresh and sign out with it, and sign in again without being asked', async () => {
    const { clientId, clientSecret } = confidential;
    await setProfiles([{ name: 'backend', issuer: pool.issuer, clientId }]);
    await setClientSecret('backend', clientSecret);
    await signInAs('backend');
    const token = await copied('cognito.copyAccessToken', 'backend');
    await commands.executeCommand('cognito.refreshTokens', 'backend');
    notEqual(await copied('cognito.copyAccessToken', 'backend'), token);
    await commands.executeCommand('cognito.signOut', 'backend');
    deepEqual(authenticated(), ['authorization_code', 'refresh_token', 'revoke']);
    equal(await copied('cognito.copyAccessToken', 'backend'), 'nothing copied');
    await signInAs('backend');
    ok((await copied('cognito.copyAccessToken', 'backend')).startsWith('ey'));
    await commands.executeCommand('cognito.signOut', 'backend');
  });

  it('that act for themselves get an access token without a browser, and show it', async () => {
    const profile = {
      name: 'job',
      issuer: pool.issuer,
      grant: 'client_credentials',
      scopes: ['orders/read'],
    };
    await setProfiles([{ ...profile, clientId: machine.clientId }]);
    await setClientSecret('job', machine.clientSecret);
    const token = await copied('cognito.copyAccessToken', 'job');
    const claims = decodeJwt(token)?.claims;
    deepEqual(
      [claims?.client_id, claims?.token_use, claims?.scope],
      [machine.clientId, 'access', 'orders/read'],
    );
    equal(await copied('cognito.copyAccessToken', 'job'), token);
    deepEqual(authenticated(), ['client_credentials']);
    equal(await copied('cognito.copyIdToken', 'job'), 'nothing copied');
    await commands.executeCommand('cognito.refreshTokens', 'job');
    notEqual(await copied('cognito.copyAccessToken', 'job'), token);
    await commands.executeCommand('cognito.signIn', 'job');
    await eventually('the inspector', () => inspectors().includes('Cognito: job') || undefined);
    await commands.executeCommand('cognito.signOut', 'job');
    deepEqual(
      authenticated(),
      Array.from({ length: 3 }, () => 'client_credentials'),
    );
    equal(pool.count('authorize') + pool.count('userInfo') + pool.count('revoke'), 0);
  });

  it('that act for themselves ask nobody without a secret', async () => {
    const { clientId } = machine;
    await setProfiles([{ name: 'job', issuer: pool.issuer, clientId, grant: 'client_credentials' }]);
    equal(await copied('cognito.copyAccessToken', 'job'), 'nothing copied');
    equal(pool.count('token'), 0);
  });
});
