import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { valuesOf } from './guard';

/** Headers that belong to one connection. Source: RFC 9110 section 7.6.1. */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** The proxy answers `Expect` itself, and writes `Host` and `Authorization` anew. */
const ownRequestHeaders: ReadonlySet<string> = new Set(['authorization', 'expect', 'host']);
/** With these a request can be another one than its method says. */
const methodOverrides: ReadonlySet<string> = new Set([
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
]);

/**
 * The headers for the API, names and values in turn.
 * @param rawHeaders those of the client, in the same form
 * @param readOnly leaves out what could turn a GET into another method
 */
export function requestHeaders(
  rawHeaders: readonly string[],
  { token, readOnly }: { readonly token: string; readonly readOnly: boolean },
): string[] {
  const named = connectionHeaders(valuesOf(rawHeaders, 'connection').join(','));
  const kept = rawHeaders.flatMap((name, index) => {
    const lower = name.toLowerCase();
    const isDropped =
      index % 2 === 1 ||
      hopByHop.has(lower) ||
      ownRequestHeaders.has(lower) ||
      named.has(lower) ||
      (readOnly && methodOverrides.has(lower));
    return isDropped ? [] : [name, rawHeaders[index + 1] ?? ''];
  });
  return [...kept, 'Authorization', `Bearer ${token}`];
}

/** Where a proxy is, and what it stands in front of. */
export interface Places {
  /** The URL of the API, with its path. */
  readonly target: URL;
  /** The origin under which the client knows the proxy. */
  readonly origin: string;
}

/**
 * The headers for the client. A redirect within the API leads to the proxy again; any other stays as it is.
 * @param allowedOrigin the origin of the web page that may read the answer
 */
export function responseHeaders(
  headers: IncomingHttpHeaders,
  places: Places,
  allowedOrigin: string | undefined,
): OutgoingHttpHeaders {
  const named = connectionHeaders(headers.connection ?? '');
  const kept = Object.entries(headers).filter(
    ([name]) => !hopByHop.has(name) && !named.has(name) && !name.startsWith('access-control-'),
  );
  const location = headers.location;
  return {
    ...Object.fromEntries(kept),
    ...(location !== undefined && { location: mapLocation(location, places) }),
    ...(allowedOrigin !== undefined && {
      'access-control-allow-origin': allowedOrigin,
      'access-control-expose-headers': '*',
      vary: [headers.vary, 'Origin'].filter((value) => value !== undefined).join(', '),
    }),
  };
}

/** The answer to the question of a browser whether a page may send a request. Source: Fetch Standard, "CORS-preflight fetch". */
export function preflightHeaders(rawHeaders: readonly string[], allowedOrigin: string): OutgoingHttpHeaders {
  const asked = valuesOf(rawHeaders, 'access-control-request-headers').join(', ');
  return {
    'access-control-allow-origin': allowedOrigin,
    'access-control-allow-methods': valuesOf(rawHeaders, 'access-control-request-method').join(', '),
    ...(asked !== '' && { 'access-control-allow-headers': asked }),
    ...(valuesOf(rawHeaders, 'access-control-request-private-network').includes('true') && {
      'access-control-allow-private-network': 'true',
    }),
    vary: 'Origin',
  };
}

/**
 * The path of a request at the API.
 * @returns undefined for a path that would leave the path of the API, such as `/../admin`
 */
export function targetPath(target: URL, path: string): string | undefined {
  const base = target.pathname.replace(/\/$/, '');
  const joined = base + path;
  if (!URL.canParse(joined, target.origin)) return undefined;
  const { origin, pathname } = new URL(target.origin + joined);
  return origin === target.origin && `${pathname}/`.startsWith(`${base}/`) ? joined : undefined;
}

function mapLocation(location: string, { target, origin }: Places): string {
  if (!URL.canParse(location, target.href)) return location;
  const url = new URL(location, target.href);
  const base = target.pathname.replace(/\/$/, '');
  const isInside = url.origin === target.origin && `${url.pathname}/`.startsWith(`${base}/`);
  return isInside ? `${origin}${url.pathname.slice(base.length) || '/'}${url.search}${url.hash}` : url.href;
}

/** The headers that a `Connection` header names belong to one connection too. */
function connectionHeaders(value: string): ReadonlySet<string> {
  return new Set(
    value
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
}
