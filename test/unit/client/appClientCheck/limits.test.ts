import { deepEqual, equal, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import type { AppClientCheck } from '../../../../src/client/appClientCheck/checks';
import { send, startFaultyPool, type FaultyPool, type Route } from '../../../support/faultyPool';
import { respond } from '../../../support/faultyPoolAnswers';
import { machineClient } from '../../../support/localClients';
import { callbackSource, callbackUrl } from '../../../support/fakeClient';
import { makeProfile } from '../../../support/profiles';
import { straight } from '../../../support/signingIn';
import { fails } from '../../../support/answers';

const scopes = Array.from({ length: 50 }, (_, index) => `nonsense/${index}`);
const approve = (): Promise<void> => Promise.resolve();

const grants: readonly (readonly [grant: string, route: Route, entry: object])[] = [
  ['authorization_code', 'authorize', {}],
  ['client_credentials', 'token', { clientId: machineClient.clientId, grant: 'client_credentials' }],
];

describe('Check App Client with 50 scopes that are not allowed', () => {
  let pool: FaultyPool;
  let client: CognitoClient;
  before(async function () {
    this.timeout(60_000);
    pool = await startFaultyPool();
    client = createCognitoClient({ ...straight, clientSecret: () => Promise.resolve(machineClient.secret) });
  });
  beforeEach(() => {
    pool.requests.length = 0;
  });
  afterEach(() => {
    delete pool.faults.authorize;
    delete pool.faults.token;
  });
  after(async () => {
    await Promise.all([client.close(), pool.stop()]);
  });

  for (const [grant, route, entry] of grants) {
    const check = (signal?: AbortSignal): Promise<readonly AppClientCheck[]> =>
      client.checkAppClient(
        makeProfile({ issuer: pool.issuer, redirectUri: callbackUrl, scopes, ...entry }),
        { source: callbackSource, approve, signal },
      );
    const found = (checks: readonly AppClientCheck[]): AppClientCheck | undefined =>
      checks.find(({ id }) => id === 'scopes');

    it(`requests each scope once (${grant})`, async () => {
      const scope = found(await check());
      equal(scope?.error?.code, 'scope_not_allowed');
      equal(scope.error.detail.scopes, scopes.join(' '));
      // One request for all scopes, then one for each.
      equal(pool.count(route), 51);
    });

    it(`sends no more requests after it was cancelled (${grant})`, async () => {
      const closed = new AbortController();
      pool.faults[route] = async ({ response, pass }) => {
        if (pool.count(route) > 5) closed.abort();
        send(response, await pass());
      };
      await fails(check(closed.signal), 'sign_in_cancelled');
      // The sixth request, and up to three that were under way at the same time.
      ok(pool.count(route) >= 6 && pool.count(route) <= 9, String(pool.count(route)));
    });

    it(`aborts running requests when it is cancelled (${grant})`, async () => {
      const closed = new AbortController();
      const started = performance.now();
      pool.faults[route] = () => {
        closed.abort();
      };
      await fails(check(closed.signal), 'sign_in_cancelled');
      ok(performance.now() - started < 10_000);
    });

    it(`stops when the pool answers 429 (${grant})`, async () => {
      pool.faults[route] = async (exchange) => {
        if (pool.count(route) > 1) await respond(429)(exchange);
        else send(exchange.response, await exchange.pass());
      };
      equal(found(await check())?.error?.detail.scopes, undefined);
      // One request for all scopes, then four at the same time.
      equal(pool.count(route), 5);
    });

    it(`sends no request and asks no question when it was cancelled before (${grant})`, async () => {
      const questions: string[] = [];
      const profile = makeProfile({ issuer: pool.issuer, scopes, ...entry });
      const ask = (): Promise<void> => {
        questions.push('Trust this profile?');
        return Promise.resolve();
      };
      await fails(
        client.checkAppClient(profile, {
          source: callbackSource,
          approve: ask,
          signal: AbortSignal.abort(),
        }),
        'sign_in_cancelled',
      );
      deepEqual([questions, pool.requests], [[], []]);
    });
  }
});
