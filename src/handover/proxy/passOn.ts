import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Upstream } from '../../client/transport';
import type { ApiProxySettings } from './apiProxySettings';
import { forward, hasBody } from './forward';
import type { IncomingHead, OwnAnswer } from './guard';
import { requestHeaders, responseHeaders } from './headers';
import { answerItself, refusesToken, replacementFor, unreachable } from './ownAnswers';
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
  /** The path at the API for a path of a request; undefined for one that is not forwarded. */
  readonly pathAt: (target: URL, path: string) => string | undefined;
  /**
   * Whether the clients are MCP clients. At a 401 or 403 they would start a sign-in of their own, and at a redirect they would leave the
   * proxy, so they get a 502 that tells the reason.
   * Source: Model Context Protocol, "Authorization".
   */
  readonly isMcp: boolean;
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
    let replacement: OwnAnswer | undefined;
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
        replacement = context.isMcp ? replacementFor(context.settings, status, headers.location) : undefined;
        const isReplaced = replacement !== undefined;
        if (!refusesToken(status, headers)) return isReplaced ? Promise.resolve(true) : undefined;
        const renewal = context.renew(sent).then(
          (renewed) => renewed,
          () => sent,
        );
        // A request with a body cannot be sent again, but the next one gets the newer token.
        if (!mayRetry) return isReplaced ? Promise.resolve(true) : undefined;
        return renewal.then((renewed) => {
          newer = renewed;
          return renewed !== sent || isReplaced;
        });
      },
      watch: watch.add,
    });
    if (outcome.kind === 'discarded') {
      if (newer !== undefined && newer !== sent) continue;
      if (replacement === undefined) return;
      answerItself(response, replacement, page);
      record(replacement.status, sent, watch.answer());
    } else if (outcome.kind === 'answered') record(outcome.status, sent, watch.answer());
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
