import './hostDispatcher';
import { fetch, type Dispatcher, type RequestInit as UndiciRequestInit } from 'undici';
import { CognitoError, isCognitoError } from '../core/errors';
import { createDispatchers, type DispatcherOptions } from './dispatchers';

/** The dispatchers' settings, and what a request of this extension needs beside them. */
export interface TransportOptions extends DispatcherOptions {
  /** One request, from the first byte sent to the last one read, in milliseconds. Default: 15 seconds. */
  readonly requestTimeout?: number;
  /** Receives one line for each request: method, host, path, status and duration. */
  readonly log?: (line: string) => void;
}

/** Sends one request, and passes its answer on as it arrives. Its methods are those of undici's dispatcher. */
export type Upstream = Pick<Dispatcher, 'dispatch'>;
/** Receives the answer of an `Upstream`. */
export type UpstreamHandler = Dispatcher.DispatchHandler;
/** Ends, pauses and resumes a request of an `Upstream`. */
export type UpstreamController = Dispatcher.DispatchController;

/**
 * Sends a request.
 * @param isWhole whether the text that has arrived is all that is wanted. Reading ends then, for answers that stay open.
 */
export type FetchUntil = (
  url: string,
  init: RequestInit,
  isWhole?: (text: string) => boolean,
) => Promise<Response>;

/** Sends requests, and keeps connections open until it is closed. */
export interface Transport {
  readonly fetch: FetchUntil;
  /** For answers of any size and length, which `fetch` does not take. @throws CognitoError network */
  readonly dispatcher: (url: URL) => Upstream;
  close: () => Promise<void>;
}

const defaultTimeout = 15_000;
/** In bytes. A token answer has a few kB, and one with ten thousand groups is still smaller. */
const longestBody = 2_000_000;

/**
 * Creates the transport of every request of this extension. It never follows a redirect, limits the size and the time of an
 * answer, never uses a proxy for loopback, and has its own dispatcher, so that the editor's is not changed.
 */
export function createTransport(options: TransportOptions): Transport {
  const dispatchers = createDispatchers(options);
  return {
    close: dispatchers.close,
    dispatcher: dispatchers.for,
    fetch: async (url, init, isWhole) => {
      const parsed = new URL(url);
      const { host, pathname } = parsed;
      const dispatcher = dispatchers.for(parsed);
      const timeout = AbortSignal.timeout(options.requestTimeout ?? defaultTimeout);
      const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
      const started = performance.now();
      const note = (result: string): void => {
        const milliseconds = Math.round(performance.now() - started);
        options.log?.(`[http] ${init.method ?? 'GET'} ${host}${pathname} ${result} in ${milliseconds} ms`);
      };
      try {
        const response = await fetch(url, {
          ...(init as UndiciRequestInit),
          redirect: 'manual',
          signal,
          dispatcher,
        });
        const body = await readBody(response.body, host, isWhole);
        note(String(response.status));
        return new Response(body.length === 0 ? null : body, {
          status: response.status,
          headers: [...response.headers.entries()],
        });
      } catch (error) {
        note('failed');
        throw networkError(error, host, timeout.aborted);
      }
    },
  };
}

async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  host: string,
  isWhole?: (text: string) => boolean,
): Promise<Uint8Array<ArrayBuffer>> {
  const decoder = new TextDecoder();
  const chunks: Uint8Array[] = [];
  let text = '';
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    // Counted after decompression: a small answer can unpack to a huge one.
    if (size > longestBody) throw new CognitoError('response_too_large', { host });
    chunks.push(chunk);
    if (isWhole === undefined) continue;
    text += decoder.decode(chunk, { stream: true });
    if (isWhole(text)) break;
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function networkError(error: unknown, host: string, timedOut: boolean): unknown {
  if (isCognitoError(error)) return error;
  if (timedOut) return new CognitoError('timeout', { host });
  // Keep only the code of the cause, because the cause may contain the body of a request.
  return new CognitoError('network', { host, reason: reasonOf(error) });
}

function reasonOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return 'unknown';
  // Check this before the code, which for a refused proxy connection only says that the request was aborted.
  const proxyStatus = /Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) return `PROXY_${proxyStatus}`;
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause;
  return depth > 4 || inner === undefined ? error.name : reasonOf(inner, depth + 1);
}
