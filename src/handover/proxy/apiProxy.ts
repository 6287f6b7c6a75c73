import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { listen } from '../../loopback/listen';
import { allowedOrigin, guard, type IncomingHead, type OwnAnswer } from './guard';
import { preflightHeaders, targetPath } from './headers';
import { answerItself, passOn, type ApiProxyContext } from './passOn';
import { isSameUser } from './peer';

/** A running proxy. */
export interface ApiProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Cuts every connection. Resolves when the port is free. */
  readonly close: () => Promise<void>;
}

/** In bytes: cookies and tracing headers fit, and a header of 1 MB does not. */
const longestHead = 16 * 1024;
const headersTimeout = 10_000;
const mostConnections = 1000;
const loopback = ['127.0.0.1', '::1'] as const;

/**
 * Starts a proxy in front of one API, on loopback. It adds the token to each request that the guard lets in.
 * @throws Error with the system's code: EADDRINUSE, EACCES, …
 */
export async function startApiProxy(context: ApiProxyContext): Promise<ApiProxy> {
  const { settings } = context;
  const target = new URL(settings.url);
  const peers = new WeakMap<Duplex, Promise<boolean>>();
  let port = settings.port;
  const makeServer = (): Server => {
    const server = createServer({
      maxHeaderSize: longestHead,
      headersTimeout,
      // An upload may take long.
      requestTimeout: 0,
      // An editor can be started with --insecure-http-parser.
      insecureHTTPParser: false,
    });
    server.maxConnections = mostConnections;
    server.on('connection', (socket: Socket) => {
      // Each request on a connection listens for its end, and a client may send many at once.
      socket.setMaxListeners(0);
      peers.set(socket, isSameUser(socket));
    });
    server.on('connect', (_: IncomingMessage, socket: Duplex) => {
      // Node.js listens no longer to a connection that it has handed over.
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
        socket.destroy(),
      );
    });
    server.on('request', (request, response) => {
      const isOwnUser = peers.get(request.socket) ?? Promise.resolve(false);
      answer({ request, response, isOwnUser, port, target }, context).catch(() => response.destroy());
    });
    return server;
  };
  const listening = await listen(loopback, settings.port, makeServer);
  ({ port } = listening);
  return { url: `http://127.0.0.1:${port}`, close: () => listening.close() };
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isOwnUser: Promise<boolean>;
  readonly port: number;
  readonly target: URL;
}

async function answer(
  { request, response, isOwnUser, port, target }: Incoming,
  context: ApiProxyContext,
): Promise<void> {
  const { settings, readOnly } = context;
  const head: IncomingHead = {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.headersDistinct,
  };
  const options = { port, origins: settings.origins, readOnly };
  const refused = guard(head, options) ?? ((await isOwnUser) ? undefined : otherUser);
  const page = allowedOrigin(head, options);
  if (refused !== undefined) {
    answerItself(response, refused, page);
    return;
  }
  const isPreflight = head.headers['access-control-request-method'] !== undefined;
  if (page !== undefined && head.method === 'OPTIONS' && isPreflight) {
    response.writeHead(204, preflightHeaders(head.headers, page, readOnly)).end();
    return;
  }
  const path = targetPath(target, head.target);
  if (path === undefined) {
    answerItself(response, { status: 400, text: 'The path leads out of the API of this proxy.' }, page);
    return;
  }
  await passOn({ request, response, head, target, path, page }, context);
}

const otherUser: OwnAnswer = { status: 403, text: 'This proxy answers programs of its own user only.' };
