import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import type { LocalPoolConfig } from '../../../src/localPool/configSchema';
import type { LocalPool } from '../../../src/localPool/localPool';
import { callUserPool, errorOf, type AwsAnswer } from '../../support/awsCalls';
import {
  Clock,
  publicClient,
  rotatingClient,
  startPool,
  stopPools,
  withPublicClient,
} from '../../support/localPools';
import {
  authorize,
  exchange,
  get,
  location,
  obtainTokens,
  outcome,
  post,
  refresh,
  requestMachineToken,
  signIn,
  submitLogin,
  tokensIn,
  type Tokens,
} from '../../support/localPoolRequests';

interface ListedSession {
  readonly SessionId: string;
  readonly SessionType: 'TOKEN' | 'SSO';
  readonly ClientId: string;
  readonly CreateDate: number;
  readonly LastActiveDate: number;
  readonly OriginSessionId?: string;
  readonly IsCurrentSession: boolean;
}

interface Page {
  readonly Sessions?: readonly ListedSession[];
  readonly NextToken?: string;
}

function withTracking(
  sessionTracking: LocalPoolConfig['sessionTracking'] = true,
  changes: Parameters<typeof withPublicClient>[0] = {},
): LocalPoolConfig {
  return { ...withPublicClient(changes), sessionTracking };
}

describe('session tracking of the local user pool', () => {
  let clock: Clock;
  let pool: LocalPool;

  beforeEach(async () => {
    clock = new Clock();
    pool = await startPool({ now: clock.now, config: withTracking() });
  });
  afterEach(stopPools);

  const list = (AccessToken: unknown, NextToken?: unknown): Promise<AwsAnswer<Page>> =>
    callUserPool(pool, 'ListUserSessions', { AccessToken, NextToken });

  const sessionsOf = async ({ access_token }: Tokens): Promise<readonly ListedSession[]> => {
    const { status, body } = await list(access_token);
    equal(status, 200);
    return body.Sessions ?? [];
  };

  const tokenSessionsOf = async (tokens: Tokens): Promise<readonly ListedSession[]> =>
    (await sessionsOf(tokens)).filter(({ SessionType }) => SessionType === 'TOKEN');

  const currentSession = async (tokens: Tokens): Promise<ListedSession> => {
    const [current, ...others] = (await sessionsOf(tokens)).filter((session) => session.IsCurrentSession);
    ok(current);
    equal(others.length, 0);
    return current;
  };

  const revoke = (tokens: Tokens, SessionId: unknown, more: object = {}): Promise<AwsAnswer> =>
    callUserPool(pool, 'RevokeUserSession', { AccessToken: tokens.access_token, SessionId, ...more });

  const isValid = async ({ access_token, refresh_token }: Tokens): Promise<boolean> => {
    const bearer = { authorization: `Bearer ${access_token}` };
    const userInfo = (await get(pool, '/oauth2/userInfo', bearer)).status === 200;
    const { status, body } = await outcome(await refresh(pool, refresh_token));
    if (status !== 200) deepEqual(body, { error: 'invalid_grant' });
    equal(userInfo, status === 200);
    return userInfo;
  };

  describe('ListUserSessions', () => {
    it('describes the token session and the session of the browser', async () => {
      const { code } = await signIn(pool);
      const answer = await exchange(pool, code, {}, { 'user-agent': 'Editor/1.0' });
      const [token, sso, ...others] = await sessionsOf(await tokensIn(answer));
      ok(token && sso);
      equal(others.length, 0);
      match(token.SessionId, /^tkn[a-z0-9]{25}$/);
      match(sso.SessionId, /^sso[a-z0-9]{25}$/);
      const both = {
        ClientId: publicClient.clientId,
        CreateDate: clock.ms / 1000,
        LastActiveDate: clock.ms / 1000,
        DeviceType: 'Editor/1.0',
        LastIPAddress: '127.0.0.1',
        LastLocation: { Country: 'unknown' },
      };
      deepEqual(token, {
        SessionId: token.SessionId,
        SessionType: 'TOKEN',
        ...both,
        OriginSessionId: sso.SessionId,
        IsCurrentSession: true,
      });
      deepEqual(sso, {
        SessionId: sso.SessionId,
        SessionType: 'SSO',
        ...both,
        IsCurrentSession: false,
      });
    });

    it('lists the sessions of the user in every app client, and of no other user', async () => {
      const one = await obtainTokens(pool);
      await obtainTokens(pool, { client_id: rotatingClient.clientId });
      await obtainTokens(pool, {}, 'zoë');
      deepEqual(
        (await tokenSessionsOf(one)).map(({ ClientId }) => ClientId),
        [publicClient.clientId, rotatingClient.clientId],
      );
    });

    it('keeps the session when tokens are refreshed, and updates its last use', async () => {
      const tokens = await obtainTokens(pool, { client_id: rotatingClient.clientId });
      const before = await currentSession(tokens);
      clock.forward(5);
      const refreshed = await tokensIn(await refresh(pool, tokens.refresh_token, rotatingClient.clientId));
      const after = await currentSession(refreshed);
      deepEqual(after, { ...before, LastActiveDate: before.LastActiveDate + 5 });
      equal((await tokenSessionsOf(refreshed)).length, 1);
    });

    it('does not list a session whose refresh token was revoked', async () => {
      const [one, other] = [await obtainTokens(pool), await obtainTokens(pool)];
      await post(pool, '/oauth2/revoke', { token: one.refresh_token, client_id: publicClient.clientId });
      equal((await tokenSessionsOf(other)).length, 1);
    });

    it('has 125 sessions on a page', async () => {
      const tokens = await obtainTokens(pool);
      await Promise.all(Array.from({ length: 125 }, () => submitLogin(pool)));
      const first = (await list(tokens.access_token)).body;
      equal(first.Sessions?.length, 125);
      const second = (await list(tokens.access_token, first.NextToken)).body;
      deepEqual([second.Sessions?.length, second.NextToken], [2, undefined]);
      for (const token of ['', 'x', 7]) {
        equal(errorOf(await list(tokens.access_token, token))[0], 'InvalidParameterException');
      }
    });

    it('refuses any other token than a valid access token of a user', async () => {
      const { id_token, access_token } = await obtainTokens(pool);
      const machine = await tokensIn(await requestMachineToken(pool));
      for (const token of [id_token, 'bogus', machine.access_token]) {
        equal(errorOf(await list(token))[0], 'NotAuthorizedException');
      }
      equal(errorOf(await list(undefined))[0], 'InvalidParameterException');
      clock.forward(3600);
      equal(errorOf(await list(access_token))[0], 'NotAuthorizedException');
    });

    it('refuses an access token without the scope aws.cognito.signin.user.admin', async () => {
      const { access_token } = await obtainTokens(pool, { scope: 'openid' });
      deepEqual(errorOf(await list(access_token)), [
        'NotAuthorizedException',
        'Access Token does not have required scopes',
      ]);
    });
  });

  describe('RevokeUserSession', () => {
    it('ends another session of the user only', async () => {
      const [mine, lost, third] = [
        await obtainTokens(pool),
        await obtainTokens(pool),
        await obtainTokens(pool),
      ];
      const { SessionId } = await currentSession(lost);
      const answer = await revoke(mine, SessionId);
      deepEqual([answer.status, answer.body], [200, {}]);
      deepEqual([await isValid(mine), await isValid(lost), await isValid(third)], [true, false, true]);
      equal(errorOf(await revoke(mine, SessionId))[0], 'ResourceNotFoundException');
    });

    it('refuses to end the session in use', async () => {
      const mine = await obtainTokens(pool);
      const { SessionId } = await currentSession(mine);
      equal(errorOf(await revoke(mine, SessionId))[0], 'InvalidParameterException');
      equal(await isValid(mine), true);
    });

    it('ends the session of a browser, which then has to sign in again', async () => {
      const { code, session } = await signIn(pool);
      const mine = await tokensIn(await exchange(pool, code));
      const { OriginSessionId } = await currentSession(mine);
      equal((await revoke(mine, OriginSessionId)).status, 200);
      match(location(await authorize(pool, {}, { cookie: session })), /\/login\?/);
      equal(await isValid(mine), true);
    });

    it('ends linked sessions too with LINKED, but not the one in use', async () => {
      const { code, session } = await signIn(pool);
      const mine = await tokensIn(await exchange(pool, code));
      const again = async (): Promise<Tokens> => {
        const { searchParams } = new URL(location(await authorize(pool, {}, { cookie: session })));
        return tokensIn(await exchange(pool, searchParams.get('code') ?? ''));
      };
      const [second, elsewhere] = [await again(), await obtainTokens(pool)];
      const { OriginSessionId } = await currentSession(mine);
      equal((await currentSession(second)).OriginSessionId, OriginSessionId);
      await revoke(mine, OriginSessionId, { RevokeAssociatedSessions: 'LINKED' });
      deepEqual([await isValid(mine), await isValid(second), await isValid(elsewhere)], [true, false, true]);
      const other = await currentSession(elsewhere);
      notEqual(other.OriginSessionId, OriginSessionId);
      await revoke(mine, other.SessionId, { RevokeAssociatedSessions: 'LINKED' });
      deepEqual(
        (await sessionsOf(mine)).map(({ SessionType }) => SessionType),
        ['TOKEN'],
      );
    });

    it('does not know the sessions of another user', async () => {
      const { SessionId } = await currentSession(await obtainTokens(pool, {}, 'zoë'));
      equal(errorOf(await revoke(await obtainTokens(pool), SessionId))[0], 'ResourceNotFoundException');
    });

    it('refuses parameters of the wrong form', async () => {
      const mine = await obtainTokens(pool);
      const { OriginSessionId } = await currentSession(mine);
      for (const [id, more] of [
        [undefined, {}],
        ['tkn', {}],
        [7, {}],
        [OriginSessionId, { RevokeAssociatedSessions: 'ALL' }],
      ] as const) {
        equal(errorOf(await revoke(mine, id, more))[0], 'InvalidParameterException');
      }
    });
  });

  it('ends the least recently used session when a user has too many', async () => {
    pool = await startPool({ now: clock.now, config: withTracking({ maxPerUser: 2 }) });
    const first = await obtainTokens(pool);
    clock.forward(1);
    const second = await obtainTokens(pool);
    clock.forward(1);
    await refresh(pool, first.refresh_token);
    clock.forward(1);
    const third = await obtainTokens(pool);
    const zoe = await obtainTokens(pool, {}, 'zoë');
    deepEqual(
      [await isValid(first), await isValid(second), await isValid(third), await isValid(zoe)],
      [true, false, true, true],
    );
  });

  it('has 20 sessions per user by default, and any number without session tracking', async () => {
    const sessions = async (config: LocalPoolConfig): Promise<number> => {
      pool = await startPool({ now: clock.now, config });
      const all: Tokens[] = [];
      while (all.length < 21) all.push(await obtainTokens(pool));
      const valid = await Promise.all(all.map(isValid));
      return valid.filter((one) => one).length;
    };
    equal(await sessions(withTracking(true)), 20);
    equal(await sessions(withTracking(false)), 21);
  });

  it('uses the session of the browser for as long as the app client says', async () => {
    pool = await startPool({ now: clock.now, config: withTracking(true, { ssoSessionMinutes: 120 }) });
    const { session } = await signIn(pool);
    const answerFor = async (client_id: string): Promise<string> =>
      location(await authorize(pool, { client_id }, { cookie: session }));
    clock.forward(3601);
    match(await answerFor(publicClient.clientId), /\?code=/);
    match(await answerFor(rotatingClient.clientId), /\/login\?/);
    clock.forward(3600);
    match(await answerFor(publicClient.clientId), /\/login\?/);
  });

  it('always asks to sign in when the app client uses no session of the browser', async () => {
    pool = await startPool({ now: clock.now, config: withTracking(true, { ssoSessionMinutes: 0 }) });
    const { session } = await signIn(pool);
    match(location(await authorize(pool, {}, { cookie: session })), /\/login\?/);
  });

  it('answers OperationNotEnabledException when session tracking is off', async () => {
    pool = await startPool({ now: clock.now });
    const tokens = await obtainTokens(pool);
    equal(errorOf(await list(tokens.access_token))[0], 'OperationNotEnabledException');
    equal(errorOf(await revoke(tokens, `tkn${'a'.repeat(25)}`))[0], 'OperationNotEnabledException');
  });
});
