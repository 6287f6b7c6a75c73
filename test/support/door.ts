import { readdirSync, statSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from './waiting';

/** A window that lives takes an address within so many milliseconds. */
const longestAnswer = 3000;

/**
 * Gives an address with the editor's own scheme to the editor, as the system does for an installed one: to the hand-over
 * extension of the newest window.
 * @throws when no window takes it
 */
export async function handOver(runtimeDir: string, url: string): Promise<void> {
  if (!/^[a-z-]+:\/\/cognito-tools\.cognito-token-inspector\//.test(url)) {
    throw new Error('This address is not handed over.');
  }
  // A window that is just starting listens in a moment.
  await eventually('a window of the editor to take the address', async () => {
    const sockets = readdirSync(runtimeDir)
      .filter((name) => name.startsWith('hand-over-'))
      .map((name) => join(runtimeDir, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    for (const socketPath of sockets) {
      if (await post(socketPath, url)) return true;
    }
    return undefined;
  });
}

function post(socketPath: string, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({ socketPath, path: '/', method: 'POST', timeout: longestAnswer }, (answer) => {
      answer.resume().on('end', () => {
        resolve(answer.statusCode === 200);
      });
    })
      // A window that was closed leaves its socket behind.
      .on('error', () => {
        resolve(false);
      })
      // A window that is being loaded again accepts the connection, and never answers.
      .on('timeout', function (this: ClientRequest) {
        this.destroy();
      })
      .end(body);
  });
}

/**
 * The way to a user pool on this machine for a browser that knows nothing of the editor's scheme: redirects to that
 * scheme go to `handOverAddress` instead, everything else passes as it is.
 */
export async function startDoor(poolPort: number, handOverAddress: string): Promise<Server> {
  const pool = `http://127.0.0.1:${poolPort}`;
  const door = createServer((incoming, response) => {
    const outgoing = request(`${pool}${incoming.url ?? '/'}`, toPool(incoming, pool), (answer) => {
      response.writeHead(answer.statusCode ?? 502, toBrowser(answer.headers, pool, origin, handOverAddress));
      answer.pipe(response);
    });
    outgoing.on('error', (error) => response.writeHead(502).end(`${pool} does not answer: ${error.message}`));
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(door.address() as AddressInfo).port}`;
  return door;
}

function toPool(incoming: IncomingMessage, pool: string): object {
  const headers: IncomingHttpHeaders = { ...incoming.headers, host: new URL(pool).host };
  if (headers.origin !== undefined) headers.origin = pool;
  return { method: incoming.method, headers };
}

function toBrowser(
  answered: IncomingHttpHeaders,
  pool: string,
  door: string,
  handOverAddress: string,
): IncomingHttpHeaders {
  const headers = { ...answered };
  // It may name the redirect URI as the only place where the form may end.
  delete headers['content-security-policy'];
  const { location } = headers;
  if (location === undefined) return headers;
  headers.location = /^(https?:|\/)/.test(location)
    ? location.replace(pool, door)
    : `${handOverAddress}?url=${encodeURIComponent(location)}`;
  return headers;
}
