import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JwtVerifier } from 'aws-jwt-verify';

/** An API that answers only requests with a valid token, as an API behind a JWT authorizer does. */
export interface GuardedApi {
  readonly origin: string;
  /** The `jti` claims of the tokens that were accepted, in the order of the requests. */
  readonly accepted: readonly string[];
  /** Why requests were refused, in their order. */
  readonly refused: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * Starts an API for the access tokens of a pool, and checks them with the library that AWS offers for it.
 * @param now the clock of the API, in milliseconds since 1970
 */
export async function startGuardedApi(issuer: string, now: () => number = Date.now): Promise<GuardedApi> {
  const verifier = JwtVerifier.create({ issuer, audience: null });
  // The library reads keys with https only, and the pool of the tests has plain http.
  const keys = (await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as { keys: [] };
  verifier.cacheJwks(keys);
  const accepted: string[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    // The library has this computer's clock, and accepts tokens longer, or less long, by so much.
    const graceSeconds = (Date.now() - now()) / 1000;
    verifier.verify(token, { graceSeconds }).then(
      ({ jti }) => {
        accepted.push(jti ?? '');
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"orders":[]}');
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
    refused,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
