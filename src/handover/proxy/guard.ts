import * as l10n from '@vscode/l10n';

export type HeaderValues = Readonly<Record<string, readonly string[] | undefined>>;

/** What a request says about itself, before anything of it is used. */
export interface IncomingHead {
  readonly method: string;
  /** The request target, as the client wrote it. */
  readonly target: string;
  /** The values of each header by its lower-case name, as `headersDistinct` of Node.js has them. */
  readonly headers: HeaderValues;
}

/** What a proxy lets in. */
export interface GuardOptions {
  /** The values of `Host` under which programs of this computer reach the proxy, in lower case; the first one is its address. */
  readonly hosts: readonly string[];
  /** The origins of web pages that may call the API. */
  readonly origins: readonly string[];
  readonly readOnly: boolean;
}

/** An answer that the proxy gives instead of the API. Its text tells the developer who sent the request what to change. */
export interface OwnAnswer {
  readonly status: number;
  readonly text: string;
}

/** The methods that a read-only proxy forwards. */
export const readMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** Values of `Sec-Fetch-Site` of a request that no foreign page has made. Source: W3C, Fetch Metadata. */
const ownSites: readonly string[] = ['none', 'same-origin'];

/**
 * Decides whether a request may be answered with a token. Any program, and any web page in a browser, can send requests to a
 * loopback port. The `Host` header comes first, because a page whose name was rebound to 127.0.0.1 sends its own name.
 * @returns undefined when it may
 * Sources: RFC 9112 sections 3.2 and 6.3; W3C, Fetch Metadata Request Headers.
 */
export function guard(head: IncomingHead, options: GuardOptions): OwnAnswer | undefined {
  return guardSender(head, options) ?? checkUse(head, options);
}

/** The part of `guard` that is about who has sent a request, and not about what it may ask for. */
export function guardSender(
  head: IncomingHead,
  options: Pick<GuardOptions, 'hosts' | 'origins'>,
): OwnAnswer | undefined {
  return checkHost(head, options) ?? checkTarget(head) ?? checkFraming(head) ?? checkPage(head, options);
}

/** The origin of the web page that sent the request, when it is one of those that may. */
export function allowedOrigin(
  { headers }: Pick<IncomingHead, 'headers'>,
  { origins }: Pick<GuardOptions, 'origins'>,
): string | undefined {
  const [origin, ...others] = headers.origin ?? [];
  return others.length === 0 && origin !== undefined && origins.includes(origin) ? origin : undefined;
}

function checkHost({ headers }: IncomingHead, { hosts }: Pick<GuardOptions, 'hosts'>): OwnAnswer | undefined {
  const named = headers.host ?? [];
  if (named.length === 1 && hosts.includes(named[0]?.toLowerCase() ?? '')) return undefined;
  const [address = ''] = hosts;
  return {
    status: 421,
    text: l10n.t`This proxy answers at http://${address} only. The Host header names another host.`,
  };
}

/** The values of `Host` under which programs of this computer reach a port of loopback. */
export function loopbackHosts(port: number): readonly string[] {
  return ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`);
}

/** A target is a path. A whole URL or `*` is for proxies that forward to any host, which this one does not. */
function checkTarget({ target }: IncomingHead): OwnAnswer | undefined {
  if (target.startsWith('/')) return undefined;
  return {
    status: 400,
    text: l10n.t('This proxy has one API. Send a path, such as GET /orders, and not a whole URL.'),
  };
}

/** Node.js refuses most of these itself. Two servers that disagree on where a request ends can be made to mix up requests. */
function checkFraming({ headers }: IncomingHead): OwnAnswer | undefined {
  const lengths = headers['content-length'] ?? [];
  const encodings = headers['transfer-encoding'] ?? [];
  const isPlain =
    encodings.length === 0 || (encodings.length === 1 && encodings[0]?.toLowerCase() === 'chunked');
  if (lengths.length <= 1 && isPlain && (lengths.length === 0 || encodings.length === 0)) return undefined;
  return { status: 400, text: l10n.t('The length of the request is ambiguous.') };
}

/**
 * A web page may use the proxy only when its origin is listed. Every browser sends Origin with a request whose answer a page can
 * read, and present browsers send Sec-Fetch-Site with all others.
 */
function checkPage(
  head: IncomingHead,
  options: Pick<GuardOptions, 'hosts' | 'origins'>,
): OwnAnswer | undefined {
  if (allowedOrigin(head, options) !== undefined) return undefined;
  const { headers } = head;
  const isForeign =
    headers.origin !== undefined ||
    headers['sec-fetch-site']?.some((site) => !ownSites.includes(site.toLowerCase())) ||
    headers.referer?.some((referer) => !isOwnPage(referer, options));
  if (!isForeign) return undefined;
  return {
    status: 403,
    text: l10n.t(
      'A web page sent this request. A page may use an API proxy only when its origin is in “origins” of the proxy in cognito.apiProxies.',
    ),
  };
}

/** Whether a page may use the proxy: one of the API itself, or one whose origin is listed. */
function isOwnPage(url: string, { hosts, origins }: Pick<GuardOptions, 'hosts' | 'origins'>): boolean {
  const own = hosts.map((host) => `http://${host}`);
  return URL.canParse(url) && [...own, ...origins].includes(new URL(url).origin);
}

function checkUse({ method, headers }: IncomingHead, { readOnly }: GuardOptions): OwnAnswer | undefined {
  if (headers.authorization !== undefined) {
    return {
      status: 400,
      text: l10n.t(
        'This proxy adds the Authorization header. Remove it from the request, so that it is clear which token is sent.',
      ),
    };
  }
  if (method === 'TRACE') return { status: 405, text: l10n.t('TRACE is not forwarded.') };
  if (readOnly && !readMethods.includes(method)) {
    return {
      status: 405,
      text: l10n.t`${method} is not forwarded, because this proxy is read-only. Set “readOnly” to false in cognito.apiProxies to allow it.`,
    };
  }
  if (headers.upgrade?.some((protocol) => /\bwebsocket\b/i.test(protocol))) {
    return { status: 501, text: l10n.t('This proxy forwards no WebSockets. Connect to the API itself.') };
  }
  return undefined;
}
