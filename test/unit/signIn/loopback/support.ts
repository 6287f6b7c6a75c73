// Helpers for the tests of the loopback listener: listeners that are closed after each test, and raw sockets.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Callback } from '../../../../src/signIn/callback';
import { listenForCallback, type CallbackListener } from '../../../../src/signIn/callbackListener';
import { exchange, get, open, statusOf } from '../../../support/rawRequests';
import { query, state } from '../callbackValues';

export interface Listening extends CallbackListener {
  readonly port: number;
  /** Host name and port as in the redirect URI. */
  readonly host: string;
  readonly received: readonly Callback[];
}

const listeners = new Set<CallbackListener>();

/** Listens for a callback with `state` on `http://${hostname}:PORT${path}`, at a free port unless one is given. */
export async function listen(
  hostname = '127.0.0.1',
  { path = '/callback', port = 0 }: { path?: string; port?: number } = {},
): Promise<Listening> {
  const chosen = port === 0 ? await freePort() : port;
  const received: Callback[] = [];
  const listener = await listenForCallback(`http://${hostname}:${chosen}${path}`, {
    isKnown: (candidate) => candidate === state,
    receive: (callback) => received.push(callback),
  });
  listeners.add(listener);
  return { port: chosen, host: `${hostname}:${chosen}`, received, close: listener.close };
}

/** Closes every listener that `listen` has opened; for `afterEach`. */
export async function closeListeners(): Promise<void> {
  await Promise.all([...listeners].map((listener) => listener.close()));
  listeners.clear();
}

/** Takes a port on one address, as another program would. */
export async function occupy(host: string, port = 0): Promise<Server> {
  const server = createServer().listen({ host, port, exclusive: true });
  await once(server, 'listening');
  return server;
}

/** Frees a port that `occupy` has taken. */
export async function vacate(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

export const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

/** A port that is free on both loopback addresses. */
export async function freePort(): Promise<number> {
  const server = await occupy('127.0.0.1');
  const { port } = server.address() as AddressInfo;
  await vacate(server);
  if (!hasIpv6) return port;
  const free = await occupy('::1', port)
    .then(vacate)
    .then(
      () => true,
      () => false,
    );
  return free ? port : freePort();
}

export async function canConnect(port: number, address = '127.0.0.1'): Promise<boolean> {
  try {
    (await open(port, address)).destroy();
    return true;
  } catch {
    return false;
  }
}

/** Sends the callback that the listener waits for. @returns the status of its response */
export async function sendCallback(listening: Listening, address?: string): Promise<number> {
  return statusOf(await exchange(listening.port, get(`/callback?${query}`, listening.host), address));
}
