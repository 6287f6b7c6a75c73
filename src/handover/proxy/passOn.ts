import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Upstream } from '../../client/transport';
import type { ApiProxySettings } from './apiProxySettings';
import { forward, hasBody } from './forward';
import type { IncomingHead, OwnAnswer } from './guard';
import { requestHeaders, responseHeaders } from './headers';
import { repeatRequest, type RepeatedAnswer } from './repeat';
import { createAnswerWatch, type WatchedAnswer } from './watchAnswer';

/** One request through a proxy, for the list of API calls. `refusal`, `token` and `repeat` are not kept or shown there. */
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
  readonly explain: (error: unknown) => Promise<OwnAnswer>;
}

/** A request that the guard has let in. */
export interface Passed {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly head: IncomingHead;
  /** The URL of the API. */
  readonly target: URL;
  readonly path: string;
  /** The origin of the web page that has sent it, when it is listed. */
  readonly page: string | undefined;
}

/** Forwards a request with a token, and once more with a newer one when the API has refused the first and there is no body. */
export async function passOn(
  { request, response, head, target, path, page }: Passed,
  context: ApiProxyContext,
): Promise<void> {
  const started = performance.now();
  const places = { target, origin: `http://${request.headers.host ?? ''}` };
  const headersWith = (sent: string): string[] =>
    requestHeaders(request.rawHeaders, {
      connection: request.headers.connection ?? '',
      token: sent,
      readOnly: context.readOnly,
    });
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
    answerItself(response, failure, page);
    record(failure.status);
    return;
  }
  let newer: string | undefined;
  const hasGone = (): boolean => request.socket.destroyed;
  // Nothing is sent for a client that has gone.
  while (!hasGone()) {
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
      mayDiscard: (status, headers) => {
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
    else if (!hasGone()) {
      const failure = unreachable(target.host, outcome.error);
      record(failure.status);
      // A client that has the beginning of an answer notices that its end is missing.
      if (response.headersSent) response.destroy();
      else answerItself(response, failure, page);
    }
    return;
  }
}

/** Source: RFC 6750 section 3.1. */
function refusesToken(status: number, headers: IncomingMessage['headers']): boolean {
  return status === 401 && /\binvalid_token\b/.test(headers['www-authenticate'] ?? '');
}

function unreachable(host: string, error: Error): OwnAnswer {
  const code = 'code' in error ? String(error.code) : '';
  if (/TIMEOUT/.test(code)) return { status: 504, text: `${host} took too long to answer (${code}).` };
  const isConnected = !/^(?:E[A-Z]|CERT_|DEPTH_|SELF_|UNABLE_)/.test(code);
  return {
    status: 502,
    text: isConnected ? `${host} sent no usable answer.` : `${host} could not be reached (${code}).`,
  };
}

/** Answers for the API. The connection ends, because the body of a refused request is not read. */
export function answerItself(
  response: ServerResponse,
  { status, text }: OwnAnswer,
  page: string | undefined,
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
    ...(page !== undefined && { 'access-control-allow-origin': page, vary: 'Origin' }),
  });
  response.end(`${text}\n`);
}
