import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { parseCallback } from '../callback';
import type { Callback } from '../callback';
import { CognitoError } from '../../core/errors';
import { isLoopback, parseUrl } from '../../core/issuer';
import { answerPage, answerPageHeaders } from './answerPage';
import { bindAll, closeAll, errorCode } from './servers';

/** A listener for one answer. */
export interface LoopbackListener {
  /** Stops listening and cuts every connection, at any time and as often as one likes. Resolves when the port is free. */
  readonly close: () => Promise<void>;
}

export interface LoopbackContext {
  /** Whether a sign-in waits for this state. */
  readonly isKnown: (state: string) => boolean;
  /** Gets the one answer. Called once, then the listener closes by itself. Never awaited for the page. */
  readonly receive: (callback: Callback) => void;
}

/** Where a browser comes back to: what a request must say to be the answer. */
interface Place {
  readonly hostname: string;
  readonly port: number;
  /** As a browser writes it in `Host`. */
  readonly host: string;
  /** As a browser writes it in the request target. */
  readonly path: string;
}

type Answer = Exclude<Callback, { kind: 'foreign' }>;

/**
 * Listens for the answer to a sign-in, on exactly the port and path of `redirectUri`, because Cognito compares callback
 * URLs character for character, and on loopback addresses only. `localhost` is both 127.0.0.1 and ::1, as far as this
 * computer has them, because browsers differ in which they take.
 *
 * Everything but the answer (other paths, methods and hosts, unknown states, prefetches) gets an error status and changes
 * nothing. After the answer the listener closes by itself.
 *
 * @param redirectUri `http://localhost|127.0.0.1|[::1]:PORT/path`, maybe with a query
 * @throws CognitoError `profile_invalid` for any other URL, `port_taken`, `network` when there is no such address here
 * Source: RFC 8252 sections 7.3 and 8.3; RFC 9700 section 2.1; AWS, "App client settings", callback URLs.
 */
export async function listenOnLoopback(
  redirectUri: string,
  context: LoopbackContext,
): Promise<LoopbackListener> {
  const place = readPlace(redirectUri);
  const servers: Server[] = [];
  let waiting = false;
  let page: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    waiting = false;
    return (closing ??= closeAll(servers, page));
  };

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const judged = judge(request, place);
    if (typeof judged === 'number') {
      refuse(response, judged);
    } else if (!waiting || !context.isKnown(judged.state)) {
      refuse(response, 400);
    } else {
      page = new Promise((resolve) => request.socket.once('close', resolve));
      // Before the page is written: a server that stops listening takes connections with a written answer for idle.
      void close();
      send(response, 200, answerPageHeaders, answerPage(judged.kind));
      context.receive(judged);
    }
  };

  const addresses =
    place.hostname === 'localhost' ? ['127.0.0.1', '::1'] : [place.hostname.replace(/^\[(.+)\]$/, '$1')];
  try {
    await bindAll(addresses, place.port, servers, onRequest, (_, response) => {
      refuse(response, 417);
    });
  } catch (error) {
    await close();
    throw asCognitoError(error, place);
  }
  waiting = true;
  return { close };
}

function readPlace(redirectUri: string): Place {
  const url = parseUrl(redirectUri);
  if (url?.protocol !== 'http:' || !isLoopback(url.hostname) || url.port === '') {
    throw new CognitoError('profile_invalid', {
      field: 'redirectUri',
      reason: 'is not a loopback address with a port',
    });
  }
  return { hostname: url.hostname, port: Number(url.port), host: url.host, path: url.pathname };
}

/** The answer that a request brings, or the status that refuses it. */
function judge(request: IncomingMessage, place: Place): Answer | number {
  // A page whose own name was made to resolve to loopback (DNS rebinding) still sends that name.
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length !== 1 || hosts[0] !== place.host) return 421;
  if (request.method !== 'GET') return 405;
  // Compared as written: no decoding, no dot segments, no absolute form. Browsers send what the URL parser made of it.
  const [, path, query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(request.url ?? '') ?? [];
  if (path !== place.path) return 404;
  if (query.includes('#') || isSpeculative(request)) return 400;
  const callback = parseCallback(query);
  return callback.kind === 'foreign' ? 400 : callback;
}

/** Whether a browser asks ahead, before anybody has gone there: the code would be spent on a page that nobody sees. */
function isSpeculative({ headers }: IncomingMessage): boolean {
  return ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].some((name) =>
    /prefetch|prerender|preview/i.test(String(headers[name])),
  );
}

function refuse(response: ServerResponse, status: number): void {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'GET' } : {}),
  };
  send(response, status, headers, STATUS_CODES[status] ?? '');
}

/** Answers, and ends the connection. */
function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headers, 'content-length': length, connection: 'close' }).end(body);
}

/** Excluded port ranges on Windows and privileged ports elsewhere are refused with EACCES. */
function asCognitoError(error: unknown, { hostname, port }: Place): CognitoError {
  const reason = errorCode(error);
  return reason === 'EADDRINUSE' || reason === 'EACCES'
    ? new CognitoError('port_taken', { use: 'callback', host: hostname, port }, error)
    : new CognitoError('network', { host: `${hostname}:${port}`, reason }, error);
}
