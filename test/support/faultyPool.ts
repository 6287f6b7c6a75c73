import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startLocalPool } from '../../src/localPool/localPool';
import { createSigningKeys, type SigningKeys } from '../../src/localPool/keys';
import type { LocalPoolConfig } from '../../src/localPool/configSchema';

/** The endpoint of a request to a user pool. */
export type Route = 'discovery' | 'jwks' | 'authorize' | 'token' | 'userInfo' | 'revoke' | 'other';

/** A response of the pool. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** A received request. `body` is complete once the response has been sent. */
export interface Message {
  readonly route: Route;
  readonly url: string;
  readonly authorization: string | undefined;
  body: string;
}

/** A request that arrived at a faulty pool. */
interface Exchange {
  /** The request's target: path and query. */
  readonly url: string;
  readonly message: Message;
  readonly response: ServerResponse;
  /** Forwards the request to the real pool. */
  pass: () => Promise<Answer>;
}

/** What a route does instead of forwarding the request. */
export type Fault = (exchange: Exchange) => Promise<void> | void;

/** A local user pool behind a server whose routes a test can make fail. This server is both issuer and domain. */
export interface FaultyPool {
  readonly origin: string;
  readonly host: string;
  readonly issuer: string;
  /** The keys of the real pool, to forge tokens with. */
  readonly keys: SigningKeys;
  readonly faults: Partial<Record<Route, Fault>>;
  /** The routes of all requests, in order. */
  readonly requests: Route[];
  /** All requests, in order. */
  readonly messages: readonly Message[];
  count: (route: Route) => number;
  stop: () => Promise<void>;
}

// Shared, because making two RSA keys takes a third of a second.
let sharedKeys: Promise<SigningKeys> | undefined;

export async function startFaultyPool(
  options: {
    readonly config?: LocalPoolConfig;
    readonly now?: () => number;
    readonly keys?: SigningKeys;
  } = {},
): Promise<FaultyPool> {
  const faults: FaultyPool['faults'] = {};
  const requests: Route[] = [];
  const messages: Message[] = [];
  let target = '';
  const server = createServer((message, response) => {
    const url = message.url ?? '/';
    const route = routeOf(url);
    requests.push(route);
    const { authorization } = message.headers;
    const noted: Message = { route, url: message.url ?? '', authorization, body: '' };
    messages.push(noted);
    message.on('data', (chunk: Buffer) => (noted.body += chunk.toString('utf8')));
    const pass = (): Promise<Answer> => forward(target, message);
    const fault: Fault =
      faults[route] ??
      (async (exchange) => {
        send(exchange.response, await exchange.pass());
      });
    Promise.resolve(fault({ url, message: noted, response, pass })).catch(() => {
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `http://${host}`;
  const keys = options.keys ?? (await (sharedKeys ??= createSigningKeys()));
  const pool = await startLocalPool({
    ...options,
    host: '127.0.0.1',
    port: 0,
    keys,
    publicIssuerOrigin: origin,
    publicDomainOrigin: origin,
  });
  target = pool.origin;
  return {
    origin,
    host,
    issuer: pool.issuer,
    keys,
    faults,
    requests,
    messages,
    count: (route) => requests.filter((asked) => asked === route).length,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await Promise.all([closed, pool.stop()]);
    },
  };
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, headers as Record<string, string | string[]>);
  response.end(body);
}

function routeOf(url: string): Route {
  const path = url.split('?', 1)[0] ?? '';
  if (path.endsWith('/.well-known/openid-configuration')) return 'discovery';
  if (path.endsWith('/.well-known/jwks.json')) return 'jwks';
  const name = /^\/oauth2\/(authorize|token|userInfo|revoke)$/.exec(path)?.[1];
  return name === undefined ? 'other' : (name as Route);
}

async function forward(target: string, message: IncomingMessage): Promise<Answer> {
  const { method, url, headers } = message;
  const outgoing = httpRequest(`${target}${url ?? '/'}`, { method, headers, agent: false });
  message.pipe(outgoing);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const kept = Object.entries(answer.headers).filter(
    ([name]) => name !== 'connection' && name !== 'keep-alive' && name !== 'content-length',
  );
  return {
    status: answer.statusCode ?? 502,
    headers: Object.fromEntries(kept) as Answer['headers'],
    body: Buffer.concat(chunks),
  };
}
