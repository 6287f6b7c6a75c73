import * as l10n from '@vscode/l10n';
import {
  createServer,
  STATUS_CODES,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { CognitoError } from '../core/errors';
import { isLoopback, parseUrl } from '../core/issuer';
import { defined } from '../core/members';
import { errorCode, isPortTaken, listen, loopbackAddresses } from '../loopback/listen';
import { answerPageHeaders, answerPages } from './answerPage';
import { parseCallback, type Callback } from './callback';

/** Limits of a connection. A browser on this computer needs far less. Times in milliseconds. */
const limits = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  /** Bytes: the longest callback, and the cookies of every web app that was developed on localhost. */
  maxHeaderSize: 32 * 1024,
};
const idleTimeout = 10_000;
const mostConnections = 100;

/** A listener for one callback. */
export interface CallbackListener {
  /** Stops listening and cuts every connection. It can be called again. Resolves when the port is free. */
  readonly close: () => Promise<void>;
}

export interface CallbackListenerContext {
  /** Whether a sign-in waits for this state. */
  readonly isKnown: (state: string) => boolean;
  /** Receives the callback, once. The listener closes by itself. */
  readonly receive: (callback: Callback) => void;
}

type Answer = Exclude<Callback, { kind: 'foreign' }>;

/**
 * Listens for the callback of a sign-in, on exactly the port and path of `redirectUri`, because Cognito compares callback URLs
 * character by character. `localhost` is both 127.0.0.1 and ::1, because browsers differ in which one they use.
 *
 * Any other request (another path, method or host, an unknown state, a prefetch) gets an error status and changes nothing.
 * After the callback the listener closes by itself.
 *
 * @param redirectUri `http://localhost|127.0.0.1|[::1]:PORT/path`, maybe with a query
 * @throws CognitoError profile_invalid for any other URL; port_taken; network when this computer has no such address
 * Source: RFC 8252 sections 7.3 and 8.3; RFC 9700 section 2.1; AWS, "App client settings", callback URLs.
 */
export async function listenForCallback(
  redirectUri: string,
  context: CallbackListenerContext,
): Promise<CallbackListener> {
  const target = readTarget(redirectUri);
  // Requests that come before every address listens are refused.
  let waiting = false;
  let page: Promise<void> | undefined;

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const result = readRequest(request, target);
    if (typeof result === 'number') {
      refuse(response, result);
    } else if (!waiting || !context.isKnown(result.state)) {
      refuse(response, 400);
    } else {
      page = new Promise((resolve) => request.socket.once('close', resolve));
      // Stop listening before the page is written: a server that stops cuts connections whose response is complete.
      void close();
      send(response, 200, answerPageHeaders, answerPages[result.kind]);
      context.receive(result);
    }
  };

  const port = Number(target.port);
  const listening = await listen(loopbackAddresses(target.hostname), port, () =>
    createCallbackServer(onRequest),
  ).catch((error: unknown) => {
    throw asCognitoError(error, target);
  });
  const close = (): Promise<void> => {
    waiting = false;
    return listening.close(page);
  };
  waiting = true;
  return { close };
}

function createCallbackServer(onRequest: RequestListener): Server {
  const server = createServer(limits, onRequest);
  server.maxConnections = mostConnections;
  // Every response ends its connection, so no request needs to wait behind another one.
  server.maxRequestsPerSocket = 1;
  server.setTimeout(idleTimeout);
  // Node's own answer to an unknown `Expect` header would keep the connection open.
  server.on('checkExpectation', (_, response: ServerResponse) => {
    refuse(response, 417);
  });
  return server;
}

/** The callback URL as a browser writes it. */
function readTarget(redirectUri: string): URL {
  const url = parseUrl(redirectUri);
  if (url?.protocol !== 'http:' || !isLoopback(url.hostname) || url.port === '') {
    throw new CognitoError('profile_invalid', {
      field: 'redirectUri',
      reason: l10n.t('is not a loopback address with a port'),
    });
  }
  return url;
}

/** @returns the callback in a request, or the HTTP status that refuses the request */
function readRequest(request: IncomingMessage, target: URL): Answer | number {
  // DNS rebinding: a web page whose name resolves to loopback still sends its own name.
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length !== 1 || hosts[0] !== target.host) return 421;
  if (request.method !== 'GET') return 405;
  // The path is compared as written: no decoding, no dot segments, no absolute form. Browsers send a normalised path.
  const [, path, query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(request.url ?? '') ?? [];
  if (path !== target.pathname) return 404;
  if (query.includes('#') || isSpeculative(request)) return 400;
  const callback = parseCallback(query, '', target.origin + target.pathname);
  return callback.kind === 'foreign' ? 400 : callback;
}

/** Whether a browser loads the page ahead of time. The code would be spent on a page that the user does not see. */
function isSpeculative({ headers }: IncomingMessage): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(String(headers[name])),
  );
}

function refuse(response: ServerResponse, status: number): void {
  const headers = defined({
    ...answerPageHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    allow: status === 405 ? 'GET' : undefined,
  });
  send(response, status, headers, STATUS_CODES[status] ?? '');
}

/** Sends a response and ends the connection. */
function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': length, connection: 'close' }).end(body);
}

function asCognitoError(error: unknown, { hostname, port, host }: URL): CognitoError {
  return isPortTaken(error)
    ? new CognitoError('port_taken', { host: hostname, port: Number(port) }, error)
    : new CognitoError('network', { host, reason: errorCode(error) }, error);
}
