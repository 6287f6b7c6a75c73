import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JwtVerifier } from 'aws-jwt-verify';

/** An API that answers only requests with a valid token, as an API behind a JWT authorizer does. */
export interface GuardedApi {
  readonly origin: string;
  /** The `jti` claims of the tokens that were accepted, in the order of the requests. */
  readonly accepted: readonly string[];
  /** The paths of those requests, with their queries. */
  readonly paths: readonly string[];
  /** Why requests were refused, in their order. */
  readonly refused: readonly string[];
  /** The last token that was accepted; empty before. */
  readonly lastToken: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts an API for the access tokens of a pool, and checks them with the library that AWS offers for it.
 * @param now the clock of the API, in milliseconds since 1970
 * @param answer answers the requests that are accepted
 */
export async function startGuardedApi(
  issuer: string,
  now: () => number = Date.now,
  answer: RequestListener = listOrders,
): Promise<GuardedApi> {
  const verifier = JwtVerifier.create({ issuer, audience: null });
  // The library reads keys with https only, and the pool of the tests has plain http.
  const keys = (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as { keys: [] };
  verifier.cacheJwks(keys);
  const accepted: string[] = [];
  const paths: string[] = [];
  const refused: string[] = [];
  let lastToken = '';
  const server = createServer((request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    // The library has this computer's clock, and accepts tokens longer, or less long, by so much.
    const graceSeconds = (Date.now() - now()) / 1000;
    verifier.verify(token, { graceSeconds }).then(
      ({ jti }) => {
        accepted.push(jti ?? '');
        paths.push(request.url ?? '');
        lastToken = token;
        answer(request, response);
      },
      (error: unknown) => {
        refused.push(error instanceof Error ? error.message : 'unknown');
        response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
      },
    );
  });
  const origin = await listening(server);
  return {
    origin,
    accepted,
    paths,
    refused,
    lastToken: () => lastToken,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const listOrders: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"orders":[]}');
};

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
