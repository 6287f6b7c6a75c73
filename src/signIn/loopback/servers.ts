import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { connect } from 'node:net';

/** Times in milliseconds. A browser on this computer needs none of them; they are for whoever else connects. */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  /** In bytes. The longest callback, and the cookies of every web app that was ever developed on localhost. */
  maxHeaderSize: 32 * 1024,
};
const silence = 10_000;
const mostConnections = 100;
/** Milliseconds. A connection to a port of this computer that somebody listens on takes less than one. */
const probeTimeout = 250;

/**
 * Listens on one port of several addresses of this computer; an address that this computer does not have is left out.
 * @param servers gets every server that listens, also when a later one fails
 * @param onExpectation answers a request with an `Expect` that nobody knows
 * @throws Error with the system's code: EADDRINUSE, EACCES, EADDRNOTAVAIL, …
 */
export async function bindAll(
  addresses: readonly string[],
  port: number,
  servers: Server[],
  onRequest: RequestListener,
  onExpectation: RequestListener,
): Promise<void> {
  if ((await Promise.all(addresses.map((address) => isAnswering(address, port)))).includes(true)) {
    throw Object.assign(new Error('The port is taken.'), { code: 'EADDRINUSE' });
  }
  let unavailable: unknown;
  for (const host of addresses) {
    const server = createServer(limits, onRequest);
    server.maxConnections = mostConnections;
    // As every answer ends its connection, nothing needs to queue behind another request.
    server.maxRequestsPerSocket = 1;
    server.setTimeout(silence);
    // Node's own answer to an unknown `Expect` would keep the connection.
    server.on('checkExpectation', onExpectation);
    server.listen({ host, port, exclusive: true });
    try {
      await once(server, 'listening');
    } catch (error) {
      if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error))) throw error;
      unavailable = error;
      continue;
    }
    // A connection that cannot be accepted (no more file handles) must not end the extension host.
    server.on('error', () => undefined);
    servers.push(server);
  }
  if (servers.length === 0) throw unavailable;
}

/**
 * Whether a program answers there. Binding alone cannot tell on macOS and Windows: they let one program have a port on
 * loopback that another, like most development servers, has on all addresses.
 */
function isAnswering(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: probeTimeout });
    const settle = (answering: boolean): void => {
      socket.destroy();
      resolve(answering);
    };
    socket.once('connect', () => {
      // TCP lets a connection that happens to start at the port meet itself.
      settle(socket.localPort !== port);
    });
    for (const event of ['error', 'timeout']) {
      socket.once(event, () => {
        settle(false);
      });
    }
  });
}

/** Stops listening and cuts every connection. @param page settles when a browser has got the page, or has gone */
export async function closeAll(servers: readonly Server[], page: Promise<void> | undefined): Promise<void> {
  const closed = servers.map(
    (server) =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  );
  await page;
  for (const server of servers) server.closeAllConnections();
  await Promise.all(closed);
}

/** The code that Node.js gives an error of the system; `unknown` for any other. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
