import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { commands } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import { startFaultyPool, type FaultyPool } from '../support/faultyPool';
import {
  closeInspectors,
  copied,
  inspectors,
  setClientSecret,
  setProfiles,
  signInAs,
} from '../support/inEditor';
import { confidentialClient, machineClient } from '../support/localClients';
import { eventually } from '../support/waiting';

describe('App client with a client secret', () => {
  let pool: FaultyPool;
  /** The requests with a client secret: the grant of a token request, else the endpoint. */
  const authenticatedRequests = (): readonly (string | null)[] =>
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

  it('sends no request while the client secret is in the settings', async () => {
    const { clientId, secret } = confidentialClient;
    const profile = { name: 'backend', issuer: pool.issuer, clientId };
    await setProfiles([{ ...profile, clientSecret: secret }]);
    await commands.executeCommand('cognito.signIn', 'backend');
    deepEqual(pool.requests, []);
    await setProfiles([profile]);
    await setClientSecret('backend', secret);
    await signInAs('backend');
    equal(decodeJwt(await copied('cognito.copyIdToken', 'backend'))?.claims.aud, clientId);
  });

  it('signs in, refreshes and signs out with the client secret, and keeps it for the next sign-in', async () => {
    const { clientId, secret } = confidentialClient;
    await setProfiles([{ name: 'backend', issuer: pool.issuer, clientId }]);
    await setClientSecret('backend', secret);
    await signInAs('backend');
    const token = await copied('cognito.copyAccessToken', 'backend');
    await commands.executeCommand('cognito.refreshTokens', 'backend');
    notEqual(await copied('cognito.copyAccessToken', 'backend'), token);
    await commands.executeCommand('cognito.signOut', 'backend');
    deepEqual(authenticatedRequests(), ['authorization_code', 'refresh_token', 'revoke']);
    equal(await copied('cognito.copyAccessToken', 'backend'), 'nothing copied');
    await signInAs('backend');
    ok((await copied('cognito.copyAccessToken', 'backend')).startsWith('ey'));
    await commands.executeCommand('cognito.signOut', 'backend');
  });

  describe('machine client', () => {
    it('gets an access token without a browser and shows it in the inspector', async () => {
      const profile = {
        name: 'job',
        issuer: pool.issuer,
        grant: 'client_credentials',
        scopes: ['orders/read'],
      };
      await setProfiles([{ ...profile, clientId: machineClient.clientId }]);
      await setClientSecret('job', machineClient.secret);
      const token = await copied('cognito.copyAccessToken', 'job');
      const claims = decodeJwt(token)?.claims;
      deepEqual(
        [claims?.client_id, claims?.token_use, claims?.scope],
        [machineClient.clientId, 'access', 'orders/read'],
      );
      equal(await copied('cognito.copyAccessToken', 'job'), token);
      deepEqual(authenticatedRequests(), ['client_credentials']);
      equal(await copied('cognito.copyIdToken', 'job'), 'nothing copied');
      equal(await copied('cognito.copyAccessToken', 'job', 'jane'), 'nothing copied');
      await commands.executeCommand('cognito.refreshTokens', 'job');
      notEqual(await copied('cognito.copyAccessToken', 'job'), token);
      await commands.executeCommand('cognito.signIn', 'job');
      await eventually('the inspector', () => inspectors().includes('Cognito: job') || undefined);
      await commands.executeCommand('cognito.signOut', 'job');
      deepEqual(
        authenticatedRequests(),
        Array.from({ length: 3 }, () => 'client_credentials'),
      );
      equal(pool.count('authorize') + pool.count('userInfo') + pool.count('revoke'), 0);
    });

    it('requests no token without a client secret', async () => {
      const { clientId } = machineClient;
      await setProfiles([{ name: 'job', issuer: pool.issuer, clientId, grant: 'client_credentials' }]);
      equal(await copied('cognito.copyAccessToken', 'job'), 'nothing copied');
      equal(pool.count('token'), 0);
    });
  });
});
