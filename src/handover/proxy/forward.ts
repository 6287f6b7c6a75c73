import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import type { Upstream, UpstreamController, UpstreamHandler } from '../../client/transport';

/** A request on its way to the API. */
export interface Forwarded {
  readonly upstream: Upstream;
  readonly origin: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The headers for the client. */
  readonly answerHeaders: (headers: IncomingHttpHeaders) => OutgoingHttpHeaders;
  /**
   * Sees the status and the headers before the client does. When it resolves to true, the client gets nothing of this answer.
   * @returns undefined when the client gets the answer at once
   */
  readonly mayDiscard: (status: number, headers: IncomingHttpHeaders) => Promise<boolean> | undefined;
  /** Sees each part of the body. */
  readonly watch: (chunk: Buffer) => void;
}

/** How a request ended: the client got an answer, the answer was discarded, or the API sent no usable one. */
export type Outcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'discarded' }
  | { readonly kind: 'failed'; readonly error: Error };

/** The statuses of answers without a body, also when their headers give it a length. Source: RFC 9110 sections 15.3.5 and 15.4.5. */
const withoutBody: ReadonlySet<number> = new Set([204, 304]);

/** Whether a request has a body. Source: RFC 9112 section 6. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Sends a request to the API and passes the answer on as it arrives, as fast as the client reads it. It follows no redirect.
 * Interim answers (1xx) are not passed on; trailers of the answer are.
 */
export function forward(forwarded: Forwarded): Promise<Outcome> {
  const { upstream, origin, path, headers, request, response, watch } = forwarded;
  const { socket } = request;
  return new Promise((resolve) => {
    let controller: UpstreamController | undefined;
    // The response of a client that has gone may never have had a connection of its own, so its connection is watched.
    const onGone = (): void => {
      controller?.abort(new Error('The client has gone.'));
    };
    // When the API answers before an upload is complete, undici destroys the body. The client's connection must not end with it.
    const body = hasBody(request) ? request.pipe(new PassThrough()) : null;
    const settle = (outcome: Outcome): void => {
      socket.off('close', onGone);
      if (body !== null) request.unpipe(body).resume();
      resolve(outcome);
    };
    socket.once('close', onGone);
    const handler = createHandler(forwarded, settle);
    upstream.dispatch(
      {
        origin,
        path,
        method: request.method ?? 'GET',
        headers,
        body,
        // A stream of events may be silent for longer than undici waits.
        bodyTimeout: 0,
      },
      {
        ...handler,
        onRequestStart: (started) => {
          controller = started;
          if (socket.destroyed) onGone();
        },
        onResponseData: (started, chunk) => {
          watch(chunk);
          if (!response.writableEnded && !response.write(chunk)) pauseUntilDrained(started, response);
        },
      },
    );
  });
}

/** The parts of a handler that decide about the answer, and end it. */
function createHandler(
  { response, answerHeaders, mayDiscard }: Forwarded,
  settle: (outcome: Outcome) => void,
): Pick<UpstreamHandler, 'onResponseStart' | 'onResponseEnd' | 'onResponseError'> {
  let status = 0;
  let decision: Promise<boolean> | undefined;
  const begin = (received: IncomingHttpHeaders): void => {
    response.writeHead(status, answerHeaders(received));
    if (withoutBody.has(status)) end();
    else flushLater(response);
  };
  const end = (): void => {
    response.end();
    settle({ kind: 'answered', status });
  };
  const decide = async (controller: UpstreamController, received: IncomingHttpHeaders): Promise<void> => {
    try {
      if (await decision) controller.abort(new Error('The answer is not needed.'));
      // The API may have broken off meanwhile: then there is an error, which is handled below.
      else if (!controller.aborted) {
        begin(received);
        controller.resume();
      }
    } catch (error) {
      controller.abort(error instanceof Error ? error : new Error('unknown'));
    }
  };
  return {
    onResponseStart: (controller, code, received) => {
      if (code < 200) return;
      status = code;
      decision = mayDiscard(code, received);
      if (decision === undefined) {
        begin(received);
        return;
      }
      controller.pause();
      void decide(controller, received);
    },
    onResponseEnd: (_, trailers) => {
      if (response.writableEnded) return;
      response.addTrailers(asTrailers(trailers));
      end();
    },
    onResponseError: (_, error) => {
      // An answer that is not needed is discarded, also when it breaks off while that is being decided.
      void Promise.resolve(decision)
        .catch(() => false)
        .then((isDiscarded) => {
          settle(isDiscarded === true ? { kind: 'discarded' } : { kind: 'failed', error });
        });
    },
  };
}

/** Sends the headers without waiting for the body, because an API can send its first part much later. */
function flushLater(response: ServerResponse): void {
  setImmediate(() => {
    if (!response.writableEnded) response.flushHeaders();
  });
}

function pauseUntilDrained(controller: UpstreamController, response: ServerResponse): void {
  controller.pause();
  response.once('drain', () => {
    controller.resume();
  });
}

function asTrailers(trailers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(trailers).map(([name, value]) => [name, String(value)]));
}
