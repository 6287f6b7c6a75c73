import { CognitoError } from '../errors';
import type { Account } from './account';

/** A scope of this form is no scope: it names the profile that an extension wants. */
const profileScope = 'profile:';

/** What another extension asks for: scopes that the access token must grant, and profiles by name. */
export interface AskedScopes {
  readonly scopes: ReadonlySet<string>;
  readonly profiles: readonly string[];
}

/** Scopes are those of the access token, beside `profile:NAME`, which chooses a profile. */
export function readScopes(scopes: readonly string[]): AskedScopes {
  return {
    scopes: new Set(scopes.filter((scope) => !scope.startsWith(profileScope))),
    profiles: scopes
      .filter((scope) => scope.startsWith(profileScope))
      .map((scope) => scope.slice(profileScope.length)),
  };
}

/** Whether both hold the same scopes, in whatever order. */
export function sameSet(wanted: ReadonlySet<string>, granted: readonly string[]): boolean {
  return wanted.size === new Set(granted).size && granted.every((scope) => wanted.has(scope));
}

/**
 * Who signs in is up to the browser, and what is granted up to the pool: the caller gets what it asked for, or nothing.
 * @throws CognitoError account_differs, scopes_differ
 */
export function assertAsked(
  given: { readonly account: Account; readonly scopes: readonly string[] },
  wanted: AskedScopes,
  account: Account | undefined,
): void {
  if (account !== undefined && account.id !== given.account.id) {
    throw new CognitoError('account_differs', { asked: account.label, signedIn: given.account.label });
  }
  if (wanted.scopes.size > 0 && !sameSet(wanted.scopes, given.scopes)) {
    throw new CognitoError('scopes_differ', {
      asked: [...wanted.scopes].join(' '),
      granted: given.scopes.join(' '),
    });
  }
}
