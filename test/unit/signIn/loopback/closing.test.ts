import { deepEqual, equal } from 'node:assert/strict';
import type { Socket } from 'node:net';
import { query } from '../callbackValues';
import { ended, get, open } from '../../../support/rawRequests';
import { sendCallback, canConnect, closeListeners, freePort, hasIpv6, listen } from './support';

describe('loopback listener close', () => {
  afterEach(closeListeners);

  // Shorter than every time limit of the listener, so that a close that waits for one of those fails.
  beforeEach(function () {
    this.timeout(4_000);
  });

  const half = `GET /callback?${query.slice(0, 20)}`;
  const lingering: [what: string, sent: (host: string) => string][] = [
    ['silent', () => ''],
    ['slow in their request line', () => half],
    ['slow in their headers', (host) => get('/callback', host).slice(0, -2)],
    ['slow in their body', (host) => get('/callback', host, 'Content-Length: 9').slice(0, -4)],
  ];
  for (const [what, sent] of lingering) {
    const openMany = async (port: number, host: string): Promise<{ readonly ends: Promise<unknown> }> => {
      const sockets = await Promise.all(Array.from({ length: 50 }, () => open(port)));
      const ends = Promise.all(sockets.map((socket) => ended(socket.resume())));
      await Promise.all(sockets.map((socket) => write(socket, sent(host))));
      return { ends };
    };

    it(`closes at once with 50 connections that are ${what}`, async () => {
      const listening = await listen();
      const { ends } = await openMany(listening.port, listening.host);
      await listening.close();
      await ends;
      equal(await canConnect(listening.port), false);
    });

    it(`answers the callback and closes by itself with 50 connections that are ${what}`, async () => {
      const listening = await listen();
      const { ends } = await openMany(listening.port, listening.host);
      equal(await sendCallback(listening), 200);
      await ends;
      await listening.close();
      equal(listening.received.length, 1);
    });
  }

  it('ends a keep-alive connection after each response', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    const closed = ended(socket.resume());
    socket.write(get('/favicon.ico', listening.host, 'Connection: keep-alive', 'Keep-Alive: timeout=600'));
    await closed;
    await listening.close();
  });

  it('closes when the browser never reads the page', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    socket.pause().write(get(`/callback?${query}`, listening.host));
    while (listening.received.length === 0) await new Promise(setImmediate);
    await listening.close();
    socket.destroy();
  });

  it('closes when the browser disconnects during its request', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    socket.write(get(`/callback?${query}`, listening.host));
    socket.resetAndDestroy();
    await listening.close();
  });

  it('ignores requests on open connections after it was closed', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    const closed = ended(socket);
    await write(socket, get(`/callback?${query}`, listening.host).slice(0, -1));
    const closing = listening.close();
    socket.write('\n');
    await Promise.all([closing, closed]);
    deepEqual(listening.received, []);
  });

  it('allows close to be called several times, before and after the callback', async () => {
    const cancelled = await listen();
    await Promise.all([cancelled.close(), cancelled.close()]);
    await cancelled.close();
    const answered = await listen();
    equal(await sendCallback(answered), 200);
    await Promise.all([answered.close(), answered.close()]);
    await answered.close();
  });

  it('frees the port at once', async () => {
    const port = await freePort();
    for (const end of ['callback', 'close', 'callback', 'close', 'callback'] as const) {
      const listening = await listen('localhost', { port });
      if (end === 'callback') await sendCallback(listening, hasIpv6 ? '::1' : '127.0.0.1');
      await listening.close();
    }
  });

  it('drops connections beyond 100 at a time', async () => {
    const listening = await listen();
    await Promise.all(Array.from({ length: 100 }, () => open(listening.port)));
    const [first, second] = await Promise.all([open(listening.port), open(listening.port)]);
    await Promise.all([ended(first.resume()), ended(second.resume())]);
  });

  it('drops a connection that sends no request and keeps waiting', async function () {
    // More than the limit for incomplete headers, less than the one for silent connections.
    this.timeout(8_000);
    const listening = await listen();
    const sockets = await Promise.all([open(listening.port), open(listening.port)]);
    sockets[0].write(half);
    await Promise.all(sockets.map((socket) => ended(socket.resume())));
    deepEqual(listening.received, []);
    equal(await sendCallback(listening), 200);
  });

  it('leaves no resources behind after 100 rounds', async function () {
    this.timeout(20_000);
    const port = await freePort();
    const round = async (number: number): Promise<void> => {
      const listening = await listen('localhost', { port });
      const idle = await open(port);
      const closed = ended(idle);
      if (number % 3 > 0) equal(await sendCallback(listening), 200);
      await listening.close();
      await closed;
      equal(listening.received.length, number % 3 > 0 ? 1 : 0);
    };
    await round(0);
    const before = resources();
    for (let number = 0; number < 100; number++) await round(number);
    deepEqual(resources(), before);
  });
});

/** The kinds of everything that keeps this process alive. */
function resources(): readonly string[] {
  return process.getActiveResourcesInfo().sort();
}

/** Sends text and resolves when the socket has sent it. */
function write(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve) => {
    socket.write(text, () => {
      resolve();
    });
  });
}
