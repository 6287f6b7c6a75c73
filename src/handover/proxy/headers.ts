import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { readMethods, type HeaderValues } from './guard';

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
const none: ReadonlySet<string> = new Set();
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
 * @param connection the `Connection` header of the client
 * @param readOnly leaves out what could turn a GET into another method
 */
export function requestHeaders(
  rawHeaders: readonly string[],
  {
    connection,
    token,
    readOnly,
  }: { readonly connection: string; readonly token: string; readonly readOnly: boolean },
): string[] {
  const named = connectionHeaders(connection);
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    const isDropped =
      hopByHop.has(lower) ||
      ownRequestHeaders.has(lower) ||
      named.has(lower) ||
      (readOnly && methodOverrides.has(lower));
    if (!isDropped) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  kept.push('Authorization', `Bearer ${token}`);
  return kept;
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
  const named = connectionHeaders([headers.connection ?? []].flat().join(','));
  const kept: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    const isDropped = hopByHop.has(name) || named.has(name) || name.startsWith('access-control-');
    if (!isDropped) kept[name] = value;
  }
  if (headers.location !== undefined) kept.location = mapLocation(headers.location, places);
  if (allowedOrigin !== undefined) {
    kept['access-control-allow-origin'] = allowedOrigin;
    kept['access-control-expose-headers'] = '*';
    kept.vary = [headers.vary ?? [], 'Origin'].flat().join(', ');
  }
  return kept;
}

/** The answer to the question of a browser whether a page may send a request. Source: Fetch Standard, "CORS-preflight fetch". */
export function preflightHeaders(
  headers: HeaderValues,
  allowedOrigin: string,
  readOnly: boolean,
): OutgoingHttpHeaders {
  const method = (headers['access-control-request-method'] ?? []).join(', ');
  const asked = (headers['access-control-request-headers'] ?? []).join(', ');
  return {
    'access-control-allow-origin': allowedOrigin,
    'access-control-allow-methods': readOnly ? readMethods.join(', ') : method,
    ...(asked !== '' && { 'access-control-allow-headers': asked }),
    ...(headers['access-control-request-private-network']?.includes('true') === true && {
      'access-control-allow-private-network': 'true',
    }),
    vary: 'Origin',
  };
}

/**
 * The path of a request at the API.
 * @returns undefined for a path that would leave the path of the API, such as `/../admin`, in any encoding that a server may read
 */
export function targetPath(target: URL, path: string): string | undefined {
  const [pathAlone = ''] = path.split(/[?#]/);
  const segments = pathAlone
    .replaceAll(/%2f|%5c|\\/gi, '/')
    .replaceAll(/%2e/gi, '.')
    .split('/');
  // Some servers cut parameters off: `..;a` is `..` for them.
  if (segments.some((segment) => segment.split(';')[0] === '..')) return undefined;
  return basePath(target) + path;
}

/** The path of the API without a slash at its end. */
function basePath({ pathname }: URL): string {
  return pathname.replace(/\/$/, '');
}

function mapLocation(location: string, { target, origin }: Places): string {
  if (!URL.canParse(location, target.href)) return location;
  const url = new URL(location, target.href);
  const base = basePath(target);
  const isInside = url.origin === target.origin && `${url.pathname}/`.startsWith(`${base}/`);
  return isInside ? `${origin}${url.pathname.slice(base.length) || '/'}${url.search}${url.hash}` : url.href;
}

/** The headers that a `Connection` header names belong to one connection too. */
function connectionHeaders(value: string): ReadonlySet<string> {
  if (value === '' || value === 'keep-alive') return none;
  return new Set(
    value
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  );
}
