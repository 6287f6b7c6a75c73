import { deepEqual, equal, notEqual } from 'node:assert/strict';
import type { LocalPool } from '../../../src/localPool/localPool';
import { callUserPool, errorOf } from '../../support/awsCalls';
import {
  confidentialClient,
  publicClient,
  rotatingClient,
  startPool,
  stopPools,
  withPublicClient,
} from '../../support/localPools';
import { decode, obtainTokens, refresh } from '../../support/localPoolRequests';

interface Refreshed {
  readonly AuthenticationResult: Readonly<Record<string, string>>;
}

const { clientId: ClientId } = publicClient;

describe('GetTokensFromRefreshToken of the local user pool', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
  });
  after(stopPools);

  const renew = (parameters: object) =>
    callUserPool<Refreshed>(pool, 'GetTokensFromRefreshToken', { ClientId, ...parameters });

  it('gives new tokens of the same sign-in', async () => {
    const { access_token, refresh_token: RefreshToken } = await obtainTokens(pool);
    const { status, body } = await renew({ RefreshToken, ClientMetadata: { tenant: 'acme' } });
    equal(status, 200);
    const { AccessToken = '', IdToken = '', ...others } = body.AuthenticationResult;
    deepEqual(others, { ExpiresIn: 3600, TokenType: 'Bearer' });
    notEqual(AccessToken, access_token);
    equal(decode(AccessToken)['origin_jti'], decode(access_token)['origin_jti']);
    equal(decode(IdToken)['cognito:username'], 'jane');
  });

  it('gives a new refresh token with rotation', async () => {
    const { clientId } = rotatingClient;
    const { refresh_token: RefreshToken } = await obtainTokens(pool, { client_id: clientId });
    const { body } = await renew({ ClientId: clientId, RefreshToken });
    equal((await refresh(pool, body.AuthenticationResult['RefreshToken'] ?? '', clientId)).status, 200);
  });

  it('refuses another client, a wrong secret, an unknown token and wrong types', async () => {
    const { refresh_token: RefreshToken } = await obtainTokens(pool);
    const error = async (parameters: object) => errorOf(await renew({ RefreshToken, ...parameters }));
    const invalid = ['NotAuthorizedException', 'Invalid Refresh Token'];
    deepEqual(await error({ RefreshToken: 'unknown' }), invalid);
    const { clientId, secret } = confidentialClient;
    deepEqual(await error({ ClientId: clientId, ClientSecret: secret }), invalid);
    const unverified = ['NotAuthorizedException', 'Unable to verify the app client.'];
    deepEqual(await error({ ClientId: clientId, ClientSecret: 'wrong' }), unverified);
    deepEqual(await error({ ClientId: 'unknown' }), unverified);
    for (const parameters of [{ RefreshToken: 7 }, { ClientId: null }, { ClientSecret: [] }]) {
      equal((await error(parameters))[0], 'InvalidParameterException');
    }
  });
});

describe('RevokeToken of the local user pool', () => {
  after(stopPools);

  const revoke = (pool: LocalPool, parameters: object) =>
    callUserPool(pool, 'RevokeToken', { ClientId, ...parameters });

  it('ends the sign-in of a refresh token', async () => {
    const pool = await startPool();
    const { refresh_token: Token } = await obtainTokens(pool);
    const { status, body } = await revoke(pool, { Token });
    deepEqual([status, body], [200, {}]);
    equal((await refresh(pool, Token)).status, 400);
  });

  it('refuses an access token, an unknown client, and a client without revocation', async () => {
    const pool = await startPool();
    const { access_token: Token } = await obtainTokens(pool);
    equal(errorOf(await revoke(pool, { Token }))[0], 'UnsupportedTokenTypeException');
    equal(errorOf(await revoke(pool, { Token, ClientId: 'unknown' }))[0], 'NotAuthorizedException');
    const without = await startPool({ config: withPublicClient({ revocation: false }) });
    const tokens = await obtainTokens(without);
    const refused = await revoke(without, { Token: tokens.refresh_token });
    equal(errorOf(refused)[0], 'InvalidParameterException');
  });
});
