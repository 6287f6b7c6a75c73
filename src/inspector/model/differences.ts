import * as l10n from '@vscode/l10n';
import { claimText } from './claimParts';

/** What a column of a comparison shows. `before` and `after` are the same token before and after a refresh. */
export type Source = 'id' | 'access' | 'other' | 'userInfo' | 'before' | 'after';

/**
 * Why a claim about a token differs between the tokens, if the reason is known. USERINFO has none of these claims.
 * Sources: see claimMeanings.ts.
 */
const aboutTokens: ReadonlyMap<string, string | undefined> = new Map(
  Object.entries({
    iss: l10n.t('The tokens come from different pools, or the pool’s issuer was updated between them.'),
    aud: l10n.t(
      'The ID token names its app client in aud, the access token in client_id. An access token has an aud only when it is bound to a resource.',
    ),
    client_id: l10n.t('The access token names its app client here, the ID token in aud.'),
    token_use: l10n.t('It names the kind of token.'),
    auth_time: l10n.t('The tokens come from different sign-ins.'),
    iat: l10n.t('The tokens were not issued together.'),
    exp: l10n.t('The app client sets the lifetimes of the two tokens separately.'),
    nbf: undefined,
    jti: l10n.t('Every token has its own id.'),
    origin_jti: l10n.t('The tokens come from different sign-ins.'),
    event_id: undefined,
    version: l10n.t('Only the access token has a version.'),
    nonce: l10n.t('Only the ID token repeats the nonce of the sign-in request.'),
    at_hash: l10n.t('Only the ID token has the hash of the access token.'),
    scope: l10n.t('Only the access token has scopes, because only it grants access.'),
    device_key: l10n.t('Only the access token names the device.'),
  }),
);

/** Why a claim about the user differs between the tokens and USERINFO. */
const aboutUsers: ReadonlyMap<string, string> = new Map(
  Object.entries({
    sub: l10n.t('The tokens are about different users.'),
    username: l10n.t('The ID token calls it cognito:username.'),
    'cognito:username': l10n.t('The access token and USERINFO call it username.'),
    'cognito:groups': l10n.t('USERINFO does not return groups.'),
    'cognito:roles': l10n.t('Only the ID token has roles, because identity pools read them from it.'),
    'cognito:preferred_role': l10n.t(
      'Only the ID token has roles, because identity pools read them from it.',
    ),
  }),
);

/** Why a claim differs after a refresh. */
const afterRefresh: ReadonlyMap<string, string> = new Map(
  Object.entries({
    iat: l10n.t('The new token was issued by the refresh.'),
    exp: l10n.t('A refresh gives the token a new lifetime.'),
    jti: l10n.t('Every token has its own id.'),
    event_id: l10n.t('Every refresh has its own event.'),
    at_hash: l10n.t('It is the hash of the new access token.'),
    auth_time: l10n.t('The user signed in again, because a refresh keeps this claim.'),
    origin_jti: l10n.t('The user signed in again, because a refresh keeps this claim.'),
    nonce: l10n.t('A refresh has no sign-in request, so there is no nonce.'),
    scope: l10n.t('The scopes of the app client or a pre token generation trigger have changed.'),
    'cognito:groups': l10n.t('The user’s groups have changed.'),
    'cognito:roles': l10n.t('The user’s groups have changed.'),
    'cognito:preferred_role': l10n.t('The user’s groups have changed.'),
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
    const unknown = l10n.t('The user’s attributes, the pool or a pre token generation trigger have changed.');
    return afterRefresh.get(name) ?? unknown;
  }
  /** Whether the column of a source has the claim. */
  const has = (source: Source): boolean => values[sources.indexOf(source)] !== undefined;
  const reason = aboutTokens.get(name) ?? aboutUsers.get(name);
  if (sources.includes('userInfo')) {
    if (has('userInfo') && sameText) {
      return l10n.t('USERINFO returns it as text, the ID token has it with its type.');
    }
    if (aboutTokens.has(name)) {
      const inTokens = values.filter((_, index) => sources[index] !== 'userInfo');
      // A difference between the tokens has its own reason.
      const isSame = new Set(inTokens.map((value) => claimText(value))).size === 1;
      if (isSame) return l10n.t('USERINFO returns claims about the user, not about a token.');
    } else if (reason === undefined && sources.includes('id') && has('id') !== has('userInfo')) {
      return has('id')
        ? l10n.t('USERINFO returns only attributes that the scopes allow and that the app client may read.')
        : l10n.t(
            'A pre token generation trigger may have removed it from the ID token, or it was added later.',
          );
    }
  }
  // The reasons are about tokens of different kinds.
  if (new Set(sources).size < sources.length) return undefined;
  if (reason !== undefined) return reason;
  const isAttribute = has('id') && sources.includes('access') && !has('access');
  return isAttribute
    ? l10n.t('An access token has no attributes unless a pre token generation trigger adds them.')
    : undefined;
}
