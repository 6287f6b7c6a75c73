import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

/** How often another free port is tried, when the one that is free on the first address is taken on the second. */
const anyPortAttempts = 10;
/** How long a program may take to accept a connection, in milliseconds. On this computer it takes less than one. */
const probeTimeout = 250;

/** Servers that listen on one port of several addresses. */
export interface Listening {
  readonly port: number;
  /**
   * Stops listening and cuts every connection. Resolves when the port is free.
   * @param last a response that is still sent before the connections are cut
   */
  readonly close: (last?: Promise<void>) => Promise<void>;
}

/** The loopback addresses of a host name: `localhost` is both 127.0.0.1 and ::1. */
export function loopbackAddresses(host: string): readonly string[] {
  return host === 'localhost' ? ['127.0.0.1', '::1'] : [host.replace(/^\[(.+)\]$/, '$1')];
}

/**
 * Listens on one port of several addresses. An address that this computer does not have is left out.
 * @param port 0 takes any free port
 * @param createServer makes the server of one address
 * @throws Error with the system's code: EADDRINUSE, EACCES, EADDRNOTAVAIL, …
 */
export async function listen(
  addresses: readonly string[],
  port: number,
  createServer: () => Server,
): Promise<Listening> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOnce(addresses, port, createServer);
    } catch (error) {
      const tryAgain = port === 0 && attempt < anyPortAttempts && isPortTaken(error);
      if (!tryAgain) throw error;
    }
  }
}

async function listenOnce(
  addresses: readonly string[],
  port: number,
  createServer: () => Server,
): Promise<Listening> {
  if (
    port !== 0 &&
    (await Promise.all(addresses.map((address) => isAnswering(address, port)))).includes(true)
  ) {
    throw Object.assign(new Error('The port is taken.'), { code: 'EADDRINUSE' });
  }
  const servers: Server[] = [];
  let bound = port;
  let unavailable: unknown;
  try {
    for (const host of addresses) {
      const server = createServer();
      server.listen({ host, port: bound, exclusive: true });
      try {
        await once(server, 'listening');
      } catch (error) {
        if (!['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(errorCode(error))) throw error;
        unavailable = error;
        continue;
      }
      // Without a listener, a connection that cannot be accepted (no file handles left) would end the extension host.
      server.on('error', () => undefined);
      servers.push(server);
      bound = (server.address() as AddressInfo).port;
    }
    if (servers.length === 0) throw unavailable;
  } catch (error) {
    await closeAll(servers);
    throw error;
  }
  let closing: Promise<void> | undefined;
  return { port: bound, close: (last) => (closing ??= closeAll(servers, last)) };
}

/**
 * Whether a program answers there. On macOS and Windows, binding alone does not show that a port is taken: a program can
 * listen on loopback while another one, such as a development server, listens on all addresses.
 */
async function isAnswering(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(probeTimeout) });
    // A connection that happens to start at the same port is connected to itself.
    return socket.localPort !== port;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function closeAll(servers: readonly Server[], last?: Promise<void>): Promise<void> {
  const closed = servers.map((server) => once(server.close(), 'close'));
  await last;
  for (const server of servers) server.closeAllConnections();
  await Promise.all(closed);
}

/** Whether a port cannot be had: another program has it, or the system keeps it (reserved ranges on Windows, ports below 1024 elsewhere). */
export function isPortTaken(error: unknown): boolean {
  return ['EADDRINUSE', 'EACCES'].includes(errorCode(error));
}

/** The code that Node.js gives an error of the system; `unknown` for any other. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
