import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { code, otherState, query, state } from '../callbackValues';
import { ended, exchange, get, open, statusOf } from '../../../support/rawRequests';
import { sendCallback, canConnect, closeListeners, listen } from './support';

describe('loopback listener with HTTP requests', () => {
  afterEach(closeListeners);

  it('passes on a code, shows the page and frees the port', async () => {
    const listening = await listen();
    const response = await fetch(`http://${listening.host}/callback?${query}&iss=x`);
    equal(response.status, 200);
    match(await response.text(), /You can close this tab/);
    const address = `http://${listening.host}/callback`;
    deepEqual(listening.received, [
      { kind: 'code', state, address, issuer: 'x', query: new URLSearchParams({ code, state }) },
    ]);
    equal(await canConnect(listening.port), false);
  });

  it('passes on an error and shows that the editor gives the reason', async () => {
    const listening = await listen();
    const description = encodeURIComponent('<img src=x onerror=alert(1)>');
    const text = await exchange(
      listening.port,
      get(`/callback?error_description=${description}&state=${state}&error=access_denied`, listening.host),
    );
    equal(statusOf(text), 200);
    match(text, /did not succeed/);
    match(text, /The editor says why/);
    deepEqual(listening.received, [
      {
        kind: 'error',
        state,
        address: `http://${listening.host}/callback`,
        error: 'access_denied',
        description: '<img src=x onerror=alert(1)>',
      },
    ]);
    equal(await canConnect(listening.port), false);
  });

  it('accepts a callback when the callback URL has its own query', async () => {
    const listening = await listen('127.0.0.1', { path: '/a%20b/callback?app=one&x=%2F' });
    const target = `/a%20b/callback?app=one&x=%2F&${query}`;
    equal(statusOf(await exchange(listening.port, get(target, listening.host))), 200);
    equal(listening.received.length, 1);
  });

  it('accepts a callback when the callback URL has no path', async () => {
    const listening = await listen('127.0.0.1', { path: '' });
    equal(statusOf(await exchange(listening.port, get(`/?${query}`, listening.host))), 200);
    equal(listening.received.length, 1);
  });

  it('accepts a callback with 20 kB of cookies from other apps on localhost', async () => {
    const listening = await listen('localhost');
    const cookie = `Cookie: idToken=${'a'.repeat(20_000)}`;
    const text = await exchange(listening.port, get(`/callback?${query}`, listening.host, cookie));
    equal(statusOf(text), 200);
    equal(listening.received.length, 1);
  });

  const target = `/callback?${query}`;
  const long = `${target}&padding=`;
  const refused: [what: string, status: number, make: (host: string) => string][] = [
    ['a favicon', 404, (host) => get('/favicon.ico', host)],
    ['another path', 404, (host) => get(`/callback/x?${query}`, host)],
    ['a path in another case', 404, (host) => get(`/Callback?${query}`, host)],
    ['a path with an extra slash', 404, (host) => get(`/callback/?${query}`, host)],
    ['a status endpoint', 404, (host) => get(`/status`, host)],
    ...['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'].map(
      (method): [string, number, (host: string) => string] => [
        `a ${method} request`,
        405,
        (host) => get(target, host).replace('GET', method),
      ],
    ),
    [
      'a POST request with a form',
      405,
      (host) => `POST ${target} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 3\r\n\r\na=b`,
    ],
    ...[
      'Sec-Purpose: prefetch',
      'Sec-Purpose: prefetch;prerender',
      'sec-purpose: prefetch;anonymous-client-ip',
      'Purpose: prefetch',
      'Purpose: Prefetch',
      'X-Purpose: preview',
      'X-Moz: prefetch',
    ].map((line): [string, number, (host: string) => string] => [
      `a request with ${line}`,
      400,
      (host) => get(target, host, line),
    ]),
    ['a request without a query', 400, (host) => get('/callback', host)],
    ['a callback without a state', 400, (host) => get(`/callback?code=${code}`, host)],
    ['a code with an unknown state', 400, (host) => get(`/callback?code=${code}&state=${otherState}`, host)],
    ['an error with an unknown state', 400, (host) => get(`/callback?error=x&state=${otherState}`, host)],
    ['an error without a state', 400, (host) => get('/callback?error=access_denied', host)],
    ['two states', 400, (host) => get(`${target}&state=${otherState}`, host)],
    ['two codes', 400, (host) => get(`${target}&code=x`, host)],
    ['a second state with an encoded name', 400, (host) => get(`${target}&%73tate=${state}`, host)],
    ['a state in array notation', 400, (host) => get(`/callback?code=${code}&state[]=${state}`, host)],
    ['a query of 9 kB', 400, (host) => get(long.padEnd(9_000, 'a'), host)],
    ['a query of 100 kB', 431, (host) => get(long.padEnd(100_000, 'a'), host)],
    ['headers of 40 kB', 431, (host) => get(target, host, `Cookie: a=${'a'.repeat(40_000)}`)],
    ['an Expect header', 417, (host) => get(target, host, 'Expect: a-miracle')],
  ];
  for (const [what, status, make] of refused) {
    it(`answers ${what} with ${status}, reveals nothing and keeps waiting`, async () => {
      const listening = await listen();
      const origin = 'Origin: https://evil.example\r\nAccess-Control-Request-Private-Network: true';
      const text = await exchange(listening.port, make(listening.host).replace('\r\n', `\r\n${origin}\r\n`));
      equal(statusOf(text), status);
      doesNotMatch(text, /access-control|set-cookie|x-powered-by|server:/i);
      for (const secret of [state, otherState, code, 'evil']) ok(!text.includes(secret));
      deepEqual(listening.received, []);
      equal(await sendCallback(listening), 200);
      equal(listening.received.length, 1);
    });
  }

  it('refuses with the name of the status as plain text, and says which method is allowed only to other methods', async () => {
    const listening = await listen();
    const response = await fetch(`http://${listening.host}/other`);
    equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
    equal(response.headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
    equal(response.headers.get('allow'), null);
    equal(await response.text(), 'Not Found');
  });

  it('names GET as the allowed method and sends no body for HEAD', async () => {
    const listening = await listen();
    const text = await exchange(listening.port, get(target, listening.host).replace('GET', 'HEAD'));
    match(text, /^allow: GET\r$/m);
    ok(text.endsWith('\r\n\r\n'));
  });

  it('ignores requests to upgrade or to connect', async () => {
    const listening = await listen();
    const lines = ['Connection: Upgrade', 'Upgrade: websocket'];
    equal(statusOf(await exchange(listening.port, get('/other', listening.host, ...lines))), 404);
    equal(await exchange(listening.port, get('x:1', listening.host).replace('GET', 'CONNECT')), '');
    deepEqual(listening.received, []);
  });

  it('passes on one callback when eight arrive at the same time', async () => {
    const listening = await listen();
    const request = get(target, listening.host);
    const sockets = await Promise.all(Array.from({ length: 8 }, () => open(listening.port)));
    const ends = sockets.map((socket) => ended(socket.resume()));
    for (const socket of sockets) socket.write(request.slice(0, -1));
    // The response to this request shows that the listener has read all requests before it.
    await exchange(listening.port, get('/favicon.ico', listening.host));
    for (const socket of sockets) socket.write(request.slice(-1));
    await Promise.all(ends);
    equal(listening.received.length, 1);
  });

  it('passes on one callback when two come through one connection', async () => {
    const listening = await listen();
    const text = await exchange(listening.port, get(target, listening.host).repeat(2));
    equal(text.split('HTTP/1.1 200').length, 2);
    equal(listening.received.length, 1);
  });

  it('ignores a callback that follows another request on the same connection', async () => {
    const listening = await listen();
    const text = await exchange(
      listening.port,
      get('/favicon.ico', listening.host) + get(target, listening.host),
    );
    equal(statusOf(text), 404);
    deepEqual(listening.received, []);
    equal(await sendCallback(listening), 200);
  });

  it('shows the page when the receiver closes the listener at once', async () => {
    const listening = await listen();
    const [status] = await Promise.all([
      sendCallback(listening),
      // Closes in the same turn as the callback is passed on, or in the next.
      (async () => {
        while (listening.received.length === 0) await new Promise(setImmediate);
        await listening.close();
      })(),
    ]);
    equal(status, 200);
  });
});
