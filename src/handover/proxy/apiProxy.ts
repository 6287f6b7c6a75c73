import { listen } from '../../loopback/listen';
import { loopbackHosts } from './guard';
import type { ApiProxyContext } from './passOn';
import { isSameUser } from './peer';
import { createProxyServer } from './proxyServer';

/** A running proxy. */
export interface ApiProxy {
  /** Where programs reach it: `http://127.0.0.1:PORT`, or the path of a socket for an MCP server of the editor. */
  readonly url: string;
  /** Cuts every connection. Resolves when the address is free. */
  readonly close: () => Promise<void>;
}

const loopback = ['127.0.0.1', '::1'] as const;

/**
 * Starts a proxy in front of one API, on loopback.
 * @throws Error with the system's code: EADDRINUSE, EACCES, …
 */
export async function startApiProxy(context: ApiProxyContext): Promise<ApiProxy> {
  let { port } = context.settings;
  const makeServer = () =>
    createProxyServer(context, { hosts: () => loopbackHosts(port), isOwnUser: isSameUser });
  const listening = await listen(loopback, port, makeServer);
  ({ port } = listening);
  return { url: `http://127.0.0.1:${port}`, close: () => listening.close() };
}
