import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { isIPv4 } from 'node:net';
import { CognitoError } from '../core/errors';

/** A key and certificate chain in PEM. */
interface TlsFiles {
  readonly key: string;
  readonly cert: string;
}

/** A server that answers on one address, or on both loopback addresses for `localhost`. */
interface Listening {
  readonly port: number;
  /** Stops listening and cuts every open connection. */
  stop: () => Promise<void>;
}

/** Attempts at a free port that is free on both addresses of `localhost`. */
const anyPortAttempts = 10;

/**
 * Listens on loopback. `localhost` is both 127.0.0.1 and ::1, as far as this computer has them.
 *
 * @param port 0 takes any free port
 * @throws CognitoError `local_pool_config` for an address or certificate that cannot serve, `port_taken`
 */
export async function listenOnLoopback(
  host: string,
  port: number,
  tls: TlsFiles | undefined,
  listener: RequestListener,
): Promise<Listening> {
  const hosts = host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
  if (!hosts.every(isLoopback)) {
    throw new CognitoError('local_pool_config', { reason: `${host} is not a loopback address` });
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CognitoError('local_pool_config', { reason: `${port} is not a port` });
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await listenOn(hosts, port, tls, listener);
    } catch (error) {
      if (port === 0 && attempt < anyPortAttempts && errorCode(error) === 'EADDRINUSE') {
        continue;
      }
      throw asCognitoError(error, host, port);
    }
  }
}

async function listenOn(
  hosts: readonly string[],
  port: number,
  tls: TlsFiles | undefined,
  listener: RequestListener,
): Promise<Listening> {
  const servers: Server[] = [];
  let bound = port;
  let unavailable: unknown;
  try {
    for (const host of hosts) {
      const server = createServer(tls, listener);
      server.listen({ host, port: bound, exclusive: true });
      try {
        await once(server, 'listening');
      } catch (error) {
        if (errorCode(error) !== 'EADDRNOTAVAIL' && errorCode(error) !== 'EAFNOSUPPORT') {
          throw error;
        }
        unavailable = error;
        continue;
      }
      // A connection that cannot be accepted (no more file handles) must not end the extension host.
      server.on('error', () => undefined);
      servers.push(server);
      bound = (server.address() as AddressInfo).port;
    }
    if (servers.length === 0) {
      throw unavailable;
    }
  } catch (error) {
    await stopAll(servers);
    throw error;
  }
  let stopped: Promise<void> | undefined;
  return { port: bound, stop: () => (stopped ??= stopAll(servers)) };
}

function createServer(tls: TlsFiles | undefined, listener: RequestListener): Server {
  const limits = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 };
  return tls === undefined
    ? createHttpServer(limits, listener)
    : createHttpsServer({ ...limits, key: tls.key, cert: tls.cert }, listener);
}

async function stopAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => {
            resolve();
          });
          server.closeAllConnections();
        }),
    ),
  );
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function asCognitoError(error: unknown, host: string, port: number): CognitoError {
  const code = errorCode(error);
  return code === 'EADDRINUSE'
    ? new CognitoError('port_taken', { host, port }, error)
    : new CognitoError(
        'local_pool_config',
        { reason: `cannot listen on ${host}, port ${port} (${code ?? 'TLS'})` },
        error,
      );
}
