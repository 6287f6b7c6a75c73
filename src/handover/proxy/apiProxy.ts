import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { Upstream } from '../../client/transport';
import { listen } from '../../loopback/listen';
import { forward, hasBody } from './forward';
import { allowedOrigin, guard, valuesOf, type IncomingHead, type Refused } from './guard';
import { preflightHeaders, requestHeaders, responseHeaders, targetPath } from './headers';
import { isSameUser } from './peer';
import { repeatRequest, type RepeatedAnswer } from './repeat';
import type { ApiProxySettings } from './apiProxySettings';
import { createAnswerWatch, type WatchedAnswer } from './watchAnswer';

/** One request through a proxy, for the list of API calls. It has no query, no header and no body. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  /** The status that the client got. */
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
  /** What the API answered to a request that it did not allow. */
  readonly refusal?: WatchedAnswer | undefined;
  /** The token that was sent. */
  readonly token?: string | undefined;
  /** Sends a GET request that was not allowed again with another token. @throws Error when the API cannot be reached */
  readonly repeat?: ((token: string) => Promise<RepeatedAnswer>) | undefined;
}

export interface ApiProxyContext {
  readonly settings: ApiProxySettings;
  readonly readOnly: boolean;
  readonly upstream: () => Promise<Upstream>;
  /** A token that is valid for two more minutes. @throws CognitoError */
  readonly token: () => Promise<string>;
  /** A newer token than one that the API has refused. @throws CognitoError */
  readonly renew: (refused: string) => Promise<string>;
  /** Records a request that the guard has let in. */
  readonly record: (call: ApiCall) => void;
  /** Says why there is no token, as a status and a text. */
  readonly explain: (error: unknown) => Promise<Refused>;
}

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
  const peers = new WeakMap<Duplex, Promise<boolean>>();
  let port = settings.port;
  const makeServer = (): Server => {
    const server = createServer({
      maxHeaderSize: longestHead,
      headersTimeout,
      // An upload may take long.
      requestTimeout: 0,
      insecureHTTPParser: false,
    });
    server.maxConnections = mostConnections;
    server.on('connection', (socket: Socket) => peers.set(socket, isSameUser(socket)));
    server.on('connect', (_: IncomingMessage, socket: Duplex) => {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
    server.on('request', (request, response) => {
      const isOwnUser = peers.get(request.socket) ?? Promise.resolve(false);
      answer(request, response, isOwnUser, port, context).catch(() => response.destroy());
    });
    return server;
  };
  const listening = await listen(loopback, settings.port, makeServer);
  ({ port } = listening);
  return { url: `http://127.0.0.1:${port}`, close: () => listening.close() };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  isOwnUser: Promise<boolean>,
  port: number,
  context: ApiProxyContext,
): Promise<void> {
  const { settings, readOnly } = context;
  const head: IncomingHead = {
    method: request.method ?? '',
    target: request.url ?? '',
    rawHeaders: request.rawHeaders,
  };
  const options = { port, origins: settings.origins, readOnly };
  const refused = guard(head, options) ?? ((await isOwnUser) ? undefined : otherUser);
  if (refused !== undefined) {
    refuse(response, refused);
    return;
  }
  const page = allowedOrigin(head, options);
  const isPreflight = valuesOf(head.rawHeaders, 'access-control-request-method').length > 0;
  if (page !== undefined && head.method === 'OPTIONS' && isPreflight) {
    response.writeHead(204, preflightHeaders(head.rawHeaders, page)).end();
    return;
  }
  const path = targetPath(new URL(settings.url), head.target);
  if (path === undefined) {
    refuse(response, { status: 400, text: 'The path leads out of the API of this proxy.' });
    return;
  }
  await pass({ request, response, head, path, page }, context);
}

interface Passed {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly head: IncomingHead;
  readonly path: string;
  readonly page: string | undefined;
}

/** Forwards a request with a token, and once more with a newer one when the API has refused the first and there is no body. */
async function pass(
  { request, response, head, path, page }: Passed,
  context: ApiProxyContext,
): Promise<void> {
  const started = performance.now();
  const target = new URL(context.settings.url);
  const places = { target, origin: `http://${request.headers.host ?? ''}` };
  const headersWith = (sent: string): string[] =>
    requestHeaders(head.rawHeaders, { token: sent, readOnly: context.readOnly });
  const record = (status: number, sent?: string, refusal?: WatchedAnswer): void => {
    const duration = performance.now() - started;
    const [pathAlone = ''] = head.target.split('?');
    const mayRepeat = refusal !== undefined && head.method === 'GET' && !hasBody(request);
    const repeat = (other: string): Promise<RepeatedAnswer> =>
      repeatRequest(upstream, { origin: target.origin, path, headers: headersWith(other) });
    context.record({
      method: head.method,
      path: pathAlone,
      status,
      duration,
      token: sent,
      refusal,
      repeat: mayRepeat ? repeat : undefined,
    });
  };
  let token: string;
  let upstream: Upstream;
  try {
    [token, upstream] = await Promise.all([context.token(), context.upstream()]);
  } catch (error) {
    const failure = await context.explain(error);
    refuse(response, failure);
    record(failure.status);
    return;
  }
  let newer: string | undefined;
  for (;;) {
    const sent = newer ?? token;
    const mayRetry = newer === undefined && !hasBody(request);
    const watch = createAnswerWatch();
    const outcome = await forward({
      upstream,
      origin: target.origin,
      path,
      headers: headersWith(sent),
      request,
      response,
      answerHeaders: (headers) => responseHeaders(headers, places, page),
      discard: (status, headers) => {
        watch.start(status, headers);
        if (!mayRetry || !refusesToken(status, headers)) return undefined;
        return context.renew(sent).then(
          (renewed) => {
            newer = renewed;
            return renewed !== sent;
          },
          () => false,
        );
      },
      watch: watch.add,
    });
    if (outcome.kind === 'discarded') continue;
    if (outcome.kind === 'answered') record(outcome.status, sent, watch.answer());
    else if (response.headersSent || response.destroyed) response.destroy();
    else {
      const failure = unreachable(target.host, outcome.error);
      refuse(response, failure);
      record(failure.status);
    }
    return;
  }
}

/** Source: RFC 6750 section 3.1. */
function refusesToken(status: number, headers: IncomingMessage['headers']): boolean {
  return status === 401 && /\binvalid_token\b/.test(headers['www-authenticate'] ?? '');
}

const otherUser: Refused = { status: 403, text: 'This proxy answers programs of its own user only.' };

function unreachable(host: string, error: Error): Refused {
  const code = 'code' in error ? String(error.code) : error.name;
  const isLate = /TIMEOUT/.test(code);
  return {
    status: isLate ? 504 : 502,
    text: isLate ? `${host} took too long to answer (${code}).` : `${host} could not be reached (${code}).`,
  };
}

/** Answers for the API. The connection ends, because the body of a refused request is not read. */
function refuse(response: ServerResponse, { status, text }: Refused): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(`${text}\n`);
}
