import { claimText } from './claimParts';

/** What a column of a comparison shows. `before` and `after` are the same token before and after a refresh. */
export type Source = 'id' | 'access' | 'other' | 'userInfo' | 'before' | 'after';

/**
 * Why a claim about a token differs between the tokens, if the reason is known. USERINFO has none of these claims.
 * Sources: see claimMeanings.ts.
 */
const aboutTokens: ReadonlyMap<string, string | undefined> = new Map(
  Object.entries({
    iss: 'The tokens come from different pools, or the pool’s issuer was updated between them.',
    aud: 'The ID token names its app client in aud, the access token in client_id. An access token has an aud only when it is bound to a resource.',
    client_id: 'The access token names its app client here, the ID token in aud.',
    token_use: 'It names the kind of token.',
    auth_time: 'The tokens come from different sign-ins.',
    iat: 'The tokens were not issued together.',
    exp: 'The app client sets the lifetimes of the two tokens separately.',
    nbf: undefined,
    jti: 'Every token has its own id.',
    origin_jti: 'The tokens come from different sign-ins.',
    event_id: undefined,
    version: 'Only the access token has a version.',
    nonce: 'Only the ID token repeats the nonce of the sign-in request.',
    at_hash: 'Only the ID token has the hash of the access token.',
    scope: 'Only the access token has scopes, because only it grants access.',
    device_key: 'Only the access token names the device.',
  }),
);

/** Why a claim about the user differs between the tokens and USERINFO. */
const aboutUsers: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sub: 'The tokens are about different users.',
    username: 'The ID token calls it cognito:username.',
    'cognito:username': 'The access token and USERINFO call it username.',
    'cognito:groups': 'USERINFO does not return groups.',
    'cognito:roles': 'Only the ID token has roles, because identity pools read them from it.',
    'cognito:preferred_role': 'Only the ID token has roles, because identity pools read them from it.',
  }),
);

/** Why a claim differs after a refresh. */
const afterRefresh: ReadonlyMap<string, string> = new Map(
  Object.entries({
    iat: 'The new token was issued by the refresh.',
    exp: 'A refresh gives the token a new lifetime.',
    jti: 'Every token has its own id.',
    event_id: 'Every refresh has its own event.',
    at_hash: 'It is the hash of the new access token.',
    auth_time: 'The user signed in again, because a refresh keeps this claim.',
    origin_jti: 'The user signed in again, because a refresh keeps this claim.',
    nonce: 'A refresh has no sign-in request, so there is no nonce.',
    scope: 'The scopes of the app client or a pre token generation trigger have changed.',
    'cognito:groups': 'The user’s groups have changed.',
    'cognito:roles': 'The user’s groups have changed.',
    'cognito:preferred_role': 'The user’s groups have changed.',
  }),
);

/**
 * Why a claim is not the same in every column.
 * @param values the value in each column, undefined where the claim is missing
 * @param sameText whether the values differ in their types only
 * @returns undefined when the reason is not known
 */
export function whyDifferent(
  name: string,
  values: readonly unknown[],
  sources: readonly Source[],
  sameText: boolean,
): string | undefined {
  if (sources.includes('after')) {
    const unknown = 'The user’s attributes, the pool or a pre token generation trigger have changed.';
    return afterRefresh.get(name) ?? unknown;
  }
  /** Whether the column of a source has the claim. */
  const has = (source: Source): boolean => values[sources.indexOf(source)] !== undefined;
  const reason = aboutTokens.get(name) ?? aboutUsers.get(name);
  if (sources.includes('userInfo')) {
    if (has('userInfo') && sameText) return 'USERINFO returns it as text, the ID token has it with its type.';
    if (aboutTokens.has(name)) {
      const inTokens = values.filter((_, index) => sources[index] !== 'userInfo');
      // A difference between the tokens has its own reason.
      const isSame = new Set(inTokens.map((value) => claimText(value))).size === 1;
      if (isSame) return 'USERINFO returns claims about the user, not about a token.';
    } else if (reason === undefined && sources.includes('id') && has('id') !== has('userInfo')) {
      return has('id')
        ? 'USERINFO returns only attributes that the scopes allow and that the app client may read.'
        : 'A pre token generation trigger may have removed it from the ID token, or it was added later.';
    }
  }
  // The reasons are about tokens of different kinds.
  if (new Set(sources).size < sources.length) return undefined;
  if (reason !== undefined) return reason;
  const isAttribute = has('id') && sources.includes('access') && !has('access');
  return isAttribute
    ? 'An access token has no attributes unless a pre token generation trigger adds them.'
    : undefined;
}
