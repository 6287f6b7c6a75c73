import { claimText } from './claimText';

/** What a compared column shows; before and after are one token and the one that a refresh gave for it. */
export type Source = 'id' | 'access' | 'other' | 'userInfo' | 'before' | 'after';

/** The claims that say something about a token and not about its user: USERINFO has none of them. */
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

/** Why these differ between the ID token and the access token, or between them and USERINFO. Source: as claimMeanings.ts. */
const betweenTokens: Readonly<Record<string, string>> = {
  aud: 'The ID token names its app client in aud, the access token in client_id. An access token has an aud only when it is bound to a resource.',
  client_id: 'The access token names its app client here, the ID token in aud.',
  token_use: 'It says which of the two tokens this is.',
  exp: 'The app client sets the lifetimes of the two tokens apart.',
  iat: 'They were not issued together.',
  auth_time: 'They come from different sign-ins.',
  jti: 'Every token has an id of its own.',
  origin_jti: 'They come from different sign-ins.',
  nonce: 'The nonce belongs to the sign-in request, which only the ID token answers.',
  at_hash: 'Only the ID token has it: it is the hash of the access token.',
  scope: 'Only the access token has scopes: it is the one that grants something.',
  version: 'Only the access token has a version.',
  device_key: 'Only the access token names the device.',
  username: 'The ID token calls it cognito:username.',
  'cognito:username': 'The access token and USERINFO call it username.',
  'cognito:groups': 'USERINFO does not tell groups.',
  'cognito:roles': 'Only the ID token has roles: identity pools choose from them.',
  'cognito:preferred_role': 'Only the ID token has roles: identity pools choose from them.',
  sub: 'They are about different users.',
  iss: 'They come from different pools, or from before and after a change of the issuer’s form.',
};

/** Why these differ between a token and the one that a refresh gave for it. */
const afterRefresh: Readonly<Record<string, string>> = {
  iat: 'The new token was issued by the refresh.',
  exp: 'A refresh gives the token a new lifetime.',
  jti: 'Every token has an id of its own.',
  event_id: 'Every refresh is an event of its own.',
  at_hash: 'It belongs to the new access token.',
  auth_time: 'The user signed in anew: a refresh keeps this.',
  origin_jti: 'The user signed in anew: a refresh keeps this.',
  nonce: 'A refresh answers no sign-in request.',
  scope: 'The app client’s scopes, or a pre token generation trigger, have changed.',
  'cognito:groups': 'The user’s groups have changed since.',
  'cognito:roles': 'The user’s groups have changed since.',
  'cognito:preferred_role': 'The user’s groups have changed since.',
};

/**
 * Why a claim is not the same in every column, when it is known.
 * @param values as the columns have them, undefined where the claim is missing
 */
export function whyDifferent(
  name: string,
  values: readonly unknown[],
  sources: readonly Source[],
): string | undefined {
  if (sources.includes('after')) {
    return Object.hasOwn(afterRefresh, name)
      ? afterRefresh[name]
      : 'The pool, or a pre token generation trigger, says something else now.';
  }
  const here = (source: Source): boolean => {
    const column = sources.indexOf(source);
    return column >= 0 && values[column] !== undefined;
  };
  if (sources.includes('userInfo')) {
    const user = userInfoReason(name, values, sources, here);
    if (user !== undefined) return user;
  }
  // Two tokens of one kind differ for reasons that only their pools know.
  if (new Set(sources).size < sources.length) return undefined;
  if (Object.hasOwn(betweenTokens, name)) return betweenTokens[name];
  if (here('id') && sources.includes('access') && !here('access')) {
    return 'An access token has no attributes unless a pre token generation trigger adds them.';
  }
  return undefined;
}

function userInfoReason(
  name: string,
  values: readonly unknown[],
  sources: readonly Source[],
  here: (source: Source) => boolean,
): string | undefined {
  const said = values.filter((value) => value !== undefined);
  const textAndNot =
    said.some((value) => typeof value === 'string') && said.some((value) => typeof value !== 'string');
  if (here('userInfo') && textAndNot && new Set(said.map((value) => claimText(value))).size === 1) {
    return 'USERINFO gives it as text, the ID token with its type.';
  }
  if (aboutTokens.has(name) && sources.includes('access')) {
    // When the tokens disagree, that is what to say.
    const tokens = values
      .filter((_, index) => sources[index] !== 'userInfo')
      .map((value) => claimText(value));
    return new Set(tokens).size > 1 ? undefined : 'USERINFO tells about the user, not about a token.';
  }
  if (!here('userInfo') && here('id') && !Object.hasOwn(betweenTokens, name)) {
    return 'USERINFO tells the attributes that the scopes ask for and the app client may read.';
  }
  if (here('userInfo') && !here('id') && sources.includes('id') && !Object.hasOwn(betweenTokens, name)) {
    return 'A pre token generation trigger may have left it out of the ID token, or it has changed since.';
  }
  return undefined;
}
