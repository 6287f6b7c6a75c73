import { once } from 'node:events';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTransport } from '../../src/client/transport';
import { startApiProxy } from '../../src/handover/proxy/apiProxy';
import { targetPath } from '../../src/handover/proxy/headers';

/** One process of the measurement: the API, the API proxy, or a bare proxy to compare it with. It answers “rss” with its memory in bytes. */
const [kind, target = ''] = process.argv.slice(2);

const starts: Readonly<Record<string, () => Promise<number>>> = {
  api: () => listen(createApi()),
  ours: async () => {
    const transport = createTransport({ useProxy: false, strictSsl: true });
    const proxy = await startApiProxy({
      settings: { name: 'bench', profile: 'bench', url: target, token: 'access', port: 0, origins: [] },
      readOnly: false,
      pathAt: targetPath,
      isMcp: false,
      upstream: () => Promise.resolve(transport.dispatcher(new URL(target))),
      token: () => Promise.resolve('a'.repeat(1000)),
      renew: () => Promise.reject(new Error('Nothing is refused here.')),
      record: () => undefined,
      explain: () => Promise.resolve({ status: 500, text: 'failed' }),
    });
    return Number(new URL(proxy.url).port);
  },
  bare: () => listen(createBareProxy(new URL(target))),
};

/** Answers `/bytes/N` with N bytes, and anything else with a little JSON. */
function createApi(): Server {
  const chunk = Buffer.alloc(64 * 1024, 'a');
  return createServer((incoming, response) => {
    const size = Number(/^\/bytes\/(\d+)$/.exec(incoming.url ?? '')?.[1] ?? NaN);
    if (Number.isNaN(size)) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"orders":[1,2,3]}');
      return;
    }
    response.writeHead(200, { 'content-length': size });
    let left = size;
    const send = (): void => {
      while (left > 0) {
        const part = left >= chunk.length ? chunk : chunk.subarray(0, left);
        left -= part.length;
        if (!response.write(part) && left > 0) {
          response.once('drain', send);
          return;
        }
      }
      response.end();
    };
    send();
  });
}

/** What a proxy with node:http alone does: it adds the header, and pipes both ways. */
function createBareProxy(api: URL): Server {
  const agent = new Agent({ keepAlive: true });
  return createServer((incoming, response) => {
    const forwarded = request(
      {
        agent,
        host: api.hostname,
        port: api.port,
        path: incoming.url,
        method: incoming.method,
        headers: { ...incoming.headers, host: api.host, authorization: `Bearer ${'a'.repeat(1000)}` },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    incoming.pipe(forwarded);
  });
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

process.on('message', () => process.send?.({ rss: process.memoryUsage().rss }));
void starts[kind ?? '']?.().then((port) => process.send?.({ port }));
