import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { createTransport } from '../../../src/client/transport';
import { CognitoError } from '../../../src/core/errors';
import { claimsOf } from '../../../src/core/jwt';
import type { Profile } from '../../../src/core/profile';
import { subjectOf, type Session } from '../../../src/core/session';
import { createApiProxies, type ApiProxies } from '../../../src/handover/proxy/apiProxies';
import type { RecordedCall } from '../../../src/handover/proxy/proxyOfEntry';
import type { ApiProxyEntry } from '../../../src/handover/proxy/apiProxySettings';
import { apiProxyKind } from '../../../src/handover/proxy/proxyKind';
import { fails } from '../../support/answers';
import { listenOnLoopback } from '../../support/apiProxies';
import { makeProfile } from '../../support/profiles';
import { makeSession, makeSessionOf } from '../../support/sessions';
import { unsigned } from '../../support/tokens';

describe('createApiProxies', () => {
  const transport = createTransport({ useProxy: false, strictSsl: true });
  let api: Server;
  let proxies: ApiProxies;
  let entry: ApiProxyEntry;
  let profile: Profile;
  /** The session of the active user. */
  let session: Session | undefined;
  let others: readonly Session[];
  let refreshed: number;
  let sent: (string | undefined)[];
  let uses: number[];
  let approvals: string[];
  let reports: string[];
  let changes: (string | undefined)[];
  let calls: RecordedCall[];
  let accepted: (token: string | undefined) => boolean;

  beforeEach(async () => {
    sent = [];
    uses = [];
    approvals = [];
    reports = [];
    changes = [];
    calls = [];
    refreshed = 0;
    accepted = () => true;
    session = makeSession();
    others = [];
    profile = makeProfile({ name: 'dev', userPoolId: 'us-east-1_AbCdEf123' });
    api = createServer((request, response) => {
      const token = request.headers.authorization?.slice(7);
      sent.push(token);
      if (!accepted(token)) response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' });
      response.end();
    });
    const url = await listenOnLoopback(api);
    entry = {
      settings: { name: 'orders', profile: 'dev', url, token: 'access', port: 0, origins: [] },
      source: 'user',
    };
    proxies = createApiProxies({
      kind: apiProxyKind,
      client: () => Promise.resolve({ upstream: transport.dispatcher }),
      session: ({ user }, use) => {
        uses.push(use);
        const found =
          user === undefined ? session : [session, ...others].find((one) => one && subjectOf(one) === user);
        return found === undefined
          ? Promise.reject(new CognitoError('session_missing'))
          : Promise.resolve(found);
      },
      refresh: (old) => {
        refreshed += 1;
        session = { ...old, accessToken: unsigned({ ...claimsOf(old.accessToken), jti: 'newer' }) };
        return Promise.resolve(session);
      },
      entry: (name) => {
        if (name !== entry.settings.name) throw new CognitoError('api_proxy_missing', { name });
        return entry;
      },
      profile: () => profile,
      approve: ({ settings: { name } }) => {
        approvals.push(name);
        return Promise.resolve();
      },
      record: (call) => calls.push(call),
      changed: (_, running) => changes.push(running),
      explain: (error) => Promise.resolve(error instanceof CognitoError ? error.code : 'unknown'),
      report: (error) => reports.push(error instanceof CognitoError ? error.code : 'unknown'),
    });
  });
  afterEach(() => {
    proxies.dispose();
    api.closeAllConnections();
    api.close();
  });
  after(() => transport.close());

  it('starts a proxy once, and gives the same address again', async () => {
    const [one, two] = await Promise.all([proxies.start('orders'), proxies.start('orders')]);
    equal(one, two);
    match(one, /^http:\/\/127\.0\.0\.1:\d+$/);
    equal(await proxies.start('orders'), one);
    deepEqual(approvals, ['orders']);
    deepEqual(changes.at(-1), one);
  });

  it('sends the token that the entry names, valid for two more minutes', async () => {
    await fetch(await proxies.start('orders'));
    entry = { ...entry, settings: { ...entry.settings, name: 'people', token: 'id' } };
    await fetch(await proxies.start('people'));
    deepEqual(sent, [session?.accessToken, session?.idToken]);
    deepEqual(uses, [120_000, 120_000]);
  });

  it('refreshes once when the API refuses the token of several requests', async () => {
    const url = await proxies.start('orders');
    accepted = (token) => claimsOf(token).jti === 'newer';
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(url)));
    deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    equal(refreshed <= 20, true);
    await fetch(url);
    const before = refreshed;
    await fetch(url);
    equal(refreshed, before);
  });

  it('does not refresh for each request when the API refuses every token', async () => {
    const url = await proxies.start('orders');
    accepted = () => false;
    for (let i = 0; i < 10; i++) equal((await fetch(url)).status, 401);
    equal(refreshed, 1);
  });

  it('starts nothing when it is stopped while it starts', async () => {
    const started = proxies.start('orders');
    await Promise.all([fails(started, 'sign_in_cancelled'), proxies.stop('orders')]);
    equal(changes.at(-1), undefined);
  });

  it('stops the proxies of one profile', async () => {
    const url = await proxies.start('orders');
    proxies.stopOf('other');
    equal((await fetch(url)).status, 200);
    proxies.stopOf('dev');
    equal(changes.at(-1), undefined);
  });

  it('repeats a refused request with the other token, while it runs', async () => {
    const url = await proxies.start('orders');
    accepted = (token) => token === session?.idToken;
    equal((await fetch(`${url}/path?q=1`)).status, 401);
    const { tryOther } = calls[0]!;
    await tryOther?.();
    deepEqual(
      calls.map(({ kind, status, path }) => [kind, status, path]),
      [
        ['access', 401, '/path'],
        ['id', 200, '/path'],
      ],
    );
    await proxies.stop('orders');
    await fails(tryOther!(), 'api_proxy_stopped');
  });

  it('repeats a request with no token of a user who has become the active one meanwhile', async () => {
    const alice = makeSessionOf('alice');
    const url = await proxies.start('orders');
    accepted = () => {
      session = makeSessionOf('bob');
      others = [alice];
      return false;
    };
    session = alice;
    equal((await fetch(url)).status, 401);
    const { tryOther } = calls[0]!;
    await tryOther?.();
    deepEqual(
      sent.map((token) => subjectOf({ accessToken: token ?? '' })),
      ['alice', 'alice', 'alice'],
    );
    equal(sent[2], alice.idToken);
    others = [];
    await fails(tryOther!(), 'session_missing');
    equal(sent.length, 3);
  });

  it('is read-only for a production profile, unless the entry says otherwise', async () => {
    profile = { ...profile, production: true };
    equal((await fetch(await proxies.start('orders'), { method: 'POST' })).status, 405);
    equal(sent.length, 0);
    await proxies.stop('orders');
    entry = { ...entry, settings: { ...entry.settings, readOnly: false } };
    equal((await fetch(await proxies.start('orders'), { method: 'POST' })).status, 200);
  });

  it('says once in the editor that the user is signed out, and works after the sign-in', async () => {
    const url = await proxies.start('orders');
    const signedIn = session;
    session = undefined;
    for (let i = 0; i < 3; i++) {
      const response = await fetch(url);
      deepEqual([response.status, await response.text()], [401, 'session_missing\n']);
    }
    deepEqual(reports, ['session_missing']);
    session = signedIn;
    equal((await fetch(url)).status, 200);
    session = undefined;
    await fetch(url);
    deepEqual(reports, ['session_missing', 'session_missing']);
  });

  it('starts nothing that the user declines, and asks again', async () => {
    const declined = createApiProxies({
      ...({} as Parameters<typeof createApiProxies>[0]),
      entry: () => entry,
      profile: () => profile,
      approve: () => Promise.reject(new CognitoError('sign_in_cancelled')),
      changed: () => changes.push('started'),
    });
    await fails(declined.start('orders'), 'sign_in_cancelled');
    await fails(declined.start('orders'), 'sign_in_cancelled');
    deepEqual(changes, []);
  });

  it('names a port that is taken', async () => {
    const port = Number(new URL(await proxies.start('orders')).port);
    entry = { ...entry, settings: { ...entry.settings, name: 'second', port } };
    const error = await fails(proxies.start('second'), 'api_proxy_port_taken');
    deepEqual(error.detail, { name: 'second', port, setting: 'cognito.apiProxies' });
  });

  it('refuses a name without an entry', async () => {
    await fails(proxies.start('nothing'), 'api_proxy_missing');
  });

  it('stops a proxy whose entry or profile has changed, and leaves others alone', async () => {
    const url = await proxies.start('orders');
    proxies.followSettings();
    equal((await fetch(url)).status, 200);
    entry = { ...entry, settings: { ...entry.settings, url: 'https://other.example' } };
    proxies.followSettings();
    equal(changes.at(-1), undefined);
    equal(await fetch(url).catch(() => 'stopped'), 'stopped');
    const next = await proxies.start('orders');
    notEqual(next, url);
    profile = { ...profile, clientId: 'other' };
    proxies.followSettings();
    equal(changes.at(-1), undefined);
  });

  it('records the calls with the entry of their proxy', async () => {
    await fetch(`${await proxies.start('orders')}/path`);
    deepEqual(
      calls.map(({ proxy, path, status }) => [proxy.name, path, status]),
      [['orders', '/path', 200]],
    );
  });
});
