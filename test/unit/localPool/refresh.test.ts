import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import type { LocalPool } from '../../../src/localPool/localPool';
import {
  Clock,
  publicClient,
  rotatingClient,
  startPool,
  stopPools,
  withPublicClient,
  withResourceServer,
} from '../../support/localPools';
import {
  decode,
  obtainTokens,
  outcome,
  refresh,
  refused,
  tokensIn,
  type Tokens,
} from '../../support/localPoolRequests';

const invalidGrant = refused(400, 'invalid_grant');

describe('token refresh at the local user pool', () => {
  let clock: Clock;
  let pool: LocalPool;

  beforeEach(async () => {
    clock = new Clock();
    pool = await startPool({ now: clock.now });
  });
  afterEach(stopPools);

  it('returns new tokens of the same sign-in, but no new refresh token', async () => {
    const resource = 'https://api.example.com';
    pool = await startPool({ now: clock.now, config: withResourceServer(resource) });
    const first = await obtainTokens(pool, { nonce: 'n1', resource });
    clock.forward(600);
    const second = await tokensIn(await refresh(pool, first.refresh_token));
    deepEqual(Object.keys(second), ['access_token', 'id_token', 'token_type', 'expires_in']);
    const before = decode(first.id_token);
    const after = decode(second.id_token);
    for (const claim of ['sub', 'auth_time', 'origin_jti', 'event_id', 'aud', 'cognito:username']) {
      deepEqual(after[claim], before[claim], claim);
    }
    equal(after['iat'], Number(before['iat']) + 600);
    notEqual(after['jti'], before['jti']);
    notEqual(after['at_hash'], before['at_hash']);
    equal(after['nonce'], undefined);
    equal(decode(second.access_token)['aud'], 'https://api.example.com');
    equal(decode(second.access_token)['auth_time'], before['auth_time']);
    equal((await refresh(pool, first.refresh_token)).status, 200);
  });

  it('refuses a refresh token that has expired', async () => {
    const own = await startPool({ now: clock.now, config: withPublicClient({ refreshTokenSeconds: 7200 }) });
    const { refresh_token } = await obtainTokens(own);
    clock.forward(7199);
    equal((await refresh(own, refresh_token)).status, 200);
    clock.forward(1);
    deepEqual(await outcome(await refresh(own, refresh_token)), invalidGrant);
  });

  it('refuses a refresh token when it is unknown or belongs to another client', async () => {
    const { refresh_token } = await obtainTokens(pool);
    deepEqual(await outcome(await refresh(pool, refresh_token, rotatingClient.clientId)), invalidGrant);
    deepEqual(await outcome(await refresh(pool, 'bogus')), invalidGrant);
    equal((await refresh(pool, refresh_token)).status, 200);
  });

  it('issues refresh tokens in Cognito’s format', async () => {
    const { refresh_token } = await obtainTokens(pool);
    const parts = refresh_token.split('.');
    equal(parts.length, 5);
    equal(parts[0], 'eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ');
    match(refresh_token, /^[\w.-]{1100,1800}$/);
  });

  describe('refresh token rotation', () => {
    const clientId = rotatingClient.clientId;
    const next = async (token: string): Promise<Tokens> => tokensIn(await refresh(pool, token, clientId));

    it('returns a new refresh token and accepts the old one until its grace period ends', async () => {
      const first = await obtainTokens(pool, { client_id: clientId });
      const second = await next(first.refresh_token);
      deepEqual(Object.keys(second), [
        'access_token',
        'id_token',
        'refresh_token',
        'token_type',
        'expires_in',
      ]);
      notEqual(second.refresh_token, first.refresh_token);
      clock.forward(9);
      const third = await next(first.refresh_token);
      clock.forward(1);
      deepEqual(await outcome(await refresh(pool, first.refresh_token, clientId)), invalidGrant);
      await next(second.refresh_token);
      await next(third.refresh_token);
    });

    it('refuses the old refresh token at once when there is no grace period', async () => {
      pool = await startPool({
        now: clock.now,
        config: withPublicClient({ rotation: { graceSeconds: 0 } }),
      });
      const first = await obtainTokens(pool);
      const answers = await Promise.all([
        refresh(pool, first.refresh_token),
        refresh(pool, first.refresh_token),
      ]);
      deepEqual(answers.map((answer) => answer.status).sort(), [200, 400]);
    });

    it('keeps the expiry of the first refresh token when tokens rotate', async () => {
      pool = await startPool({
        now: clock.now,
        config: withPublicClient({ rotation: { graceSeconds: 60 }, refreshTokenSeconds: 3600 }),
      });
      const first = await obtainTokens(pool);
      clock.forward(3000);
      const second = await tokensIn(await refresh(pool, first.refresh_token));
      clock.forward(600);
      deepEqual(await outcome(await refresh(pool, second.refresh_token)), invalidGrant);
      equal(publicClient.rotation, undefined);
    });
  });
});
