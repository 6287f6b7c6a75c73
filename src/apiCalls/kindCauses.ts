import * as l10n from '@vscode/l10n';
import { openidScope, scopesOf } from '../core/scopes';
import type { SentToken } from './answer';
import { said, type Explanation } from './causes';

/** Whether the server states a cause, or a comparison with the token suggests it. */
export type CauseSource = 'stated' | 'suggested';

/** Reasons for the bare 401 of a REST API besides the one that is named. */
const otherReasons = l10n.t('Another user pool and a Lambda authorizer have the same answer.');

/** The API takes the ID token. @param token what was sent; undefined when that is not known */
export function wantsId(token: SentToken | undefined, source: CauseSource = 'stated'): Explanation {
  const base = {
    cause: 'id_token_wanted',
    what:
      source === 'stated'
        ? l10n.t('The API wants the ID token, but the access token was sent.')
        : l10n.t('The API probably wants the ID token, but the access token was sent.'),
    why:
      source === 'stated'
        ? l10n.t('The API says so.')
        : l10n.t`A Cognito authorizer takes the ID token on a method without OAuth scopes. On a method with scopes, the access token must have one of them. ${otherReasons}`,
  } as const;
  if (token === undefined) return { ...base, next: l10n.t('Send the ID token.') };
  if (token.hasOther || token.kind === 'id') {
    return { ...base, next: l10n.t('Send the ID token.'), action: 'try_id_token' };
  }
  return scopesOf(token.claims.scope).includes(openidScope)
    ? {
        ...base,
        next: l10n.t(
          'There is no ID token. Sign in again to get one, or set OAuth scopes on the method, so that it takes the access token.',
        ),
        action: 'sign_in',
      }
    : {
        ...base,
        next: l10n.t(
          'There is no ID token, because the scope openid was not granted. Request it in the profile and sign in again, or set OAuth scopes on the method, so that it takes the access token.',
        ),
        action: 'open_setting',
      };
}

/**
 * The API takes the access token.
 * @param token as in wantsId
 * @param scopes that the API asks for, when it asks for scopes
 */
export function wantsAccess(
  token: SentToken | undefined,
  source: CauseSource = 'stated',
  scopes?: readonly string[],
): Explanation {
  const base = {
    cause: 'access_token_wanted',
    what:
      source === 'stated'
        ? l10n.t('The API wants the access token, but the ID token was sent.')
        : l10n.t('The API probably wants the access token, but the ID token was sent.'),
    why:
      source === 'suggested'
        ? l10n.t`A Cognito authorizer takes the access token on a method with OAuth scopes. ${otherReasons}`
        : scopes === undefined
          ? l10n.t('The API says so.')
          : scopes.length === 0
            ? l10n.t('The API asks for a scope, and only access tokens have scopes.')
            : l10n.t`The API asks for ${listed(scopes)}, and only access tokens have scopes.`,
  } as const;
  if (token === undefined) return { ...base, next: l10n.t('Send the access token.') };
  return token.hasOther || token.kind === 'access'
    ? { ...base, next: l10n.t('Send the access token.'), action: 'try_access_token' }
    : { ...base, next: l10n.t('There is no access token. Sign in to get one.'), action: 'sign_in' };
}

/** The names of scopes as part of a sentence. */
export function listed(scopes: readonly string[]): string {
  const names = scopes.slice(0, 8).map((scope) => said(scope) ?? '…');
  return scopes.length > names.length
    ? l10n.t`${names.join(', ')} and ${scopes.length - names.length} more`
    : names.join(', ');
}
