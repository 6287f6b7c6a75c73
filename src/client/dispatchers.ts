import { createSecureContext, type SecureContext } from 'node:tls';
import './hostDispatcher';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { CognitoError } from '../core/errors';
import { isLoopback } from '../core/issuer';
import { defined } from '../core/members';

/** The editor's `http.*` settings. Environment variables stand in for a missing value. */
export interface DispatcherOptions {
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
  /** Finds the one certificate to trust at an origin, as PEM; undefined for an origin without such a certificate. */
  readonly certificateOf?: (origin: string) => string | undefined;
}

/** The connections of this extension. They never use a proxy for loopback, and leave the editor's own dispatcher alone. */
export interface Dispatchers {
  /** The dispatcher for a URL. @throws CognitoError network when the address of the proxy is not valid */
  readonly for: (url: URL) => Dispatcher;
  /** Completes requests in flight, because an answer may hold the only copy of a rotated refresh token. */
  readonly close: () => Promise<void>;
}

export function createDispatchers(options: DispatcherOptions): Dispatchers {
  // Reading certificates takes time, so each dispatcher is made when it is first needed.
  const made = new Map<string, Dispatcher | undefined>();
  const once = (name: string, make: () => Dispatcher | undefined): Dispatcher | undefined => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name);
  };
  const find = ({ protocol, hostname, origin }: URL): Dispatcher | undefined => {
    if (protocol === 'http:') return once('plain', () => new Agent());
    const pinned = options.certificateOf?.(origin);
    if (pinned !== undefined) return once(pinned, () => new Agent({ connect: trustingOnly(pinned) }));
    return options.useProxy && !isLoopback(hostname)
      ? once('proxied', () => proxied(options))
      : once('direct', () => new Agent({ connect: tlsOptions(options) }));
  };
  let closing: Promise<unknown> | undefined;
  return {
    for: (url) => {
      const dispatcher = find(url);
      if (dispatcher) return dispatcher;
      throw new CognitoError('network', { host: url.host, reason: 'PROXY_ADDRESS' });
    },
    close: async () => {
      closing ??= Promise.all([...made.values()].flatMap((dispatcher) => dispatcher?.close() ?? []));
      await closing;
    },
  };
}

/** One context for all connections, because reading hundreds of certificates for each would be slow. */
function tlsOptions({ strictSsl, certificates }: DispatcherOptions): {
  readonly rejectUnauthorized: boolean;
  readonly secureContext?: SecureContext;
} {
  const ca = certificates?.();
  return {
    rejectUnauthorized: strictSsl,
    ...defined({ secureContext: ca && createSecureContext({ ca: [...ca] }) }),
  };
}

/** Trusts one certificate, also when it is signed by an authority: the authority is not trusted with it. */
function trustingOnly(certificate: string): ReturnType<typeof tlsOptions> {
  return {
    rejectUnauthorized: true,
    secureContext: createSecureContext({ ca: certificate, allowPartialTrustChain: true }),
  };
}

/** @returns undefined when the address of the proxy is not valid */
function proxied(options: DispatcherOptions): Dispatcher | undefined {
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
