import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
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
  readonly answerHeaders: (
    headers: Parameters<Required<UpstreamHandler>['onResponseStart']>[2],
  ) => OutgoingHttpHeaders;
  /** Sees the status and the headers before the client does. When it resolves to true, the client gets nothing of this answer. */
  readonly discard: (status: number, headers: IncomingMessage['headers']) => Promise<boolean> | undefined;
  /** Sees each part of the body. */
  readonly watch?: ((chunk: Buffer) => void) | undefined;
}

/** How a request ended: the client got an answer, the answer was discarded, or the API could not be reached. */
export type Outcome =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'discarded' }
  | { readonly kind: 'failed'; readonly error: Error };

/** Whether a request has a body. Source: RFC 9112 section 6. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Sends a request to the API and passes the answer on as it arrives, as fast as the client reads it. It follows no redirect.
 * Interim answers (1xx) are not passed on; trailers of the answer are.
 */
export function forward(forwarded: Forwarded): Promise<Outcome> {
  const { upstream, origin, path, headers, request, response, answerHeaders, discard, watch } = forwarded;
  return new Promise((resolve) => {
    let isDiscarded = false;
    let status = 0;
    const handler: UpstreamHandler = {
      onRequestStart: (controller) => {
        response.once('close', () => {
          if (!response.writableFinished) controller.abort(new Error('The client has gone.'));
        });
      },
      onResponseStart: (controller, code, received, statusText) => {
        if (code < 200) return;
        status = code;
        const start = (): void => {
          begin(response, code, statusText, answerHeaders(received));
        };
        const decision = discard(code, received);
        if (decision === undefined) {
          start();
          return;
        }
        controller.pause();
        void decision.then((isUnwanted) => {
          isDiscarded = isUnwanted;
          if (isUnwanted) {
            controller.abort(new Error('The answer is not needed.'));
            return;
          }
          start();
          controller.resume();
        });
      },
      onResponseData: (controller, chunk) => {
        watch?.(chunk);
        if (!response.write(chunk)) pauseUntilDrained(controller, response);
      },
      onResponseEnd: (_, trailers) => {
        response.addTrailers(asTrailers(trailers));
        response.end();
        resolve({ kind: 'answered', status });
      },
      onResponseError: (_, error) => {
        resolve(isDiscarded ? { kind: 'discarded' } : { kind: 'failed', error });
      },
    };
    upstream.dispatch(
      {
        origin,
        path,
        method: request.method ?? 'GET',
        headers,
        body: hasBody(request) ? request : null,
        // A stream of events may be silent for longer than undici waits.
        bodyTimeout: 0,
      },
      handler,
    );
  });
}

function begin(
  response: ServerResponse,
  status: number,
  statusText: string | undefined,
  headers: OutgoingHttpHeaders,
): void {
  response.writeHead(status, statusText ?? '', headers);
  // The headers go out with the first part of the body, or alone when there is none yet.
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

function asTrailers(trailers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(trailers).map(([name, value]) => [name, String(value)]));
}
