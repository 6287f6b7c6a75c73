import { deepEqual, equal, match } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import type { Profile } from '../../../src/core/profile';
import type { ApiProxies } from '../../../src/handover/proxy/apiProxies';
import { apiProxyKind } from '../../../src/handover/proxy/proxyKind';
import type { Refresher } from '../../../src/sessions/refresher';
import type { SessionStore } from '../../../src/sessions/store';
import { apiClients, installApiClients, requestsOfRun } from '../../support/apiClients';
import { startGuardedApi, type GuardedApi } from '../../support/guardedApi';
import { rotatingClient } from '../../support/localClients';
import { Clock, startPool, stopPools } from '../../support/localPools';
import { makeProfile } from '../../support/profiles';
import { refresherOf } from '../../support/refreshers';
import { createProxiesFor } from '../../support/proxiesFor';
import { signIn, straight } from '../../support/signingIn';
import { openStore } from '../../support/stores';

/** How long the tokens of the local user pool are valid, in seconds. */
const lifetime = 3600;

describe('programs that call an API through its proxy', function () {
  // Other suites may keep this computer busy, and each test starts a client up to three times.
  this.timeout(60_000);

  let clock: Clock;
  let folder: string;
  let client: CognitoClient;
  let store: SessionStore;
  let refresher: Refresher;
  let profile: Profile;
  let api: GuardedApi;
  let proxies: ApiProxies;
  let url: string;

  before(async function () {
    // The first time, the clients are downloaded.
    this.timeout(300_000);
    folder = await installApiClients();
  });
  beforeEach(async () => {
    clock = new Clock();
    clock.ms = Date.now();
    const { issuer } = await startPool({ now: clock.now });
    api = await startGuardedApi(issuer, clock.now);
    client = createCognitoClient(straight, clock.now);
    store = openStore(undefined, { now: clock.now });
    refresher = refresherOf(client, store, { now: clock.now });
    profile = makeProfile({ name: 'dev', issuer, clientId: rotatingClient });
    await store.save(await signIn(client, profile));
    const context = { kind: apiProxyKind, client, store, refresher, profile };
    proxies = createProxiesFor(api.origin, context);
    url = await proxies.start('orders');
  });
  afterEach(async () => {
    proxies.dispose();
    await client.close();
    await api.stop();
    await stopPools();
  });

  for (const { name, run } of apiClients(() => folder)) {
    it(`gives each request of ${name} a valid token, also after the first token has expired`, async () => {
      const tokens: string[][] = [];
      for (let i = 0; i < 2; i++) {
        const { succeeded, output } = await run(url);
        equal(succeeded, true, output);
        tokens.push(api.accepted.slice(i * requestsOfRun));
        clock.forward(lifetime + 1);
      }
      deepEqual(api.refused, []);
      deepEqual(
        tokens.map((ofRun) => [ofRun.length, new Set(ofRun).size]),
        [
          [requestsOfRun, 1],
          [requestsOfRun, 1],
        ],
      );
      equal(new Set(api.accepted).size, 2);
    });

    it(`says in the output of ${name} that the user is signed out`, async () => {
      await store.remove((await store.find(profile))!);
      const { succeeded, output } = await run(url);
      equal(succeeded, false);
      match(output, /You are not signed in to “dev”\. .* Sign in first\./);
      deepEqual([...api.accepted, ...api.refused], []);
    });
  }

  it('sends to an API that refuses an expired token, so that an expired one would be noticed', async () => {
    const { accessToken } = (await store.find(profile))!;
    const send = async (): Promise<number> =>
      (await fetch(api.origin, { headers: { authorization: `Bearer ${accessToken}` } })).status;
    equal(await send(), 200);
    clock.forward(lifetime + 1);
    equal(await send(), 401);
    match(api.refused.join(), /expired/);
  });
});
