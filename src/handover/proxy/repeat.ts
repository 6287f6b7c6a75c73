import type { Upstream } from '../../client/transport';
import { createAnswerWatch, type WatchedAnswer } from './watchAnswer';

/** A GET request that can be sent again. */
export interface RepeatableRequest {
  readonly origin: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
}

/** The status of a repeated request, and what the API says when it refuses it again. */
export interface RepeatedAnswer {
  readonly status: number;
  readonly refusal: WatchedAnswer | undefined;
}

/** In bytes: more of the answer is not read, because the client gets no part of it. */
const longestRead = 4000;
/** In milliseconds. */
const longestWait = 30_000;

/** Sends a GET request again, and reads the beginning of the answer. @throws Error when the API cannot be reached */
export function repeatRequest(upstream: Upstream, request: RepeatableRequest): Promise<RepeatedAnswer> {
  return new Promise((resolve, reject) => {
    const watch = createAnswerWatch();
    let status: number | undefined;
    let read = 0;
    upstream.dispatch(
      { ...request, method: 'GET', headersTimeout: longestWait, bodyTimeout: longestWait },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_, code, headers) => {
          if (code < 200) return;
          status = code;
          watch.start(code, headers);
        },
        onResponseData: (controller, chunk) => {
          watch.add(chunk);
          read += chunk.length;
          if (read > longestRead) controller.abort(new Error('Enough was read.'));
        },
        onResponseEnd: () => {
          resolve({ status: status ?? 0, refusal: watch.answer() });
        },
        onResponseError: (_, error) => {
          if (status === undefined) reject(error);
          else resolve({ status, refusal: watch.answer() });
        },
      },
    );
  });
}
