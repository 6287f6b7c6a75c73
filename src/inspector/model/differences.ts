import { claimText } from './claimParts';

/** What a column of a comparison shows. `before` and `after` are the same token before and after a refresh. */
export type Source = 'id' | 'access' | 'other' | 'userInfo' | 'before' | 'after';

/** Claims about a token and not about its user. USERINFO has none of them. */
const aboutTokens: ReadonlySet<string> = new Set([
  'iss',
  'aud',
  'client_id',
  'token_use',
  'auth_time',
  'iat',
  'exp',
  'nbf',
  'jti',
  'origin_jti',
  'event_id',
  'version',
  'nonce',
  'at_hash',
  'scope',
  'device_key',
]);

/** Why a claim differs between the ID token, the access token and USERINFO. Sources: see claimMeanings.ts. */
const betweenTokens: Readonly<Record<string, string>> = {
  aud: 'The ID token names its app client in aud, the access token in client_id. An access token has an aud only when it is bound to a resource.',
  client_id: 'The access token names its app client here, the ID token in aud.',
  token_use: 'It names the kind of token.',
  exp: 'The app client sets the lifetimes of the two tokens separately.',
  iat: 'The tokens were not issued together.',
  auth_time: 'The tokens come from different sign-ins.',
  jti: 'Every token has its own id.',
  origin_jti: 'The tokens come from different sign-ins.',
  nonce: 'Only the ID token repeats the nonce of the sign-in request.',
  at_hash: 'Only the ID token has the hash of the access token.',
  scope: 'Only the access token has scopes, because only it grants access.',
  version: 'Only the access token has a version.',
  device_key: 'Only the access token names the device.',
  username: 'The ID token calls it cognito:username.',
  'cognito:username': 'The access token and USERINFO call it username.',
  'cognito:groups': 'USERINFO does not return groups.',
  'cognito:roles': 'Only the ID token has roles, because identity pools read them from it.',
  'cognito:preferred_role': 'Only the ID token has roles, because identity pools read them from it.',
  sub: 'The tokens are about different users.',
  iss: 'The tokens come from different pools, or the pool’s issuer was updated between them.',
};

/** Why a claim differs after a refresh. */
const afterRefresh: Readonly<Record<string, string>> = {
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
};

/**
 * Why a claim is not the same in every column.
 * @param values the value in each column, undefined where the claim is missing
 * @returns undefined when the reason is not known
 */
export function whyDifferent(
  name: string,
  values: readonly unknown[],
  sources: readonly Source[],
): string | undefined {
  if (sources.includes('after')) {
    return Object.hasOwn(afterRefresh, name)
      ? afterRefresh[name]
      : 'The user’s attributes, the pool or a pre token generation trigger have changed.';
  }
  /** Whether the column of a source has the claim. */
  const has = (source: Source): boolean => {
    const column = sources.indexOf(source);
    return column >= 0 && values[column] !== undefined;
  };
  if (sources.includes('userInfo')) {
    const reason = userInfoReason(name, values, sources, has);
    if (reason !== undefined) return reason;
  }
  // The reasons are about tokens of different kinds.
  if (new Set(sources).size < sources.length) return undefined;
  if (Object.hasOwn(betweenTokens, name)) return betweenTokens[name];
  if (has('id') && sources.includes('access') && !has('access')) {
    return 'An access token has no attributes unless a pre token generation trigger adds them.';
  }
  return undefined;
}

function userInfoReason(
  name: string,
  values: readonly unknown[],
  sources: readonly Source[],
  has: (source: Source) => boolean,
): string | undefined {
  const present = values.filter((value) => value !== undefined);
  const mixedTypes =
    present.some((value) => typeof value === 'string') && present.some((value) => typeof value !== 'string');
  if (has('userInfo') && mixedTypes && new Set(present.map((value) => claimText(value))).size === 1) {
    return 'USERINFO returns it as text, the ID token has it with its type.';
  }
  if (aboutTokens.has(name) && sources.includes('access')) {
    // A difference between the tokens has its own reason.
    const tokens = values
      .filter((_, index) => sources[index] !== 'userInfo')
      .map((value) => claimText(value));
    return new Set(tokens).size > 1
      ? undefined
      : 'USERINFO returns claims about the user, not about a token.';
  }
  if (!has('userInfo') && has('id') && !Object.hasOwn(betweenTokens, name)) {
    return 'USERINFO returns only attributes that the scopes allow and that the app client may read.';
  }
  if (has('userInfo') && !has('id') && sources.includes('id') && !Object.hasOwn(betweenTokens, name)) {
    return 'A pre token generation trigger may have removed it from the ID token, or it was added later.';
  }
  return undefined;
}
