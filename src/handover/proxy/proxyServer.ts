import * as l10n from '@vscode/l10n';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { allowedOrigin, guard, type IncomingHead, type OwnAnswer } from './guard';
import { preflightHeaders } from './headers';
import { answerItself } from './ownAnswers';
import { passOn, type ApiProxyContext } from './passOn';

/** How programs reach a proxy. */
export interface Entrance {
  /** As in GuardOptions. It is asked for at each request, because a free port is known only when the proxy listens. */
  readonly hosts: () => readonly string[];
  /** Whether the program at the other end of a connection belongs to this user. */
  readonly isOwnUser: (socket: Socket) => Promise<boolean>;
}

/** In bytes: cookies and tracing headers fit, and a header of 1 MB does not. */
const longestHead = 16 * 1024;
const headersTimeout = 10_000;
const mostConnections = 1000;
/** The answer to CONNECT, which Node.js does not write. */
const noTunnel = [
  `HTTP/1.1 400 ${STATUS_CODES[400] ?? ''}`,
  'connection: close',
  'content-length: 0',
  '',
  '',
].join('\r\n');

/** The HTTP server of a proxy, which listens nowhere yet. It adds the token to each request that the guard lets in. */
export function createProxyServer(context: ApiProxyContext, entrance: Entrance): Server {
  const peers = new WeakMap<Duplex, Promise<boolean>>();
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
    peers.set(socket, entrance.isOwnUser(socket));
  });
  server.on('connect', (_: IncomingMessage, socket: Duplex) => {
    // Node.js listens no longer to a connection that it has handed over.
    socket.on('error', () => undefined);
    socket.end(noTunnel, () => socket.destroy());
  });
  server.on('request', (request, response) => {
    const isOwnUser = peers.get(request.socket) ?? Promise.resolve(false);
    answer({ request, response, isOwnUser, hosts: entrance.hosts() }, context).catch(() =>
      response.destroy(),
    );
  });
  return server;
}

interface Incoming {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isOwnUser: Promise<boolean>;
  readonly hosts: readonly string[];
}

async function answer(
  { request, response, isOwnUser, hosts }: Incoming,
  context: ApiProxyContext,
): Promise<void> {
  const { settings, readOnly, pathAt, isMcp } = context;
  const head: IncomingHead = {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.headersDistinct,
  };
  const options = { hosts, origins: settings.origins, readOnly };
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
  const target = new URL(settings.url);
  const path = pathAt(target, head.target);
  if (path === undefined) {
    const text = isMcp
      ? l10n.t('The proxy of an MCP server has one address, which ends in /. Leave out any other path.')
      : l10n.t('The path leads out of the API of this proxy.');
    answerItself(response, { status: 400, text }, page);
    return;
  }
  await passOn({ request, response, head, target, path, page }, context);
}

const otherUser: OwnAnswer = {
  status: 403,
  text: l10n.t('This proxy answers programs of its own user only.'),
};
