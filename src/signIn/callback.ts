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
  | { readonly kind: 'foreign'; readonly reason: string };

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

/**
 * Reads the query of a callback: state first, then error, then code. Never throws.
 * @param query the raw query, with or without its question mark
 * @param fragment the raw fragment: the code flow has none
 * @param address where it arrived, without the query
 * Source: RFC 6749 sections 4.1.2 and 4.1.2.1.
 */
export function parseCallback(query: string, fragment = '', address?: string): Callback {
  if (query.length > longestQuery) return { kind: 'foreign', reason: 'too_long' };
  if (fragment !== '') return { kind: 'foreign', reason: 'fragment' };
  const parameters = new URLSearchParams(query);
  if (singleParameters.some((name) => parameters.getAll(name).length > 1)) {
    return { kind: 'foreign', reason: 'repeated_parameter' };
  }
  const state = parameters.get('state') ?? '';
  if (!statePattern.test(state)) return { kind: 'foreign', reason: 'state' };
  const arrival: Arrival = { state, ...defined({ address, issuer: parameters.get('iss') ?? undefined }) };
  const error = parameters.get('error');
  if (error !== null) {
    const description = parameters.get('error_description') ?? undefined;
    return { ...arrival, kind: 'error', error, description };
  }
  const code = parameters.get('code') ?? '';
  if (code === '') return { ...arrival, kind: 'error', error: 'no_code', description: undefined };
  return { ...arrival, kind: 'code', query: new URLSearchParams({ code, state }) };
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
