import { defined } from '../core/members';
import './hostDispatcher';
import {
  Agent,
  EnvHttpProxyAgent,
  fetch,
  type Dispatcher,
  type RequestInit as UndiciRequestInit,
} from 'undici';
import { CognitoError, isCognitoError } from '../core/errors';
import { isLoopback } from '../core/issuer';
import type { Fetch } from './oauth/tokenRequest';

/** The editor's `http.*` settings; a value left out falls back to the environment. */
export interface TransportOptions {
  /** `http.proxy` */
  readonly proxy?: string;
  /** `http.proxyAuthorization`: the whole `Proxy-Authorization` value. */
  readonly proxyAuthorization?: string;
  /** `http.noProxy` */
  readonly noProxy?: readonly string[];
  /** `http.proxySupport` is not `off`. */
  readonly useProxy: boolean;
  /** `http.proxyStrictSSL` */
  readonly strictSsl: boolean;
  /** One request, from the first byte sent to the last one read, in milliseconds. Default: 15 seconds. */
  readonly requestTimeout?: number;
  /** Gets one line a request: method, host, path, status, duration. */
  readonly log?: (line: string) => void;
}

/** The way to a pool: a fetch, and the connections it keeps open. */
export interface Transport {
  readonly fetch: Fetch;
  close: () => Promise<void>;
}

const defaultTimeout = 15_000;
/** A token answer is a few kB; ten thousand groups are still below this many bytes. */
const longestBody = 2_000_000;

/**
 * Makes the only way out of this extension. Redirects are never followed, answers are limited in size and time, loopback
 * never goes through a proxy, and the dispatcher is explicit: the editor's own is left alone.
 */
export function createTransport(options: TransportOptions): Transport {
  const direct = new Agent({ connect: { rejectUnauthorized: options.strictSsl } });
  const outside = options.useProxy ? proxied(options) : direct;
  let closing: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    // Requests in flight are completed, because an answer may hold the only copy of a rotated refresh token.
    closing ??= Promise.all([direct.close(), outside === direct ? undefined : outside?.close()]);
    await closing;
  };
  return {
    close,
    fetch: async (url, init) => {
      const { hostname, host, pathname } = new URL(url);
      const dispatcher = isLoopback(hostname) ? direct : outside;
      if (dispatcher === undefined) throw new CognitoError('network', { host, reason: 'PROXY_ADDRESS' });
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
        const body = await readBody(response.body, host);
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

/** @returns undefined when the proxy's address is none that can be used */
function proxied(options: TransportOptions): Dispatcher | undefined {
  const tls = { rejectUnauthorized: options.strictSsl };
  const address = options.proxy || proxyOfEnvironment();
  const proxy = address === undefined || address.includes('://') ? address : `http://${address}`;
  try {
    return new EnvHttpProxyAgent({
      ...defined({ httpProxy: proxy, httpsProxy: proxy }),
      ...(options.noProxy?.length ? { noProxy: noProxyList(options.noProxy) } : {}),
      ...(options.proxyAuthorization ? { token: options.proxyAuthorization } : {}),
      connect: tls,
      requestTls: tls,
      proxyTls: tls,
    });
  } catch {
    return undefined;
  }
}

/** Everything outside loopback is https, so the variable for https comes first. */
function proxyOfEnvironment(): string | undefined {
  const { https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY } = process.env;
  return [https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY].find(Boolean);
}

/** undici takes a star only when it stands alone. */
function noProxyList(entries: readonly string[]): string {
  return entries.some((entry) => entry.trim() === '*') ? '*' : entries.join(',');
}

async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  host: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    // Counted after decompression: a small answer can unpack to a huge one.
    if (size > longestBody) throw new CognitoError('response_too_large', { host });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function networkError(error: unknown, host: string, timedOut: boolean): unknown {
  if (isCognitoError(error)) return error;
  if (timedOut) return new CognitoError('timeout', { host });
  // The cause names the failure, and may hold a request's body: only its code is kept.
  return new CognitoError('network', { host, reason: reasonOf(error) });
}

function reasonOf(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return 'unknown';
  // Such an error has a code, too, but one that says only that the request was given up.
  const proxyStatus = /Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  if (proxyStatus !== undefined) return `PROXY_${proxyStatus}`;
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause;
  return depth > 4 || inner === undefined ? error.name : reasonOf(inner, depth + 1);
}
