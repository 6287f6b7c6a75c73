import { readdirSync, statSync } from 'node:fs';
import {
  createServer,
  request,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from './waiting';

/** The time in milliseconds in which a running window accepts an address. */
const longestAnswer = 3000;

/**
 * Opens an address with the editor's scheme in the newest window that accepts it, through the hand-over extension. For an
 * installed editor the operating system does this.
 * @throws when no window accepts it
 */
export async function handOver(runtimeDir: string, url: string): Promise<void> {
  if (!/^[a-z-]+:\/\/cognito-tools\.cognito-token-inspector\//.test(url)) {
    throw new Error('This address is not handed over.');
  }
  // Tried again and again, because a window that is starting does not listen yet. The list is read again after each window that
  // does not answer: several closed windows in a row would take longer than a new window needs to start.
  let failed = new Set<string>();
  await eventually('a window of the editor to take the address', async () => {
    const sockets = readdirSync(runtimeDir)
      .filter((name) => name.startsWith('hand-over-'))
      .map((name) => join(runtimeDir, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    const newest = sockets.find((socketPath) => !failed.has(socketPath));
    if (newest === undefined) {
      failed = new Set();
      return undefined;
    }
    if (await post(newest, url)) return true;
    failed.add(newest);
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
      // The socket of a closed window remains and refuses connections.
      .on('error', () => {
        resolve(false);
      })
      // A window that is reloading accepts the connection and does not answer.
      .on('timeout', function (this: ClientRequest) {
        this.destroy();
      })
      .end(body);
  });
}

/**
 * A reverse proxy of a user pool on this machine, for a browser in which the editor's scheme is not registered. A redirect
 * to that scheme becomes a redirect to `handOverAddress`; everything else passes unchanged.
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
  // Removed, because it may allow the form to redirect to the callback URL only.
  delete headers['content-security-policy'];
  const { location } = headers;
  if (location === undefined) return headers;
  headers.location = /^(https?:|\/)/.test(location)
    ? location.replace(pool, door)
    : `${handOverAddress}?url=${encodeURIComponent(location)}`;
  return headers;
}
