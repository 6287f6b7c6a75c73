import { defined } from '../core/members';
import { createSecureContext, type SecureContext } from 'node:tls';
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

/** The editor's `http.*` settings. Environment variables stand in for a missing value. */
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
  /** Reads the certificates to trust, as PEM. Without it: those that Node.js trusts. */
  readonly certificates?: () => readonly string[];
  /** One request, from the first byte sent to the last one read, in milliseconds. Default: 15 seconds. */
  readonly requestTimeout?: number;
  /** Receives one line for each request: method, host, path, status and duration. */
  readonly log?: (line: string) => void;
}

/** Sends requests, and keeps connections open until it is closed. */
export interface Transport {
  readonly fetch: Fetch;
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
  // Reading certificates takes time, so each dispatcher is made when it is first needed.
  const made = new Map<string, Dispatcher | undefined>();
  const once = <T extends Dispatcher | undefined>(name: string, make: () => T): T => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as T;
  };
  const dispatcherFor = ({ protocol, hostname }: URL): Dispatcher | undefined => {
    if (protocol === 'http:') return once('plain', () => new Agent());
    return options.useProxy && !isLoopback(hostname)
      ? once('proxied', () => proxied(options))
      : once('direct', () => new Agent({ connect: tlsOptions(options) }));
  };
  let closing: Promise<unknown> | undefined;
  const close = async (): Promise<void> => {
    // Requests in flight are completed, because an answer may hold the only copy of a rotated refresh token.
    closing ??= Promise.all([...made.values()].flatMap((dispatcher) => dispatcher?.close() ?? []));
    await closing;
  };
  return {
    close,
    fetch: async (url, init) => {
      const parsed = new URL(url);
      const { host, pathname } = parsed;
      const dispatcher = dispatcherFor(parsed);
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

/** One context for all connections, because reading hundreds of certificates for each would be slow. */
function tlsOptions({ strictSsl, certificates }: TransportOptions): {
  readonly rejectUnauthorized: boolean;
  readonly secureContext?: SecureContext;
} {
  const ca = certificates?.();
  return {
    rejectUnauthorized: strictSsl,
    ...defined({ secureContext: ca && createSecureContext({ ca: [...ca] }) }),
  };
}

/** @returns undefined when the address of the proxy is not valid */
function proxied(options: TransportOptions): Dispatcher | undefined {
  const tls = tlsOptions(options);
  const address = options.proxy || proxyOfEnvironment();
  const proxy = address === undefined || address.includes('://') ? address : `http://${address}`;
  try {
    return new EnvHttpProxyAgent({
      ...defined({
        httpProxy: proxy,
        httpsProxy: proxy,
        noProxy: options.noProxy?.length ? noProxyList(options.noProxy) : undefined,
        token: options.proxyAuthorization || undefined,
      }),
      connect: tls,
      requestTls: tls,
      proxyTls: tls,
    });
  } catch {
    return undefined;
  }
}

/** The variable for https comes first, because every request outside loopback is https. */
function proxyOfEnvironment(): string | undefined {
  const { https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY } = process.env;
  return [https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY].find(Boolean);
}

/** undici understands a star only as the whole list. */
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
