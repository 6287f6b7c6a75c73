/** What a request says about itself, before anything of it is used. */
export interface IncomingHead {
  readonly method: string;
  /** The request target, as the client wrote it. */
  readonly target: string;
  /** Names and values in turn, as `rawHeaders` of Node.js has them. */
  readonly rawHeaders: readonly string[];
}

/** What a proxy lets in. */
export interface GuardOptions {
  readonly port: number;
  /** The origins of web pages that may call the API. */
  readonly origins: readonly string[];
  readonly readOnly: boolean;
}

/** Why a request is refused. The text is for the developer who sent it. */
export interface Refused {
  readonly status: number;
  readonly text: string;
}

const readMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];
/** Values of `Sec-Fetch-Site` of a request that no foreign page has made. Source: W3C, Fetch Metadata. */
const ownSites: readonly string[] = ['none', 'same-origin'];

/**
 * Decides whether a request may be answered with a token. Any program, and any web page in a browser, can send requests to a
 * loopback port. The `Host` header comes first, because a page whose name was rebound to 127.0.0.1 sends its own name.
 * @returns undefined when it may
 * Sources: RFC 9112 sections 3.2 and 6.3; W3C, Fetch Metadata Request Headers.
 */
export function guard(head: IncomingHead, options: GuardOptions): Refused | undefined {
  return (
    checkHost(head, options) ??
    checkTarget(head) ??
    checkFraming(head) ??
    checkPage(head, options) ??
    checkUse(head, options)
  );
}

/** The values of a header, in the order of the request. */
export function valuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** The origin of the web page that sent the request, when it is one of those that may. */
export function allowedOrigin(
  { rawHeaders }: Pick<IncomingHead, 'rawHeaders'>,
  { origins }: Pick<GuardOptions, 'origins'>,
): string | undefined {
  const [origin, ...others] = valuesOf(rawHeaders, 'origin');
  return others.length === 0 && origin !== undefined && origins.includes(origin) ? origin : undefined;
}

function checkHost({ rawHeaders }: IncomingHead, { port }: GuardOptions): Refused | undefined {
  const hosts = valuesOf(rawHeaders, 'host');
  const own = ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${port}`);
  if (hosts.length === 1 && own.includes(hosts[0]?.toLowerCase() ?? '')) return undefined;
  return {
    status: 421,
    text: `This proxy answers at http://127.0.0.1:${port} only. The Host header names another host.`,
  };
}

/** A target is a path. A whole URL or `*` is for proxies that forward to any host, which this one does not. */
function checkTarget({ target }: IncomingHead): Refused | undefined {
  if (target.startsWith('/')) return undefined;
  return {
    status: 400,
    text: 'This proxy has one API. Send a path, such as GET /orders, and not a whole URL.',
  };
}

/** Node.js refuses most of these itself. Two servers that disagree on where a request ends can be made to mix up requests. */
function checkFraming({ rawHeaders }: IncomingHead): Refused | undefined {
  const lengths = valuesOf(rawHeaders, 'content-length');
  const encodings = valuesOf(rawHeaders, 'transfer-encoding');
  const isPlain =
    encodings.length === 0 || (encodings.length === 1 && encodings[0]?.toLowerCase() === 'chunked');
  if (lengths.length <= 1 && isPlain && (lengths.length === 0 || encodings.length === 0)) return undefined;
  return { status: 400, text: 'The length of the request is ambiguous.' };
}

/** A web page may use the proxy only when its origin is listed. A page cannot leave out these headers. */
function checkPage(head: IncomingHead, options: GuardOptions): Refused | undefined {
  if (allowedOrigin(head, options) !== undefined) return undefined;
  const { rawHeaders } = head;
  const own = ['127.0.0.1', '[::1]', 'localhost'].map((name) => `http://${name}:${options.port}`);
  const allowed = [...own, ...options.origins];
  const isForeign =
    valuesOf(rawHeaders, 'origin').length > 0 ||
    valuesOf(rawHeaders, 'sec-fetch-site').some((site) => !ownSites.includes(site.toLowerCase())) ||
    valuesOf(rawHeaders, 'referer').some((referer) => !allowed.includes(originOf(referer)));
  if (!isForeign) return undefined;
  return {
    status: 403,
    text: 'A web page sent this request, and its origin is not in “origins” of this proxy in cognito.apiProxies.',
  };
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

function checkUse({ method, rawHeaders }: IncomingHead, { readOnly }: GuardOptions): Refused | undefined {
  if (valuesOf(rawHeaders, 'authorization').length > 0) {
    return {
      status: 400,
      text: 'This proxy adds the Authorization header. Remove it from the request, so that it is clear which token is sent.',
    };
  }
  if (method === 'TRACE' || method === 'CONNECT') return { status: 405, text: `${method} is not forwarded.` };
  if (readOnly && !readMethods.includes(method)) {
    return {
      status: 405,
      text: `${method} is not forwarded, because this proxy is read-only. Set “readOnly” to false in cognito.apiProxies to allow it.`,
    };
  }
  if (valuesOf(rawHeaders, 'upgrade').some((protocol) => /\bwebsocket\b/i.test(protocol))) {
    return { status: 501, text: 'This proxy forwards no WebSockets. Connect to the API itself.' };
  }
  return undefined;
}
