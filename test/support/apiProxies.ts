import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTransport, type Transport } from '../../src/client/transport';
import { startApiProxy, type ApiProxy } from '../../src/handover/proxy/apiProxy';
import { targetPath } from '../../src/handover/proxy/headers';
import type { ApiCall, ApiProxyContext } from '../../src/handover/proxy/passOn';
import type { ApiProxySettings } from '../../src/handover/proxy/apiProxySettings';

/** A request that an API has received. */
export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
}

/** An API with a proxy in front of it. */
export interface ProxiedApi {
  /** The origin of the API itself. */
  readonly target: string;
  readonly proxy: ApiProxy;
  readonly port: number;
  readonly received: readonly Received[];
  readonly calls: readonly ApiCall[];
  readonly stop: () => Promise<void>;
}

export interface ProxiedApiOptions {
  readonly settings?: Partial<ApiProxySettings>;
  readonly context?: Partial<ApiProxyContext>;
  /** The path of the API. */
  readonly path?: string;
}

/** Starts an API that answers with `answer`, and a proxy in front of it, with the token `secret-token`. */
export async function startProxiedApi(
  answer: RequestListener,
  { settings = {}, context = {}, path = '' }: ProxiedApiOptions = {},
): Promise<ProxiedApi> {
  const received: Received[] = [];
  const calls: ApiCall[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers, rawHeaders } = request;
    received.push({ method, url, headers, rawHeaders });
    answer(request, response);
  });
  const target = await listenOnLoopback(server);
  const transport: Transport = createTransport({ useProxy: false, strictSsl: true });
  const proxy = await startApiProxy({
    settings: {
      name: 'orders',
      profile: 'dev',
      url: target + path,
      token: 'access',
      port: 0,
      origins: [],
      ...settings,
    },
    readOnly: false,
    pathAt: targetPath,
    isMcp: false,
    upstream: () => Promise.resolve(transport.dispatcher(new URL(settings.url ?? target))),
    token: () => Promise.resolve('secret-token'),
    renew: () => Promise.resolve('newer-token'),
    record: (call) => calls.push(call),
    explain: () => Promise.resolve({ status: 401, text: 'You are not signed in.' }),
    ...context,
  });
  return {
    target,
    proxy,
    port: Number(new URL(proxy.url).port),
    received,
    calls,
    stop: async () => {
      await proxy.close();
      await transport.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** @returns the origin of the server */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends bytes as they are, because no client sends a hostile request. @returns everything that comes back until the connection ends */
export async function sendRaw(port: number, bytes: string, host = '127.0.0.1'): Promise<string> {
  const socket = connect({ host, port });
  await once(socket, 'connect');
  // A server that refuses a request may cut the connection while it is being sent.
  socket.on('error', () => undefined);
  socket.write(bytes, 'latin1');
  return text(socket).catch(() => '');
}
