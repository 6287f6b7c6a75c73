import { deepEqual, equal, ok } from 'node:assert/strict';
import { createCognitoClient } from '../../../../src/client/cognitoClient';
import type { CognitoClient } from '../../../../src/client/cognitoClient';
import type { AppClientCheck } from '../../../../src/client/appClientCheck/checks';
import { send, startFaultyPool } from '../../../support/faultyPool';
import type { FaultyPool, Route } from '../../../support/faultyPool';
import { respond } from '../../../support/faultyPoolAnswers';
import { profileOf, machineClient, straight } from '../../../support/signingIn';
import { fails } from '../../../support/answers';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
const scopes = Array.from({ length: 50 }, (_, index) => `nonsense/${index}`);
const approve = (): Promise<void> => Promise.resolve();

const grants: readonly (readonly [grant: string, route: Route, entry: object])[] = [
  ['authorization_code', 'authorize', {}],
  ['client_credentials', 'token', { clientId: machineClient.clientId, grant: 'client_credentials' }],
];

describe('Check App Client with as many scopes as a profile can have, none of which is allowed', () => {
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
        profileOf({ issuer: pool.issuer, scopes, ...entry }),
        redirectUri,
        approve,
        signal,
      );
    const found = (checks: readonly AppClientCheck[]): AppClientCheck | undefined =>
      checks.find(({ id }) => id === 'scopes');

    it(`asks for each of them once (${grant})`, async () => {
      const scope = found(await check());
      equal(scope?.error?.code, 'scope_not_allowed');
      equal(scope.error.detail.scopes, scopes.join(' '));
      // For people the token endpoint is asked once, for the code.
      equal(pool.count(route), 51);
    });

    it(`stops when nobody waits any more (${grant})`, async () => {
      const closed = new AbortController();
      pool.faults[route] = async ({ response, pass }) => {
        if (pool.count(route) > 5) closed.abort();
        send(response, await pass());
      };
      await fails(check(closed.signal), 'sign_in_cancelled');
      // The sixth, and what was on its way beside it.
      ok(pool.count(route) >= 6 && pool.count(route) <= 9, String(pool.count(route)));
    });

    it(`gives up what is on its way when nobody waits any more (${grant})`, async () => {
      const closed = new AbortController();
      const started = performance.now();
      pool.faults[route] = () => {
        closed.abort();
      };
      await fails(check(closed.signal), 'sign_in_cancelled');
      ok(performance.now() - started < 10_000);
    });

    it(`stops when the pool has had enough (${grant})`, async () => {
      pool.faults[route] = async (exchange) => {
        if (pool.count(route) > 1) await respond(429)(exchange);
        else send(exchange.response, await exchange.pass());
      };
      equal(found(await check())?.error?.detail.scopes, undefined);
      // The first for all of them, and so many at once as are allowed.
      equal(pool.count(route), 5);
    });

    it(`asks nothing, and nobody, when it is over before it starts (${grant})`, async () => {
      const questions: string[] = [];
      const profile = profileOf({ issuer: pool.issuer, scopes, ...entry });
      const ask = (): Promise<void> => {
        questions.push('May this profile lead there?');
        return Promise.resolve();
      };
      await fails(client.checkAppClient(profile, redirectUri, ask, AbortSignal.abort()), 'sign_in_cancelled');
      deepEqual([questions, pool.requests], [[], []]);
    });
  }
});
