import { quoted } from '../core/errors';
import { defined } from '../core/members';

/** What a callback URL says, once its `state` is known to be well formed. */
export type Callback =
  | (Arrival & { readonly kind: 'code'; readonly query: URLSearchParams })
  | (Arrival & {
      readonly kind: 'error';
      readonly error: string;
      readonly description: string | undefined;
    })
  /** Nothing to act on: no state, a repeated parameter, tokens in a fragment, or far too long. */
  | {
      readonly kind: 'foreign';
      readonly reason: string;
      /** The error in a callback without state, and its description: `invalid_request: …`. It may come from anyone. */
      readonly error?: string;
    };

/** What tells which sign-in a callback belongs to, and whether it came from where that sign-in went. */
export interface Arrival {
  readonly state: string;
  /** The address without its query; left out when only the query or the code was pasted. */
  readonly address?: string;
  /** The issuer that the answer names. Cognito names none. Source: RFC 9207. */
  readonly issuer?: string;
}

/** Characters of a query. */
export const longestQuery = 8192;
const statePattern = /^[A-Za-z0-9_-]{20,128}$/;
const singleParameters = ['state', 'code', 'error', 'error_description', 'iss'];

/** A fragment of the implicit flow. Providers and apps append other ones: `#_=_`, `#/`. */
const tokensInFragment = /(?:^|[&?/#])(?:access_token|id_token|code)=/;

/**
 * Reads the query of a callback: state first, then error, then code. Never throws.
 * @param query the raw query, with or without its question mark
 * @param fragment the raw fragment: the code flow has none, so it is dropped unless it has tokens
 * @param address where it arrived, without the query
 * Source: RFC 6749 sections 4.1.2 and 4.1.2.1.
 */
export function parseCallback(query: string, fragment = '', address?: string): Callback {
  if (query.length > longestQuery) return { kind: 'foreign', reason: 'too_long' };
  if (tokensInFragment.test(fragment)) return { kind: 'foreign', reason: 'fragment' };
  const parameters = new URLSearchParams(query);
  if (singleParameters.some((name) => parameters.getAll(name).length > 1)) {
    return { kind: 'foreign', reason: 'repeated_parameter' };
  }
  const state = parameters.get('state') ?? '';
  const error = parameters.get('error');
  const description = parameters.get('error_description') ?? undefined;
  if (!statePattern.test(state)) {
    return { kind: 'foreign', reason: 'state', ...defined({ error: errorText(error, description) }) };
  }
  const arrival: Arrival = { state, ...defined({ address, issuer: parameters.get('iss') ?? undefined }) };
  if (error !== null) return { ...arrival, kind: 'error', error, description };
  const code = parameters.get('code') ?? '';
  if (code === '') return { ...arrival, kind: 'error', error: 'no_code', description: undefined };
  return { ...arrival, kind: 'code', query: new URLSearchParams({ code, state }) };
}

/**
 * Reads a query that was percent-decoded as a whole, as VS Code gives it to a URI handler. A description may then contain `&`, `+`
 * and `=`: it goes on to the next parameter that a pool writes behind it.
 */
export function parseDecodedCallback(query: string, fragment: string, address: string): Callback {
  if (query.length > longestQuery) return { kind: 'foreign', reason: 'too_long' };
  const value = (name: string, pattern: string): string | undefined =>
    new RegExp(`(?:^|&)${name}=(${pattern})`, 's').exec(query)?.[1];
  const states = Array.from(query.matchAll(/(?:^|&)state=([\w-]{20,128})(?=&|$)/g), ([, state]) => state);
  const [state] = states;
  const error = value('error', '[^&]*');
  const description = value('error_description', '.*?(?=&(?:error|error_uri|state|iss)=|$)');
  const codes =
    error === undefined ? Array.from(query.matchAll(/(?:^|&)code=([^&]*)/g), ([, code]) => code) : [];
  if (states.length > 1 || codes.length > 1) return { kind: 'foreign', reason: 'repeated_parameter' };
  // In a form a plus is a space. In a code and an issuer it can only be a plus that was written as %2B.
  const raw = new URLSearchParams(
    defined({
      state,
      error,
      error_description: description?.replaceAll('+', ' '),
      code: codes[0],
      iss: value('iss', '[^&]*'),
    }),
  );
  return parseCallback(raw.toString(), fragment, address);
}

function errorText(error: string | null, description: string | undefined): string | undefined {
  if (error === null || error === '') return undefined;
  return quoted(description === undefined ? error : `${error}: ${description}`);
}

/**
 * Whether a callback arrived at the callback URL of its sign-in. Both are compared as a browser writes them, without the query and
 * without a final slash, which some sites add. A browser may not show the scheme.
 */
export function arrivedAt(address: string, callbackUrl: string): boolean {
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(address);
  const whole = hasScheme ? address : `${new URL(callbackUrl).protocol}//${address}`;
  return URL.canParse(whole) && withoutQuery(whole) === withoutQuery(callbackUrl);
}

function withoutQuery(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  // Hosts of schemes that are not the web's keep their case in a URL.
  return `${protocol}//${host.toLowerCase()}${pathname.replace(/\/$/, '')}`;
}
