import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createServer, get, request, type IncomingMessage, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { createTransport } from '../../../src/client/transport';
import { listenOnLoopback, sendRaw, startProxiedApi, type ProxiedApi } from '../../support/apiProxies';
import { eventually } from '../../support/waiting';

describe('startApiProxy', () => {
  let api: ProxiedApi;
  afterEach(() => api.stop());
  const start = async (
    answer: RequestListener,
    options: Parameters<typeof startProxiedApi>[1] = {},
  ): Promise<void> => {
    api = await startProxiedApi(answer, options);
  };

  it('forwards method, path, query, headers and body, and adds the token', async () => {
    await start((incoming, response) => {
      void text(incoming).then((body) => response.writeHead(201, { 'x-answer': 'yes' }).end(`got ${body}`));
    });
    const response = await fetch(`${api.proxy.url}/orders?id=1&a=b%20c`, {
      method: 'PATCH',
      body: 'a body',
      headers: { 'x-client': 'bruno', 'content-type': 'text/plain' },
    });
    deepEqual(
      [response.status, response.headers.get('x-answer'), await response.text()],
      [201, 'yes', 'got a body'],
    );
    const [{ method, url, headers } = api.received[0]!] = api.received;
    deepEqual([method, url], ['PATCH', '/orders?id=1&a=b%20c']);
    equal(headers.authorization, 'Bearer secret-token');
    equal(headers.host, new URL(api.target).host);
    equal(headers['x-client'], 'bruno');
    equal(headers['content-length'], '6');
  });

  it('puts the path of the API before the path of a request', async () => {
    await start((_, response) => response.end(), { path: '/prod/' });
    await fetch(`${api.proxy.url}/orders`);
    await fetch(`${api.proxy.url}/a/../b?c`);
    await fetch(api.proxy.url);
    deepEqual(
      api.received.map(({ url }) => url),
      ['/prod/orders', '/prod/b?c', '/prod/'],
    );
  });

  it('drops the headers of the connection, both ways', async () => {
    await start((_, response) => {
      response.writeHead(200, { 'keep-alive': 'timeout=99', 'proxy-authenticate': 'Basic', 'x-kept': 'yes' });
      response.end();
    });
    const answer = await sendRaw(
      api.port,
      [
        'GET / HTTP/1.1',
        `Host: 127.0.0.1:${api.port}`,
        'Connection: close, X-Own',
        'X-Own: 1',
        'TE: trailers',
        'Proxy-Authorization: Basic abc',
        'Proxy-Connection: keep-alive',
        'Upgrade: h2c',
        'X-Kept: 1',
        '',
        '',
      ].join('\r\n'),
    );
    const { headers } = api.received[0]!;
    for (const name of ['x-own', 'te', 'proxy-authorization', 'proxy-connection', 'upgrade']) {
      equal(headers[name], undefined, name);
    }
    equal(headers['x-kept'], '1');
    match(answer, /x-kept: yes/i);
    ok(!/timeout=99|proxy-authenticate/i.test(answer), answer);
  });

  it('passes events on while the API is still sending', async () => {
    let end = (): void => undefined;
    await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      end = () => response.end('data: 2\n\n');
    });
    const response = await fetch(api.proxy.url);
    const reader = response.body!.getReader();
    equal(Buffer.from((await reader.read()).value).toString(), 'data: 1\n\n');
    end();
    equal(Buffer.from((await reader.read()).value).toString(), 'data: 2\n\n');
  });

  it('passes the headers on before there is a body', async () => {
    await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    });
    const response = await fetch(api.proxy.url);
    equal(response.status, 200);
    await response.body?.cancel();
  });

  it('passes an upload on while the client is still sending', async () => {
    const parts: string[] = [];
    await start((incoming, response) => {
      incoming.on('data', (part) => parts.push(String(part)));
      incoming.on('end', () => response.end());
    });
    const upload = request(api.proxy.url, { method: 'POST' });
    upload.write('first');
    await eventually('the first part', () => parts.length > 0 || undefined);
    deepEqual(parts, ['first']);
    const answered = new Promise((resolve) => upload.on('response', resolve));
    upload.end('second');
    await answered;
    deepEqual(parts, ['first', 'second']);
  });

  it('passes the trailers of an answer on', async () => {
    await start((_, response) => {
      response.writeHead(200, { trailer: 'x-checksum' });
      response.write('body');
      response.addTrailers({ 'x-checksum': 'abc' });
      response.end();
    });
    const answer = await new Promise<IncomingMessage>((resolve) => get(api.proxy.url, resolve));
    equal(await text(answer), 'body');
    equal(answer.trailers['x-checksum'], 'abc');
  });

  it('leaves a compressed body as it is', async () => {
    await start((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain')),
    );
    equal(await (await fetch(api.proxy.url)).text(), 'plain');
    equal(api.received[0]?.headers['accept-encoding'], 'gzip, deflate');
  });

  it('answers Expect itself, and does not forward it', async () => {
    await start((incoming, response) => void text(incoming).then((body) => response.end(body)));
    const sent = request(api.proxy.url, { method: 'POST', headers: { expect: '100-continue' } });
    sent.on('continue', () => {
      sent.end('body');
    });
    const answer = await new Promise<IncomingMessage>((resolve) => {
      sent.on('response', resolve).flushHeaders();
    });
    equal(await text(answer), 'body');
    equal(api.received[0]?.headers.expect, undefined);
  });

  it('ends the request at the API when the client has gone', async () => {
    let closed = false;
    await start((_, response) => {
      response.write('begun');
      response.on('close', () => (closed = true));
    });
    const response = await fetch(api.proxy.url);
    await response.body?.cancel();
    await eventually('the API to notice', () => closed || undefined);
  });

  it('maps a redirect within the API to the proxy, and follows none', async () => {
    await start(
      (incoming, response) => {
        const to: Readonly<Record<string, string>> = {
          '/v1/relative': '/v1/orders?a=1',
          '/v1/whole': `${api.target}/v1/orders`,
          '/v1/above': '/login',
          '/v1/foreign': 'https://evil.example/v1/orders',
        };
        response.writeHead(307, { location: to[incoming.url ?? ''] }).end();
      },
      { path: '/v1' },
    );
    const locationOf = async (path: string): Promise<string | null> =>
      (await fetch(api.proxy.url + path, { redirect: 'manual', method: 'POST', body: 'x' })).headers.get(
        'location',
      );
    equal(await locationOf('/relative'), `${api.proxy.url}/orders?a=1`);
    equal(await locationOf('/whole'), `${api.proxy.url}/orders`);
    equal(await locationOf('/above'), `${api.target}/login`);
    equal(await locationOf('/foreign'), 'https://evil.example/v1/orders');
    equal(api.received.length, 4);
  });

  it('sends nothing to the host of a foreign redirect', async () => {
    let reached = 0;
    const foreign = createServer((_, response) => {
      reached += 1;
      response.end();
    });
    const origin = await listenOnLoopback(foreign);
    await start((_, response) => response.writeHead(302, { location: origin }).end());
    equal((await fetch(api.proxy.url, { redirect: 'manual' })).status, 302);
    equal(reached, 0);
    foreign.close();
  });

  it('answers CORS for a listed origin, and forwards its requests', async () => {
    const origin = 'http://localhost:3000';
    await start(
      (_, response) =>
        response.writeHead(200, { 'access-control-allow-origin': '*', vary: 'Accept' }).end('ok'),
      {
        settings: { origins: [origin] },
      },
    );
    const preflight = await fetch(api.proxy.url, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'DELETE',
        'access-control-request-headers': 'content-type, x-a',
        'access-control-request-private-network': 'true',
        'sec-fetch-site': 'cross-site',
      },
    });
    const names = ['origin', 'methods', 'headers', 'private-network'];
    deepEqual(
      [preflight.status, ...names.map((name) => preflight.headers.get(`access-control-allow-${name}`))],
      [204, origin, 'DELETE', 'content-type, x-a', 'true'],
    );
    equal(api.received.length, 0);
    const headers = { origin, 'sec-fetch-site': 'cross-site', referer: `${origin}/page` };
    const answer = await fetch(api.proxy.url, { headers });
    equal(await answer.text(), 'ok');
    equal(answer.headers.get('access-control-allow-origin'), origin);
    equal(answer.headers.get('vary'), 'Accept, Origin');
  });

  it('gives no page the right to read an answer when no origin is listed', async () => {
    await start((_, response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end());
    equal((await fetch(api.proxy.url)).headers.get('access-control-allow-origin'), null);
  });

  const invalidToken: RequestListener = (incoming, response) => {
    const isNew = incoming.headers.authorization === 'Bearer newer-token';
    response
      .writeHead(isNew ? 200 : 401, { 'www-authenticate': 'Bearer error="invalid_token"' })
      .end(isNew ? 'accepted' : 'refused');
  };

  it('repeats a request without a body once with a newer token, when the API refuses the first', async () => {
    await start(invalidToken);
    equal(await (await fetch(api.proxy.url)).text(), 'accepted');
    deepEqual(
      api.received.map(({ headers }) => headers.authorization),
      ['Bearer secret-token', 'Bearer newer-token'],
    );
    deepEqual(
      api.calls.map(({ status, token }) => [status, token]),
      [[200, 'newer-token']],
    );
  });

  it('does not repeat a request with a body, one that is refused twice, and one without a newer token', async () => {
    await start(invalidToken);
    equal((await fetch(api.proxy.url, { method: 'POST', body: 'x' })).status, 401);
    equal(api.received.length, 1);
    await api.stop();
    await start((_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end('no'),
    );
    const twice = await fetch(api.proxy.url);
    deepEqual([twice.status, await twice.text(), api.received.length], [401, 'no', 2]);
    await api.stop();
    await start(invalidToken, { context: { renew: () => Promise.reject(new Error('offline')) } });
    const offline = await fetch(api.proxy.url);
    deepEqual([offline.status, await offline.text(), api.received.length], [401, 'refused', 1]);
  });

  it('does not repeat a request that is refused for another reason', async () => {
    await start((_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer error="insufficient_scope"' }).end(),
    );
    equal((await fetch(api.proxy.url)).status, 401);
    equal(api.received.length, 1);
  });

  it('says why there is no token', async () => {
    await start((_, response) => response.end(), {
      context: { token: () => Promise.reject(new Error('signed out')) },
    });
    const response = await fetch(api.proxy.url);
    deepEqual([response.status, await response.text()], [401, 'You are not signed in.\n']);
    equal(api.received.length, 0);
  });

  it('says that the API cannot be reached', async () => {
    const transport = createTransport({ useProxy: false, strictSsl: true });
    const url = 'http://127.0.0.1:9';
    await start((_, response) => response.end(), {
      settings: { url },
      context: { upstream: () => Promise.resolve(transport.dispatcher(new URL(url))) },
    });
    const response = await fetch(api.proxy.url);
    deepEqual(
      [response.status, await response.text()],
      [502, '127.0.0.1:9 could not be reached (ECONNREFUSED).\n'],
    );
    await transport.close();
  });

  it('cuts the answer when the API breaks off, so that the client notices', async () => {
    await start((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    const response = await fetch(api.proxy.url);
    equal(await response.text().catch(() => 'broken'), 'broken');
  });

  it('records method, path without query, status and duration, and what the API refused', async () => {
    await start((incoming, response) => {
      if (incoming.url === '/ok?token=abc') {
        response.end();
      } else {
        response
          .writeHead(403, { 'x-amzn-errortype': 'ForbiddenException', 'content-encoding': 'gzip' })
          .end(gzipSync('{"message":"Forbidden"}'));
      }
    });
    await (await fetch(`${api.proxy.url}/ok?token=abc`)).text();
    await (await fetch(`${api.proxy.url}/no`)).text();
    await eventually('both calls', () => api.calls.length === 2 || undefined);
    const [first, second] = api.calls;
    deepEqual([first!.method, first!.path, first!.status, first!.refusal], ['GET', '/ok', 200, undefined]);
    ok(first!.duration >= 0);
    const { body, headers } = second!.refusal!;
    equal(body, '{"message":"Forbidden"}');
    equal(headers['x-amzn-errortype'], 'ForbiddenException');
  });

  it('answers three hundred requests at the same time', async () => {
    await start((_, response) => response.end('ok'));
    const answers = await Promise.all(
      Array.from({ length: 300 }, async () => (await fetch(api.proxy.url)).text()),
    );
    equal(answers.filter((answer) => answer === 'ok').length, 300);
  });

  it('frees its port and cuts its connections when it is closed', async () => {
    await start((_, response) => response.write('begun'));
    const response = await fetch(api.proxy.url);
    await api.proxy.close();
    equal(await response.text().catch(() => 'cut'), 'cut');
    equal(await fetch(api.proxy.url).catch(() => 'closed'), 'closed');
  });
});
