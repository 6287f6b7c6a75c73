import { deepEqual, equal, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { connectionKey, ownersIn } from '../../../src/handover/proxy/peer';
import { runToEnd } from '../../support/tokenProgram';
import { sendRaw, startProxiedApi, type ProxiedApi } from '../../support/apiProxies';
import { isLinux } from '../../support/systems';

/** Lines of a request, with a connection that ends after the answer. */
const request = (first: string, ...headers: readonly string[]): string =>
  [first, ...headers, 'Connection: close', '', ''].join('\r\n');

/** An attack: its name, the status that refuses it (several when Node.js decides), and its bytes. */
type Attack = readonly [name: string, statuses: readonly number[], bytes: (port: number) => string];

const page = (port: number, ...headers: readonly string[]): string =>
  request('GET /orders HTTP/1.1', `Host: 127.0.0.1:${port}`, ...headers);
const post = (port: number, ...rest: readonly string[]): string =>
  [`POST /orders HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...rest].join('\r\n');

const attacks: readonly Attack[] = [
  // A page whose name was rebound to 127.0.0.1, or a program that takes this for an open proxy.
  ...[
    'evil.example',
    'evil.example:80',
    'localhost.evil.example',
    '127.0.0.1',
    '127.0.0.1.nip.io',
    '0.0.0.0',
    '',
  ].map((host): Attack => [
    `the Host “${host}”`,
    [400, 421],
    () => request('GET / HTTP/1.1', `Host: ${host}`),
  ]),
  ['the Host of another port', [421], (port) => request('GET / HTTP/1.1', `Host: 127.0.0.1:${port + 1}`)],
  ['a Host with a user name', [421], (port) => request('GET / HTTP/1.1', `Host: evil@127.0.0.1:${port}`)],
  ['no Host', [400], () => request('GET / HTTP/1.1')],
  ['no Host in HTTP/1.0', [421], () => request('GET / HTTP/1.0')],
  ['two Hosts', [400, 421], (port) => page(port, 'Host: evil.example')],
  // Web pages.
  ...['https://evil.example', 'null', 'http://localhost:3000', 'https://listed.example.evil.example'].map(
    (origin): Attack => [`the Origin ${origin}`, [403], (port) => page(port, `Origin: ${origin}`)],
  ),
  [
    'two Origins',
    [403],
    (port) => page(port, 'Origin: https://listed.example', 'Origin: https://evil.example'),
  ],
  ['a cross-site request without an Origin', [403], (port) => page(port, 'Sec-Fetch-Site: cross-site')],
  ['a request of another local site', [403], (port) => page(port, 'Sec-Fetch-Site: same-site')],
  ['a foreign Referer', [403], (port) => page(port, 'Referer: https://evil.example/page')],
  ['a Referer that is no URL', [403], (port) => page(port, 'Referer: evil')],
  [
    'a preflight of a foreign page',
    [403],
    (port) =>
      request(
        'OPTIONS /orders HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        'Origin: https://evil.example',
        'Access-Control-Request-Method: DELETE',
      ),
  ],
  [
    'a form of a foreign page',
    [403],
    (port) => post(port, 'Origin: https://evil.example', 'Content-Length: 3', '', 'a=b'),
  ],
  // Targets.
  [
    'a whole URL of another host',
    [400],
    (port) => request('GET http://evil.example/ HTTP/1.1', `Host: 127.0.0.1:${port}`),
  ],
  [
    'a whole URL of the API',
    [400],
    (port) => request(`GET http://127.0.0.1:${port}/ HTTP/1.1`, `Host: 127.0.0.1:${port}`),
  ],
  ['CONNECT', [400], (port) => request('CONNECT evil.example:443 HTTP/1.1', `Host: 127.0.0.1:${port}`)],
  ['OPTIONS *', [400], (port) => request('OPTIONS * HTTP/1.1', `Host: 127.0.0.1:${port}`)],
  ['a path above the API', [400], (port) => request('GET /../admin HTTP/1.1', `Host: 127.0.0.1:${port}`)],
  [
    'an encoded path above the API',
    [400],
    (port) => request('GET /%2e%2e/admin HTTP/1.1', `Host: 127.0.0.1:${port}`),
  ],
  [
    'a path above the API with backslashes',
    [400],
    (port) => request('GET /..\\admin HTTP/1.1', `Host: 127.0.0.1:${port}`),
  ],
  ...['/..%2fadmin', '/..%5Cadmin', '/a/..;x/admin', '/%2E%2E%2fadmin'].map((path): Attack => [
    `the path ${path}`,
    [400],
    (port) => request(`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`),
  ]),
  // Methods.
  ['TRACE', [405], (port) => request('TRACE / HTTP/1.1', `Host: 127.0.0.1:${port}`)],
  ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method): Attack => [
    `${method} through a read-only proxy`,
    [405],
    (port) => request(`${method} /orders HTTP/1.1`, `Host: 127.0.0.1:${port}`, 'Content-Length: 0'),
  ]),
  // Framing.
  [
    'both lengths',
    [400],
    (port) =>
      post(
        port,
        'Content-Length: 5',
        'Transfer-Encoding: chunked',
        '',
        '0',
        '',
        'GET /smuggled HTTP/1.1',
        '',
        '',
      ),
  ],
  ['two lengths', [400], (port) => post(port, 'Content-Length: 0', 'Content-Length: 5', '', 'GET /')],
  ['a length with a sign', [400], (port) => post(port, 'Content-Length: +5', '', 'GET /')],
  ['an unknown encoding', [400], (port) => post(port, 'Transfer-Encoding: xchunked', '', '0', '', '')],
  ['chunked twice', [400], (port) => post(port, 'Transfer-Encoding: chunked, chunked', '', '0', '', '')],
  ['a space before the colon', [400], (port) => page(port, 'Content-Length : 5')],
  ['a bare line feed in a header', [400], (port) => page(port, 'X-A: b\nHost: evil.example')],
  ['a zero byte in a header', [400], (port) => page(port, 'X-A: b\0c')],
  ['a header of 1 MB', [431], (port) => page(port, `X-A: ${'a'.repeat(1_000_000)}`)],
  [
    'a path of 1 MB',
    [431],
    (port) => request(`GET /${'a'.repeat(1_000_000)} HTTP/1.1`, `Host: 127.0.0.1:${port}`),
  ],
  // Clients.
  ['its own Authorization', [400], (port) => page(port, 'Authorization: Bearer mine')],
  ['an upgrade to a WebSocket', [501], (port) => page(port, 'Upgrade: websocket', 'Connection: upgrade')],
];

describe('API proxy under attack', () => {
  let api: ProxiedApi;
  before(async () => {
    api = await startProxiedApi((_, response) => response.end('reached'), {
      path: '/v1',
      settings: { origins: ['https://listed.example'] },
      context: { readOnly: true },
    });
  });
  after(() => api.stop());

  it('answers a good request', async () => {
    match(await sendRaw(api.port, page(api.port)), /^HTTP\/1\.1 200 [^]*reached/);
    equal(api.received.length, 1);
    equal(api.received[0]?.headers.authorization, 'Bearer secret-token');
  });

  for (const [name, statuses, bytes] of attacks) {
    it(`refuses ${name}`, async () => {
      const before = api.received.length;
      const answer = await sendRaw(api.port, bytes(api.port));
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
      equal(statuses.includes(status), true, answer.slice(0, 200));
      equal(answer.includes('secret-token'), false);
      // The connection was closed, so the API would have been asked by now.
      equal(api.received.length, before);
    });
  }

  it('has at least forty attacks', () => {
    equal(attacks.length >= 40, true, String(attacks.length));
  });

  it('finds the owner of a connection in the table of the system', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1',
      '   1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 02:0000 00000000  1000        0 2 1',
      '   2: 0100007F:1F90 0100007F:C001 01 00000000:00000000 02:0000 00000000     0        0 3 1',
    ].join('\n');
    const owners = ownersIn(table);
    equal(owners.get(connectionKey(0xc001, 0x1f90)), 1000);
    equal(owners.get(connectionKey(0x1f90, 0xc001)), 0);
    equal(owners.get(connectionKey(0xc002, 0x1f90)), undefined);
    // Another address with the same port, and a program that has ended.
    for (const line of [
      '3: 0200007F:C001 0100007F:1F90 01 00000000:00000000 02:0000 00000000  1000        0 2 1',
      '4: 0100007F:C001 0100007F:1F90 06 00000000:00000000 03:0000 00000000     0        0 0 3',
      '',
    ]) {
      equal(ownersIn(line).get(connectionKey(0xc001, 0x1f90)), undefined);
    }
  });

  // Only root can start a program as another user.
  if (isLinux && process.getuid?.() === 0) {
    it('refuses a program of another user', async () => {
      const before = api.received.length;
      const script = `fetch('${api.proxy.url}/orders').then(async (r) => console.log(r.status, await r.text()))`;
      const child = spawn(process.execPath, ['-e', script], {
        uid: 65_534,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let printed = '';
      for await (const chunk of child.stdout) printed += String(chunk);
      match(printed, /^403 .*own user/);
      equal(api.received.length, before);
    });
  }

  it('answers a program of its own user, on both loopback addresses', async () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      const script = `fetch('http://${host}:${api.port}/orders').then(async (r) => console.log(await r.text()))`;
      const { stdout } = await runToEnd(process.execPath, ['-e', script], process.env);
      deepEqual([host, stdout], [host, 'reached\n']);
    }
  });
});
