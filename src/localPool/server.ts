import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { isIPv4 } from 'node:net';
import { CognitoError } from '../core/errors';
import { errorCode, listen, loopbackAddresses, type Listening } from '../loopback/listen';

/** A key and certificate chain in PEM. */
interface TlsFiles {
  readonly key: string;
  readonly cert: string;
}

/** Milliseconds. */
const limits = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 };

/**
 * Starts the HTTP server of the local user pool on loopback.
 * @param host a loopback address, or `localhost` for both
 * @param port 0 takes any free port
 * @throws CognitoError local_pool_config for an address or certificate that cannot serve; port_taken
 */
export async function startServer(
  host: string,
  port: number,
  tls: TlsFiles | undefined,
  listener: RequestListener,
): Promise<Listening> {
  const addresses = loopbackAddresses(host);
  if (!addresses.every(isLoopback)) {
    throw new CognitoError('local_pool_config', { reason: `${host} is not a loopback address` });
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new CognitoError('local_pool_config', { reason: `${port} is not a port` });
  }
  try {
    return await listen(addresses, port, () => createServer(tls, listener));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') throw new CognitoError('port_taken', { host, port }, error);
    const reason =
      code === 'unknown'
        ? 'the TLS key and certificate cannot be used'
        : `port ${port} of ${host} cannot be opened (${code})`;
    throw new CognitoError('local_pool_config', { reason }, error);
  }
}

function createServer(tls: TlsFiles | undefined, listener: RequestListener): Server {
  return tls === undefined
    ? createHttpServer(limits, listener)
    : createHttpsServer({ ...limits, key: tls.key, cert: tls.cert }, listener);
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
