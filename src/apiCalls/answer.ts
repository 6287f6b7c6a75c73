import { member } from '../core/members';
import { skewOf } from '../core/serverTime';

/** The answer of an API to a request. */
export interface ApiAnswer {
  readonly status: number;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 4,000 characters. */
  readonly body: string;
  /** When the answer arrived, in milliseconds since 1970; NaN when that is not known. */
  readonly at: number;
}

/** The token that was sent to an API. */
export interface SentToken {
  readonly kind: 'access' | 'id';
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whether the session also has the token of the other kind. */
  readonly hasOther: boolean;
}

/** An error in the body of a GraphQL answer. */
export interface GraphQlError {
  readonly type: string;
  /** Empty when the error has none. */
  readonly message: string;
}

/** What an answer says about a refusal. Everything in it is text from a server. */
export interface Evidence {
  readonly status: number;
  /** Empty when the answer has no such header. @param name in lower case */
  readonly header: (name: string) => string;
  /** The name of the error in x-amzn-errortype; empty without that header. */
  readonly errorType: string;
  /** The parameters of the Bearer challenge in WWW-Authenticate; undefined when the answer has no such challenge. */
  readonly challenge: ReadonlyMap<string, string> | undefined;
  /** The sentences in which the server gives a reason: in the challenge first, then in the body. */
  readonly statements: readonly string[];
  readonly errors: readonly GraphQlError[];
  readonly body: string;
  /** The time of the answer by the server’s clock, in milliseconds since 1970; NaN when that is not known. */
  readonly serverTime: number;
  /** How far the server’s clock is ahead of this computer’s, in milliseconds; NaN without a Date header. */
  readonly skew: number;
}

const longestBody = 4000;

/** Reads what an answer says about a refusal, for causes.ts and the files beside it. Never throws. */
export function readAnswer({ status, headers, body, at }: ApiAnswer): Evidence {
  const header = (name: string): string => {
    const value = member(headers, name);
    return typeof value === 'string' ? value.slice(0, longestBody) : '';
  };
  const text = body.slice(0, longestBody);
  const json = parsed(text);
  const challenge = readChallenge(header('www-authenticate'));
  const skew = skewOf(timeHeaders(header), at);
  return {
    status,
    header,
    errorType: /^[\w.]+/.exec(header('x-amzn-errortype'))?.[0] ?? '',
    challenge,
    statements: [challenge?.get('error_description'), ...reasonsIn(json, text)].filter(isStatement),
    errors: graphQlErrors(json, text),
    body: text,
    serverTime: Number.isNaN(skew) ? at : at + skew,
    skew,
  };
}

/** The headers that tell the time. Other names and values could be ones that `Headers` does not take. */
function timeHeaders(header: Evidence['header']): Headers {
  const printable = (name: string): string => header(name).replaceAll(/[^\x20-\x7e]/g, '');
  return new Headers({ date: printable('date'), age: printable('age') });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The members that servers give a reason in: API Gateway, AppSync, OAuth 2.0, FastAPI, Lambda. */
const reasonMembers = ['message', 'Message', 'error_description', 'error', 'detail', 'errorMessage'];

function reasonsIn(json: unknown, text: string): readonly unknown[] {
  if (json !== undefined) return reasonMembers.map((name) => member(json, name));
  return text.includes('<') ? [] : [text.trim()];
}

function isStatement(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The errors of AppSync. A body that was cut is no JSON: then only their types are read. */
function graphQlErrors(json: unknown, text: string): readonly GraphQlError[] {
  if (json === undefined) {
    return [...text.matchAll(/"errorType"\s?:\s?"(\w{1,100})"/g)].map(([, type = '']) => ({
      type,
      message: '',
    }));
  }
  const errors = member(json, 'errors');
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => {
    const type = member(error, 'errorType');
    const message = member(error, 'message');
    return typeof type === 'string' ? [{ type, message: isStatement(message) ? message : '' }] : [];
  });
}

/**
 * The parameters of a Bearer challenge. API Gateway puts no commas between them, and Cognito’s USERINFO leaves out the word Bearer.
 * @returns undefined for a header of another scheme, and for an empty one. Source: RFC 6750 section 3, RFC 9110 section 11.6.1.
 */
function readChallenge(header: string): ReadonlyMap<string, string> | undefined {
  const start = header.search(/\bbearer\b/i);
  if (start === -1 && !/^\s*(?:error|scope|realm)\s?=/i.test(header)) return undefined;
  const parameters = new Map<string, string>();
  const pattern = /\b([a-z_]+)\s?=\s?(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/gi;
  for (const [, name = '', quotedValue, token = ''] of header.slice(Math.max(0, start)).matchAll(pattern)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quotedValue?.replaceAll(/\\(.)/g, '$1') ?? token);
  }
  return parameters;
}
