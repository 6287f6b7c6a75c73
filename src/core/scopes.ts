import * as l10n from '@vscode/l10n';

/** The scopes of every pool. Source: AWS, "Scopes, M2M, and resource servers"; OpenID Connect Core 5.4. */
const known: ReadonlyMap<string, string> = new Map([
  ['openid', l10n.t('An ID token is issued, and USERINFO answers')],
  ['email', l10n.t('The e-mail address and whether it is verified, in the ID token and USERINFO')],
  ['phone', l10n.t('The phone number and whether it is verified, in the ID token and USERINFO')],
  ['profile', l10n.t('Every attribute that the app client may read, in the ID token and USERINFO')],
  [
    'aws.cognito.signin.user.admin',
    l10n.t('The user pool API for the user’s own account: GetUser, ChangePassword and so on'),
  ],
]);

/** The scope that USERINFO and an ID token need. */
export const openidScope = 'openid';
/** The scope that the user pool API needs. A sign-in through an SDK grants only this one. */
export const userAdminScope = 'aws.cognito.signin.user.admin';

/**
 * The scope of access tokens that may register app clients. No registered app client can have it.
 * Source: AWS, "Dynamic client registration".
 */
export const registrationScope = 'aws.cognito/dcr/register';

/**
 * What a scope allows. A custom scope is the identifier of its resource server, "/" and a name.
 * @returns undefined for an unknown scope without a resource server
 */
export function scopeMeaning(scope: string): string | undefined {
  const found = known.get(scope);
  if (found !== undefined) return found;
  // The identifier can be a URL, but the name of a scope has no slash.
  const slash = scope.lastIndexOf('/');
  return slash > 0 && slash < scope.length - 1
    ? l10n.t`“${scope.slice(slash + 1)}” at the resource server ${scope.slice(0, slash)}`
    : undefined;
}

/** The scopes of an access token. @param scope the claim's value, of any type */
export function scopesOf(scope: unknown): readonly string[] {
  return typeof scope === 'string' ? scope.split(/\s+/).filter((name) => name !== '') : [];
}
