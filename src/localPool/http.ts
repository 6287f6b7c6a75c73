import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isRecord } from '../core/members';
import { parseJson } from './parseJson';

const mostBodyBytes = 64 * 1024;

/** A parsed request. */
export interface PoolRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The fields of a form-encoded body; none without a body or for a body of another type. */
  readonly form: URLSearchParams;
  /** The body as text; empty without one. */
  readonly body: string;
  /** The address of the client. */
  readonly ipAddress: string;
}

/** An answer. `writeReply` adds the headers that every answer has. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The path and query of a request target in origin form (RFC 9112 section 3.2.1); undefined for any other form. */
export function splitTarget(target = ''): { path: string; query: URLSearchParams } | undefined {
  if (!target.startsWith('/')) return undefined;
  const mark = target.indexOf('?');
  return mark < 0
    ? { path: target, query: new URLSearchParams() }
    : { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

/** The fields of a form-encoded body; none for a body of another type. */
export function formOf(body: string, headers: IncomingHttpHeaders): URLSearchParams {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  return new URLSearchParams(type === 'application/x-www-form-urlencoded' ? body : '');
}

/** The JSON object that a body is; undefined for any other body. */
export function jsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  const value = parseJson(body);
  return isRecord(value) ? value : undefined;
}

/**
 * The body as text; undefined above 64 kB. The rest of a larger body is read and dropped, because many clients read the answer only when
 * they have sent everything.
 */
export function readBody(message: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostBodyBytes) {
        chunks = [];
        resolve(undefined);
      } else {
        chunks.push(chunk);
      }
    });
    message.on('end', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    message.on('error', reject);
  });
}

/** The value of a cookie (RFC 6265 section 4.2); the first one when the name occurs twice. */
export function cookie(request: PoolRequest, name: string): string | undefined {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** The header that lets scripts of every origin read an answer. */
export const anyOrigin = { 'access-control-allow-origin': '*' };

/** The different words of a parameter that is a list, such as `scope`. */
export function words(list: string | null): readonly string[] {
  return [...new Set((list ?? '').split(/\s+/).filter((word) => word !== ''))];
}

/** An answer without a body. */
export function empty(status: number, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: '' };
}

/** A JSON answer, with the content type as the domain writes it. */
export function json(status: number, value: unknown, headers: Reply['headers'] = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** A redirect with status 302. Characters outside ASCII are percent-encoded, because a header must not contain them. */
export function redirect(location: string, headers: Reply['headers'] = {}): Reply {
  return empty(302, { location: location.replace(/[^\x21-\x7e]+/gu, encodeURIComponent), ...headers });
}

/** Parameters of a query or a form. Those without a value are left out, and the order is kept. */
type Parameters = Readonly<Record<string, string | null | undefined>>;

/** Adds query parameters to those that `url` already has. */
export function withQuery(url: string, parameters: Parameters): string {
  const query = formEncode(parameters);
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

/** `application/x-www-form-urlencoded` */
export function formEncode(parameters: Parameters): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string') form.append(name, value);
  }
  return form.toString();
}

/**
 * Sends an answer with the headers of the real domain. `Strict-Transport-Security` is left out on purpose: on
 * `localhost` it would force https on every other server of this computer.
 *
 * @param now milliseconds since 1970, by the pool's clock
 */
export function writeReply(response: ServerResponse, reply: Reply, now: number): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, {
    'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
    pragma: 'no-cache',
    expires: '0',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'x-amz-cognito-request-id': randomUUID(),
    server: 'Server',
    date: new Date(now).toUTCString(),
    'content-length': body.length,
    ...reply.headers,
  });
  response.end(body);
}
