import { deepEqual, equal, ok } from 'node:assert/strict';
import { array, assert as holds, asyncProperty, constantFrom, oneof, string, tuple } from 'fast-check';
import { code, otherState, query, state } from '../callbackValues';
import {
  sendCallback,
  closeListeners,
  ended,
  exchange,
  get,
  listen,
  open,
  statusOf,
  type Listening,
} from './support';

describe('loopback listener with raw requests', () => {
  let listening: Listening;

  beforeEach(async () => {
    listening = await listen();
  });

  afterEach(closeListeners);

  const assertStillWaiting = async (): Promise<void> => {
    deepEqual(listening.received, []);
    equal(await sendCallback(listening), 200);
    equal(listening.received.length, 1);
  };

  const foreignHosts: [what: string, make: (port: number) => string][] = [
    ['a foreign name, as in DNS rebinding', (port) => `rebound.example:${port}`],
    ['another name of loopback', (port) => `localhost:${port}`],
    ['another loopback address', (port) => `[::1]:${port}`],
    ['another spelling of the address', (port) => `127.1:${port}`],
    ['a trailing dot', (port) => `127.0.0.1.:${port}`],
    ['no port', () => '127.0.0.1'],
    ['another port', (port) => `127.0.0.1:${port - 1}`],
    ['a leading zero in the port', (port) => `127.0.0.1:0${port}`],
    ['credentials', (port) => `user@127.0.0.1:${port}`],
    ['something after it', (port) => `127.0.0.1:${port}, rebound.example`],
    ['a path', (port) => `127.0.0.1:${port}/`],
    ['an empty value', () => ''],
  ];
  for (const [what, make] of foreignHosts) {
    it(`refuses a Host with ${what}`, async () => {
      const text = await exchange(listening.port, get(`/callback?${query}`, make(listening.port)));
      equal(statusOf(text), 421);
      await assertStillWaiting();
    });
  }

  it('accepts only the Host localhost in lower case, as browsers send it, for a localhost URL', async () => {
    const named = await listen('localhost');
    for (const host of [`127.0.0.1:${named.port}`, `LOCALHOST:${named.port}`, `localhost.:${named.port}`]) {
      equal(statusOf(await exchange(named.port, get(`/callback?${query}`, host))), 421, host);
    }
    equal(await sendCallback(named), 200);
  });

  it('refuses two Host headers, equal or not', async () => {
    for (const second of [listening.host, 'rebound.example']) {
      const text = await exchange(
        listening.port,
        get(`/callback?${query}`, listening.host, `Host: ${second}`),
      );
      ok([400, 421].includes(statusOf(text)));
    }
    await assertStillWaiting();
  });

  it('refuses a request without Host in HTTP/1.1 and 1.0', async () => {
    const target = `/callback?${query}`;
    equal(statusOf(await exchange(listening.port, `GET ${target} HTTP/1.1\r\n\r\n`)), 400);
    equal(statusOf(await exchange(listening.port, `GET ${target} HTTP/1.0\r\n\r\n`)), 421);
    await assertStillWaiting();
  });

  it('ignores X-Forwarded-Host and Forwarded when it checks the host', async () => {
    const lines = [`X-Forwarded-Host: ${listening.host}`, `Forwarded: host="${listening.host}"`];
    const text = await exchange(listening.port, get(`/callback?${query}`, 'rebound.example', ...lines));
    equal(statusOf(text), 421);
    await assertStillWaiting();
  });

  const otherTargets: [what: string, make: (host: string) => string][] = [
    ['the absolute form', (host) => `http://${host}/callback?${query}`],
    ['the absolute form of another host', () => `http://rebound.example/callback?${query}`],
    ['https in the absolute form', (host) => `https://${host}/callback?${query}`],
    ['two slashes', () => `//callback?${query}`],
    ['a host after two slashes', () => `//rebound.example/callback?${query}`],
    ['an encoded slash', () => `/%2Fcallback?${query}`],
    ['an encoded slash in place of the first', () => `%2Fcallback?${query}`],
    ['a backslash', () => `\\callback?${query}`],
    ['an encoded letter', () => `/%63allback?${query}`],
    ['dot segments', () => `/x/../callback?${query}`],
    ['one dot', () => `/./callback?${query}`],
    ['encoded dot segments', () => `/x/%2e%2e/callback?${query}`],
    ['a path parameter', () => `/callback;x?${query}`],
    ['an encoded question mark', () => `/callback%3F${query}`],
    ['an encoded null byte', () => `/callback%00?${query}`],
    ['an ampersand for the question mark', () => `/callback&${query}`],
    ['a fragment with tokens', () => `/callback#access_token=a.b.c&state=${state}`],
    ['a fragment after the query', () => `/callback?${query}#access_token=a.b.c`],
    [
      'a fragment after a query in another order',
      () => `/callback?state=${state}&code=${code}#access_token=a.b.c`,
    ],
    ['an asterisk alone', () => '*'],
    ['no leading slash', () => `callback?${query}`],
    ['a space', () => `/callback ?${query}`],
    ['a tab', () => `/call\tback?${query}`],
    ['a control character', () => `/callback?${query}&x=\u0001`],
    ['a null byte', () => `/callback?${query}&x=\0`],
  ];
  for (const [what, make] of otherTargets) {
    it(`refuses a target with ${what}`, async () => {
      const text = await exchange(listening.port, get(make(listening.host), listening.host));
      ok([400, 404].includes(statusOf(text)), text.split('\r\n', 1)[0]);
      await assertStillWaiting();
    });
  }

  for (const text of [
    '\0'.repeat(64),
    '\x16\x03\x01\x02\x00\x01\x00',
    'GET\r\n\r\n',
    'SSH-2.0-x\r\n',
    '{}\n',
  ]) {
    it(`refuses ${JSON.stringify(text.slice(0, 12))} because it is no HTTP request`, async () => {
      ok([400, NaN].includes(statusOf(await exchange(listening.port, text))));
      await assertStillWaiting();
    });
  }

  it('passes on no callback from a random request without the right state', async function () {
    this.timeout(30_000);
    const { port, host } = listening;
    const text = string({ unit: 'binary', maxLength: 30 });
    const parameter = tuple(
      oneof(constantFrom('state', 'code', 'error', 'error_description', 'State', 'state[]', '%73tate'), text),
      oneof(
        constantFrom(otherState, code, state.slice(1), `${state}a`, state.toLowerCase(), `${state}%00`, ''),
        text,
      ),
    ).map(([name, value]) => `${name}=${value}`);
    const queries = oneof(
      array(parameter, { maxLength: 5 }).map((all) => all.join('&')),
      // The right state and code, but a parameter is repeated.
      parameter.map((other) => `${query}&state=${otherState}&${other}`),
    );
    const targets = oneof(
      tuple(constantFrom('/callback?', '/callback', '/', ''), queries).map((all) => all.join('')),
      text,
    );
    const hosts = oneof({ weight: 4, arbitrary: constantFrom(host) }, text);
    const line = tuple(
      oneof(
        constantFrom('Cookie', 'Referer', 'X-Original-URL', 'X-HTTP-Method-Override', 'Content-Length'),
        text,
      ),
      oneof(constantFrom(`/callback?${query}`, 'GET', '5'), text),
    ).map(([name, value]) => `${name}: ${value}`);
    const methods = oneof({ weight: 4, arbitrary: constantFrom('GET') }, constantFrom('POST', 'HEAD'), text);
    await holds(
      asyncProperty(
        methods,
        targets,
        hosts,
        array(line, { maxLength: 3 }),
        async (method, target, name, lines) => {
          const socket = await open(port);
          const closed = ended(socket);
          // The socket is ended, because the listener would wait for the rest of an incomplete request.
          socket.resume().end(get(target, name, ...lines).replace('GET', () => method));
          await closed;
          deepEqual(listening.received, []);
        },
      ),
      { numRuns: 500 },
    );
    await assertStillWaiting();
  });
});
