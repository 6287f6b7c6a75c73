import type { IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';

/** The part of an answer that tells why a request was not allowed. It is kept only until it has been explained. */
export interface WatchedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The first characters. */
  readonly body: string;
  /** When the answer began, in milliseconds since 1970. */
  readonly at: number;
}

export interface AnswerWatch {
  readonly start: (status: number, headers: IncomingHttpHeaders) => void;
  readonly add: (chunk: Buffer) => void;
  /** @returns undefined for any status but 401 and 403 */
  readonly answer: () => WatchedAnswer | undefined;
}

/** In bytes. */
const longestBody = 4000;

/** Keeps the beginning of an answer with the status 401 or 403. */
export function createAnswerWatch(now: () => number = Date.now): AnswerWatch {
  let begun: Omit<WatchedAnswer, 'body'> | undefined;
  let body: readonly Buffer[] = [];
  let size = 0;
  return {
    start: (status, headers) => {
      if (status !== 401 && status !== 403) return;
      const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
      begun = { status, headers: Object.fromEntries(texts), at: now() };
    },
    add: (chunk) => {
      if (begun === undefined || size >= longestBody) return;
      body = [...body, chunk.subarray(0, longestBody - size)];
      size += chunk.length;
    },
    answer: () =>
      begun && { ...begun, body: decoded(Buffer.concat(body), begun.headers['content-encoding']) },
  };
}

/** The text of a body whose end may be missing. */
function decoded(body: Buffer, encoding: string | undefined): string {
  const finishFlush = constants.Z_SYNC_FLUSH;
  const maxOutputLength = 20 * longestBody;
  try {
    const plain =
      encoding === 'gzip'
        ? gunzipSync(body, { finishFlush, maxOutputLength })
        : encoding === 'deflate'
          ? inflateSync(body, { finishFlush, maxOutputLength })
          : encoding === 'br'
            ? brotliDecompressSync(body, { finishFlush: constants.BROTLI_OPERATION_FLUSH, maxOutputLength })
            : body;
    return plain.toString('utf8').slice(0, longestBody);
  } catch {
    return '';
  }
}
