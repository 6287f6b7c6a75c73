import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { get, request, type IncomingMessage } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTransport } from '../../../src/client/transport';
import { isSameUser } from '../../../src/handover/proxy/peer';
import { sendRaw, startProxiedApi, type ProxiedApi, type ProxiedApiOptions } from '../../support/apiProxies';
import { isLinux } from '../../support/systems';
import { eventually } from '../../support/waiting';

/** A server that answers every request with these bytes. @returns its origin */
async function rawServer(answer: string): Promise<{ readonly origin: string; readonly stop: () => void }> {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => socket.write(answer, 'latin1'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

describe('API proxy with an unusual API or client', () => {
  const stops: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const start = async (...options: Parameters<typeof startProxiedApi>): Promise<ProxiedApi> => {
    const api = await startProxiedApi(...options);
    stops.push(api.stop);
    return api;
  };
  /** A proxy in front of a server that answers with bytes. */
  const inFrontOf = async (
    answer: string,
    context: ProxiedApiOptions['context'] = {},
  ): Promise<ProxiedApi> => {
    const { origin, stop } = await rawServer(answer);
    const transport = createTransport({ useProxy: false, strictSsl: true });
    stops.push(stop, () => transport.close());
    return start((_, response) => response.end(), {
      settings: { url: origin },
      context: { ...context, upstream: () => Promise.resolve(transport.dispatcher(new URL(origin))) },
    });
  };

  it('passes an answer with two Connection headers on', async () => {
    const api = await inFrontOf(
      'HTTP/1.1 200 OK\r\nConnection: x-a\r\nConnection: x-b\r\nContent-Length: 2\r\n\r\nok',
    );
    equal(await (await fetch(api.proxy.url)).text(), 'ok');
  });

  it('passes such a refusal on when there is no newer token', async () => {
    const api = await inFrontOf(
      'HTTP/1.1 401 No\r\nConnection: x-a\r\nConnection: x-b\r\nWWW-Authenticate: Bearer error="invalid_token"\r\nContent-Length: 2\r\n\r\nno',
      { renew: () => Promise.reject(new Error('offline')) },
    );
    const response = await fetch(api.proxy.url);
    deepEqual([response.status, await response.text()], [401, 'no']);
  });

  for (const status of ['204 No Content', '304 Not Modified']) {
    it(`passes ${status} with a Content-Length on`, async () => {
      const api = await inFrontOf(`HTTP/1.1 ${status}\r\nContent-Length: 5\r\n\r\n`);
      const response = await fetch(api.proxy.url);
      equal(response.status, Number(status.slice(0, 3)));
      equal(api.calls.length, 1);
    });
  }

  it('passes an answer on whose status text has letters outside ASCII', async () => {
    const api = await inFrontOf('HTTP/1.1 200 \xc3\xa9\xe2\x82\xac\r\nContent-Length: 2\r\n\r\nok');
    equal(await (await fetch(api.proxy.url)).text(), 'ok');
  });

  it('says that an answer is not usable, and records it', async () => {
    const api = await inFrontOf('HELLO\r\n\r\n');
    const response = await fetch(api.proxy.url);
    equal(response.status, 502);
    match(await response.text(), /^127\.0\.0\.1:\d+ sent no usable answer\.\n$/);
    deepEqual(
      api.calls.map(({ status }) => status),
      [502],
    );
  });

  it('answers once when the API breaks off while a newer token is fetched', async () => {
    let renewed: (token: string) => void = (): void => undefined;
    const renewal = new Promise<string>((resolve) => (renewed = resolve));
    let cut = (): void => undefined;
    const api = await start(
      (incoming, response) => {
        if (incoming.headers.authorization === 'Bearer newer-token') {
          response.end('accepted');
          return;
        }
        cut = () => response.destroy();
        response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' });
        response.write('part');
      },
      {
        context: {
          renew: () => {
            cut();
            return renewal;
          },
        },
      },
    );
    const answer = fetch(api.proxy.url);
    renewed('newer-token');
    equal(await (await answer).text(), 'accepted');
  });

  it('sends nothing for a client that has gone before there is a token', async () => {
    let give: (token: string) => void = (): void => undefined;
    let isAsked = false;
    const token = new Promise<string>((resolve) => (give = resolve));
    const api = await start((_, response) => response.end(), {
      context: {
        token: () => {
          isAsked = true;
          return token;
        },
      },
    });
    const client = connect({ host: '127.0.0.1', port: api.port });
    client.write(`DELETE /orders/1 HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n\r\n`);
    await eventually('the question for a token', () => isAsked || undefined);
    const closed = once(client, 'close');
    client.destroy();
    await closed;
    // A second request is answered after the first one, if that was sent at all.
    await eventually('the proxy to notice', async () => {
      give('secret-token');
      await (await fetch(`${api.proxy.url}/second`)).text();
      return true;
    });
    deepEqual(
      api.received.map(({ url }) => url),
      ['/second'],
    );
  });

  it('ends the requests of a client that sends several at once and goes', async () => {
    let open = 0;
    const api = await start((_, response) => {
      open += 1;
      response.on('close', () => (open -= 1));
      response.write('begun');
    });
    const client = connect({ host: '127.0.0.1', port: api.port });
    client.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${api.port}\r\n\r\n`.repeat(5));
    await eventually('five requests', () => open === 5 || undefined);
    client.destroy();
    await eventually('all of them to end', () => open === 0 || undefined);
  });

  it('stops although a client keeps a CONNECT open, and survives one that is cut', async () => {
    const api = await start((_, response) => response.end());
    const bytes = `CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n`;
    const kept = connect({ host: '127.0.0.1', port: api.port, allowHalfOpen: true });
    const cut = connect({ host: '127.0.0.1', port: api.port });
    for (const socket of [kept, cut]) {
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      socket.write(bytes);
    }
    cut.resetAndDestroy();
    await once(kept, 'data');
    await api.proxy.close();
    kept.destroy();
  });

  it('tells a listed page why it was refused', async () => {
    const origin = 'http://localhost:3000';
    const api = await start((_, response) => response.end(), {
      settings: { origins: [origin] },
      context: { readOnly: true },
    });
    const refused = await fetch(api.proxy.url, { method: 'POST', headers: { origin } });
    deepEqual([refused.status, refused.headers.get('access-control-allow-origin')], [405, origin]);
    const preflight = await fetch(api.proxy.url, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'DELETE' },
    });
    equal(preflight.headers.get('access-control-allow-methods'), 'GET, HEAD, OPTIONS');
  });

  it('passes HEAD on, and an answer to HTTP/1.0', async () => {
    const api = await start((_, response) => response.writeHead(200, { 'content-length': '5' }).end('hello'));
    const head = await new Promise<IncomingMessage>((resolve) => {
      request(api.proxy.url, { method: 'HEAD' }, resolve).end();
    });
    deepEqual([head.headers['content-length'], await text(head)], ['5', '']);
    const old = await sendRaw(api.port, `GET / HTTP/1.0\r\nHost: 127.0.0.1:${api.port}\r\n\r\n`);
    match(old, /^HTTP\/1\.1 200 [^]*hello$/);
  });

  it('delivers an early refusal of a large upload', async () => {
    const api = await start((_, response) => response.writeHead(413).end('too large'));
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const upload = request(api.proxy.url, { method: 'POST' }, resolve);
      upload.on('error', reject);
      upload.end(Buffer.alloc(5_000_000));
    });
    deepEqual([answer.statusCode, await text(answer)], [413, 'too large']);
  });

  const unknown = { remoteAddress: '127.0.0.1', remotePort: 1, localAddress: '127.0.0.1', localPort: 2 };

  if (isLinux) {
    it('takes a connection from another loopback address for another user’s', async () => {
      const api = await start((_, response) => response.end());
      const status = await new Promise<number | undefined>((resolve) => {
        get(api.proxy.url, { localAddress: '127.0.0.2' }, (response) => {
          resolve(response.statusCode);
        });
      });
      equal(status, 403);
    });

    it('trusts no connection that the system does not know', async () => {
      equal(await isSameUser(unknown as Socket), false);
      equal(await isSameUser({ ...unknown, remoteAddress: undefined } as unknown as Socket), false);
    });
  }

  for (const platform of ['darwin', 'win32'] as const) {
    it(`cannot tell users apart on ${platform}`, async () => {
      equal(await isSameUser(unknown as Socket, platform), true);
    });
  }
});
