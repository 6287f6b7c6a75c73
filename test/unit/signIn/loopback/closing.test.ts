import { deepEqual, equal } from 'node:assert/strict';
import type { Socket } from 'node:net';
import {
  answer,
  canConnect,
  closeListeners,
  ended,
  freePort,
  get,
  hasIpv6,
  listen,
  open,
  query,
} from './support';

describe('loopback listener: closing', () => {
  afterEach(closeListeners);

  // Each is shorter than the shortest limit of the listener: what waited for one of those would fail.
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
    const crowd = async (port: number, host: string): Promise<{ readonly ends: Promise<unknown> }> => {
      const sockets = await Promise.all(Array.from({ length: 50 }, () => open(port)));
      const ends = Promise.all(sockets.map((socket) => ended(socket.resume())));
      await Promise.all(sockets.map((socket) => written(socket, sent(host))));
      return { ends };
    };

    it(`closes at once with 50 connections that are ${what}`, async () => {
      const listening = await listen();
      const { ends } = await crowd(listening.port, listening.host);
      await listening.close();
      await ends;
      equal(await canConnect(listening.port), false);
    });

    it(`answers, and then closes by itself, with 50 connections that are ${what}`, async () => {
      const listening = await listen();
      const { ends } = await crowd(listening.port, listening.host);
      equal(await answer(listening), 200);
      await ends;
      await listening.close();
      equal(listening.received.length, 1);
    });
  }

  it('ends a connection that asked to be kept alive after each answer', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    const closed = ended(socket.resume());
    socket.write(get('/favicon.ico', listening.host, 'Connection: keep-alive', 'Keep-Alive: timeout=600'));
    await closed;
    await listening.close();
  });

  it('closes although the browser never reads the page', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    socket.pause().write(get(`/callback?${query}`, listening.host));
    while (listening.received.length === 0) await new Promise(setImmediate);
    await listening.close();
    socket.destroy();
  });

  it('closes although the browser goes away in the middle of its request', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    socket.write(get(`/callback?${query}`, listening.host));
    socket.resetAndDestroy();
    await listening.close();
  });

  it('receives nothing after it was closed, also from a connection that was open', async () => {
    const listening = await listen();
    const socket = await open(listening.port);
    const closed = ended(socket);
    await written(socket, get(`/callback?${query}`, listening.host).slice(0, -1));
    const closing = listening.close();
    socket.write('\n');
    await Promise.all([closing, closed]);
    deepEqual(listening.received, []);
  });

  it('closes as often as one likes, before and after its answer', async () => {
    const cancelled = await listen();
    await Promise.all([cancelled.close(), cancelled.close()]);
    await cancelled.close();
    const answered = await listen();
    equal(await answer(answered), 200);
    await Promise.all([answered.close(), answered.close()]);
    await answered.close();
  });

  it('leaves the port free at once', async () => {
    const port = await freePort();
    for (const end of ['answer', 'close', 'answer', 'close', 'answer'] as const) {
      const listening = await listen('localhost', { port });
      if (end === 'answer') await answer(listening, hasIpv6 ? '::1' : '127.0.0.1');
      await listening.close();
    }
  });

  it('takes no more than 100 connections at a time', async () => {
    const listening = await listen();
    await Promise.all(Array.from({ length: 100 }, () => open(listening.port)));
    const [dropped, cut] = await Promise.all([open(listening.port), open(listening.port)]);
    await Promise.all([ended(dropped.resume()), ended(cut.resume())]);
  });

  it('cuts a connection that sends no request, and goes on waiting', async function () {
    // More than the limit for headers, less than the one for silence.
    this.timeout(8_000);
    const listening = await listen();
    const sockets = await Promise.all([open(listening.port), open(listening.port)]);
    sockets[0].write(half);
    await Promise.all(sockets.map((socket) => ended(socket.resume())));
    deepEqual(listening.received, []);
    equal(await answer(listening), 200);
  });

  it('leaves nothing behind in 100 rounds', async function () {
    this.timeout(20_000);
    const port = await freePort();
    const round = async (number: number): Promise<void> => {
      const listening = await listen('localhost', { port });
      const idle = await open(port);
      const closed = ended(idle);
      if (number % 3 > 0) equal(await answer(listening), 200);
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

/** Whatever keeps a process alive, by kind. */
function resources(): readonly string[] {
  return process.getActiveResourcesInfo().sort();
}

function written(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve) => {
    socket.write(text, () => {
      resolve();
    });
  });
}
