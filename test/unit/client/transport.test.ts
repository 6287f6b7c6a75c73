import { equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createTransport, type Transport } from '../../../src/client/transport';
import { failure, straight } from '../../support/signingIn';

/** Waits until the other side has let go of a connection, with a reset or without. */
async function cutOff(socket: Socket | undefined): Promise<void> {
  if (socket?.destroyed === false) {
    await new Promise<void>((resolve) => {
      socket.once('close', () => {
        resolve();
      });
    });
  }
}

const json = { 'content-type': 'application/json' };

describe('createTransport', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let server: Server;
  let answer: RequestListener;
  let transport: Transport;
  let origin: string;
  let host: string;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    sockets.length = 0;
    server = createServer((request, response) => {
      answer(request, response);
    });
    server.on('connection', (socket: Socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    origin = `http://${host}`;
    transport = createTransport({ ...straight, requestTimeout: 5_000 });
  });

  afterEach(async () => {
    await transport.close();
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });

  it('returns status, headers and body unchanged', async () => {
    answer = (_, response) => response.writeHead(418, { ...json, 'x-kind': 'teapot' }).end('{"a":"é"}');
    const response = await transport.fetch(origin, {});
    equal(response.status, 418);
    equal(response.headers.get('x-kind'), 'teapot');
    equal(await response.text(), '{"a":"é"}');
  });

  it('sends method, headers and body', async () => {
    answer = (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        response.end(`${request.method} ${request.headers['x-kind']?.toString()} ${body}`);
      });
    };
    const init = { method: 'POST', headers: { 'x-kind': 'teapot' }, body: new URLSearchParams({ a: '1 2' }) };
    equal(await (await transport.fetch(origin, init)).text(), 'POST teapot a=1+2');
  });

  it('accepts answers without a body', async () => {
    for (const status of [200, 204, 304, 405]) {
      answer = (_, response) => response.writeHead(status).end();
      const response = await transport.fetch(origin, {});
      equal(response.status, status);
      equal(await response.text(), '');
    }
  });

  it('decompresses gzip', async () => {
    answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"packed":true}'));
    equal(await (await transport.fetch(origin, {})).text(), '{"packed":true}');
  });

  it('accepts a body of at most two megabytes', async () => {
    answer = ({ url }, response) => response.end('x'.repeat(url === '/more' ? 2_000_001 : 2_000_000));
    equal((await (await transport.fetch(origin, {})).text()).length, 2_000_000);
    const { error, text } = await failure(transport.fetch(`${origin}/more`, {}));
    equal(error.code, 'response_too_large');
    ok(text.includes(host), text);
  });

  it('ends an answer that stays open as soon as it is whole', async () => {
    answer = (_, response) => {
      response.write(Buffer.from('a: é').subarray(0, 4));
      setImmediate(() => response.write(Buffer.concat([Buffer.from('é').subarray(1), Buffer.from(' end')])));
    };
    const response = await transport.fetch(origin, {}, (text) => text === 'a: é end');
    equal(await response.text(), 'a: é end');
    await cutOff(sockets[0]);
  });

  it('stops reading an answer without an end', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(100_000, 'x');
    answer = (_, response) => {
      const more = (): void => {
        sent += chunk.length;
        if (response.write(chunk)) setImmediate(more);
        else response.once('drain', more);
      };
      more();
    };
    const { error } = await failure(transport.fetch(origin, {}));
    equal(error.code, 'response_too_large');
    await cutOff(sockets[0]);
    ok(sent < 50_000_000, `${sent} bytes were sent`);
  });

  it('stops decompressing a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(120_000_000));
    ok(bomb.length < 200_000);
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    const before = process.memoryUsage().arrayBuffers;
    const { error } = await failure(transport.fetch(origin, {}));
    equal(error.code, 'response_too_large');
    ok(process.memoryUsage().arrayBuffers - before < 60_000_000);
  });

  it('fails when gzip is damaged', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip');
    const { error } = await failure(transport.fetch(origin, {}));
    equal(error.code, 'network');
  });

  it('follows no redirect', async () => {
    const asked: string[] = [];
    answer = ({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    };
    const response = await transport.fetch(`${origin}/start`, { redirect: 'follow' });
    equal(response.status, 302);
    equal(response.headers.get('location'), '/elsewhere');
    equal(asked.join(), '/start');
  });

  it('fails after its timeout and closes the connection', async () => {
    const hasty = createTransport({ ...straight, requestTimeout: 50 });
    answer = () => undefined;
    const { error, text } = await failure(hasty.fetch(origin, {}));
    equal(error.code, 'timeout');
    ok(text.includes(host) && text.includes('try again'), text);
    await cutOff(sockets[0]);
    await hasty.close();
  });

  it('throws network and not timeout when the caller aborts', async () => {
    const stop = new AbortController();
    answer = () => {
      stop.abort();
    };
    const { error } = await failure(transport.fetch(origin, { signal: stop.signal }));
    equal(error.code, 'network');
  });

  it('closes every connection when it is closed', async () => {
    let waiting: (() => void) | undefined;
    const twoAsked = new Promise<void>((resolve) => (waiting = resolve));
    const held: ServerResponse[] = [];
    answer = ({ url }, response) => {
      if (url === '/now') {
        response.end('{}');
        return;
      }
      held.push(response);
      if (held.length > 1) waiting?.();
    };
    await transport.fetch(`${origin}/now`, {});
    const stuck = Promise.allSettled([
      transport.fetch(`${origin}/1`, {}),
      transport.fetch(`${origin}/2`, {}),
    ]);
    await twoAsked;
    const count = promisify(server.getConnections.bind(server));
    ok((await count()) >= 2);
    const gone = Promise.all(sockets.map((socket) => once(socket, 'close')));
    const closed = transport.close();
    for (const response of held) response.end('{}');
    // What was asked before is still answered.
    for (const result of await stuck) equal(result.status, 'fulfilled');
    await closed;
    await gone;
    equal(await count(), 0);
    await transport.close();
  });

  it('gives the reason when a host name does not exist', async () => {
    const { error, text } = await failure(transport.fetch('https://pool.invalid/', {}));
    equal(error.code, 'network');
    match(String(error.detail.reason), /^(ENOTFOUND|EAI_AGAIN)$/);
    ok(text.includes('pool.invalid could not be reached') && text.includes('could not be resolved'), text);
  });

  it('gives the reason when a connection is refused', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const port = (closed.address() as AddressInfo).port;
    closed.close();
    await once(closed, 'close');
    const { error, text } = await failure(transport.fetch(`http://127.0.0.1:${port}/`, {}));
    equal(error.detail.reason, 'ECONNREFUSED');
    ok(text.includes(`127.0.0.1:${port}`) && text.includes('No server listens there'), text);
  });

  it('gives the reason when a server may not speak HTTPS', async () => {
    const { error, text } = await failure(transport.fetch(origin.replace('http:', 'https:'), {}));
    equal(error.code, 'network');
    ok(text.includes('may not speak HTTPS'), text);
  });

  it('gives the reason when a connection breaks', async () => {
    answer = (request) => request.socket.destroy();
    const { error, text } = await failure(transport.fetch(origin, {}));
    equal(error.code, 'network');
    ok(text.includes(host) && text.includes('try again'), text);
  });

  it('keeps no part of a request in its errors', async () => {
    answer = (request) => request.socket.destroy();
    const init = { method: 'POST', body: 'code=c0de', headers: { authorization: 'Bearer t0ken' } };
    const { error } = await failure(transport.fetch(`${origin}/?state=st4te`, init));
    equal(error.cause, undefined);
    const kept = `${error.stack ?? ''} ${JSON.stringify(error.detail)}`;
    for (const secret of ['c0de', 't0ken', 'st4te']) ok(!kept.includes(secret), kept);
  });
});
