/** What a callback URL says, once its `state` is known to be well formed. */
export type Callback =
  | { readonly kind: 'code'; readonly state: string; readonly query: URLSearchParams }
  | {
      readonly kind: 'error';
      readonly state: string;
      readonly error: string;
      readonly description: string | undefined;
    }
  /** Nothing to act on: no state, a repeated parameter, tokens in a fragment, or far too long. */
  | { readonly kind: 'foreign'; readonly reason: string };

const longestQuery = 8192;
const statePattern = /^[A-Za-z0-9_-]{20,128}$/;
const singleParameters = ['state', 'code', 'error', 'error_description'];

/**
 * Reads the query of a callback: state first, then error, then code. Never throws.
 * @param query the raw query, with or without its question mark
 * @param fragment the raw fragment: the code flow has none
 * Source: RFC 6749 sections 4.1.2 and 4.1.2.1.
 */
export function parseCallback(query: string, fragment = ''): Callback {
  if (query.length > longestQuery) return { kind: 'foreign', reason: 'too_long' };
  if (fragment !== '') return { kind: 'foreign', reason: 'fragment' };
  const parameters = new URLSearchParams(query);
  if (singleParameters.some((name) => parameters.getAll(name).length > 1)) {
    return { kind: 'foreign', reason: 'repeated_parameter' };
  }
  const state = parameters.get('state') ?? '';
  if (!statePattern.test(state)) return { kind: 'foreign', reason: 'state' };
  const error = parameters.get('error');
  if (error !== null) {
    return { kind: 'error', state, error, description: parameters.get('error_description') ?? undefined };
  }
  const code = parameters.get('code') ?? '';
  if (code === '') return { kind: 'error', state, error: 'no_code', description: undefined };
  return { kind: 'code', state, query: new URLSearchParams({ code, state }) };
}
