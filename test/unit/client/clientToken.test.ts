import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import type { AppClientCheck } from '../../../src/client/appClientCheck/checks';
import { decodeJwt } from '../../../src/core/jwt';
import { parseSession, type Session } from '../../../src/core/session';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import { explain } from '../../../src/problems/explain';
import { callbackSource } from '../../support/fakeClient';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import { respond, rewrite } from '../../support/faultyPoolAnswers';
import { byStranger, withClaims } from '../../support/faultyPoolTokens';
import { confidentialClient, machineClient } from '../../support/localClients';
import { makeProfile } from '../../support/profiles';
import { failure, statuses, straight } from '../../support/signingIn';

const sound = ['signature', 'issuer', 'audience', 'token_use', 'expiry', 'issued_at'].map(
  (id) => `${id}: passed`,
);

describe('a machine client of a pool without a domain', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let pool: FaultyPool;
  let client: CognitoClient;
  let secret: string | undefined;
  /** How far the clock of the pool is ahead, in milliseconds. */
  let ahead: number;
  const keep = (): Promise<void> => Promise.reject(new Error('there is nothing to keep'));

  const entry = (changes: Readonly<Record<string, unknown>> = {}): ReturnType<typeof makeProfile> =>
    makeProfile({
      issuer: pool.issuer,
      clientId: machineClient.clientId,
      grant: 'client_credentials',
      ...changes,
    });
  const obtain = async (changes?: Readonly<Record<string, unknown>>): Promise<Session> => {
    const profile = entry(changes);
    return client.obtain(profile, await client.discover(profile));
  };
  const scope = ({ accessToken }: Session): unknown => decodeJwt(accessToken)?.claims.scope;

  beforeEach(async () => {
    ({ secret } = machineClient);
    ahead = 0;
    const config = { ...defaultLocalPoolConfig(), domain: false };
    pool = await startFaultyPool({ config, now: () => Date.now() + ahead });
    client = createCognitoClient({ ...straight, clientSecret: () => Promise.resolve(secret) });
  });
  afterEach(async () => {
    await client.close();
    await pool.stop();
  });

  it('gets a verified access token from the user pools API, and no other token', async () => {
    const session = await obtain();
    equal(session.grant, 'client_credentials');
    equal(session.endpoints.token, `${pool.origin}/`);
    equal(session.idToken ?? session.refreshToken, undefined);
    deepEqual(statuses(session), { id: [], access: sound });
    deepEqual([...pool.requests].sort(), ['discovery', 'jwks', 'other']);
    deepEqual(parseSession(JSON.stringify(session)), session);
    equal(scope(session), 'orders/read orders/write');
  });

  it('gets the scopes of the profile, and the same ones again when the token is renewed', async () => {
    const session = await obtain({ scopes: ['orders/read'] });
    equal(scope(session), 'orders/read');
    const stored = parseSession(JSON.stringify(session));
    ok(stored !== undefined && stored !== 'newer');
    const newer = await client.refresh(stored, keep);
    notEqual(newer.accessToken, session.accessToken);
    equal(scope(newer), 'orders/read');
    deepEqual(statuses(newer), { id: [], access: sound });
    equal(pool.count('discovery'), 1);
  });

  it('gets a token when this computer’s clock is slow', async () => {
    ahead = 600_000;
    const { clockSkew = 0 } = await obtain();
    ok(Math.abs(clockSkew - ahead) < 10_000);
  });

  it('sends no request without a secret', async () => {
    secret = undefined;
    equal((await failure(obtain())).error.code, 'client_secret_missing');
    equal(pool.count('other'), 0);
  });

  const refusals: Readonly<Record<string, readonly [() => Parameters<typeof obtain>[0], RegExp]>> = {
    'a wrong secret': [
      () => {
        secret = 'wr0ng+secret';
        return {};
      },
      /client secret that is stored is probably not right.*ALLOW_CLIENT_TOKEN_AUTH/s,
    ],
    'an app client of users': [
      () => {
        ({ secret } = confidentialClient);
        return { clientId: confidentialClient.clientId };
      },
      /the flow ALLOW_CLIENT_TOKEN_AUTH and no other flow/,
    ],
    'a wrong secret of another form': [
      () => {
        secret = 'wr0ng: %41 "ö"';
        pool.faults.other = respond(400, {
          __type: 'NotAuthorizedException',
          message: `Unable to verify ${secret}`,
        });
        return {};
      },
      /It says: Unable to verify …/,
    ],
    'an unknown client id': [() => ({ clientId: 'unknown' }), /client id may have a typo/],
    'a scope that is not allowed': [
      () => ({ scopes: ['orders/admin'] }),
      /compare the scopes of the profile/,
    ],
  };
  for (const [what, [change, expected]] of Object.entries(refusals)) {
    it(`says what to do about ${what}`, async () => {
      const { error, text } = await failure(obtain(change()));
      equal(error.code, 'client_token_refused');
      match(text, expected);
      ok(!JSON.stringify(error.detail).includes(secret ?? ''));
    });
  }

  it('says that a server without the operation needs a domain', async () => {
    pool.faults.other = respond(400, { __type: 'UnknownOperationException' });
    match((await failure(obtain())).text, /cannot issue tokens without one.*add a domain/s);
  });

  for (const [whose, forgery] of Object.entries({
    'another app client': withClaims({ client_id: 'another' }),
    'another pool': withClaims({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_X' }),
    'a stranger': byStranger,
  })) {
    it(`refuses a token of ${whose}`, async () => {
      pool.faults.other = rewrite(async ({ ClientAuthenticationResult }) => {
        const { AccessToken } = ClientAuthenticationResult as { AccessToken: string };
        const forged = await forgery(AccessToken, pool.keys);
        return { ClientAuthenticationResult: { AccessToken: forged, ExpiresIn: 3600, TokenType: 'Bearer' } };
      });
      equal((await failure(obtain())).error.code, 'token_unsound');
    });
  }

  describe('in Check App Client', () => {
    const check = async (changes?: Readonly<Record<string, unknown>>): Promise<readonly AppClientCheck[]> =>
      client.checkAppClient(entry(changes), { source: callbackSource, approve: () => Promise.resolve() });
    const findings = (checks: readonly AppClientCheck[]): readonly string[] =>
      checks.flatMap(({ id, status, error }) =>
        status === 'passed' || id === 'domain' ? [] : [`${id}: ${status} ${error?.code ?? ''}`.trim()],
      );

    it('passes, with a note that other programs need the domain', async () => {
      const checks = await check({ scopes: ['orders/read'] });
      deepEqual(
        checks.map(({ id, status }) => `${id}: ${status}`),
        [
          'issuer: passed',
          'pool: passed',
          'keys: passed',
          'domain: note',
          'reachable: passed',
          'authentication: passed',
          'grant: passed',
          'scopes: passed',
          'clock: passed',
        ],
      );
    });

    const wrong: Readonly<Record<string, readonly [() => Parameters<typeof check>[0], readonly string[]]>> = {
      'the scopes': [
        () => ({ scopes: ['orders/read', 'orders/admin'] }),
        ['scopes: failed client_token_refused'],
      ],
      'the flow': [
        refusals['an app client of users']![0],
        ['authentication: unknown', 'grant: failed client_token_refused', 'scopes: unknown'],
      ],
      'the secret': [
        refusals['a wrong secret']![0],
        ['authentication: failed client_token_refused', 'grant: unknown', 'scopes: unknown'],
      ],
      'a secret that is not set': [
        () => {
          secret = undefined;
          return {};
        },
        ['authentication: failed client_secret_missing', 'grant: unknown', 'scopes: unknown'],
      ],
      'nothing when the server fails': [
        () => {
          pool.faults.other = respond(500, { __type: 'InternalErrorException' });
          return {};
        },
        ['authentication: unknown response_unexpected', 'grant: unknown', 'scopes: unknown'],
      ],
    };
    for (const [what, [change, expected]] of Object.entries(wrong)) {
      it(`names ${what}`, async () => {
        const checks = await check(change());
        deepEqual(findings(checks), expected);
        for (const { error } of checks) if (error !== undefined) ok(explain(error).remedies.length > 0);
      });
    }
  });
});
