import { CognitoError } from './errors';
import { accountOf, grantedScopes, userName, type Account } from './account';
import type { Session } from './session';

/** A requested scope of this form names a profile. */
const profileScope = 'profile:';

/** The request of another extension: scopes that the access token must grant, and names of profiles. */
export interface RequestedScopes {
  readonly scopes: ReadonlySet<string>;
  readonly profiles: readonly string[];
}

/** Separates `profile:NAME` from the scopes of the access token. */
export function readRequestedScopes(scopes: readonly string[]): RequestedScopes {
  return {
    scopes: new Set(scopes.filter((scope) => !scope.startsWith(profileScope))),
    profiles: scopes
      .filter((scope) => scope.startsWith(profileScope))
      .map((scope) => scope.slice(profileScope.length)),
  };
}

/** Whether two lists have the same scopes in any order. */
export function sameSet(wanted: ReadonlySet<string>, granted: readonly string[]): boolean {
  return wanted.size === new Set(granted).size && granted.every((scope) => wanted.has(scope));
}

/** What a sign-in must bring. */
export interface SignInExpectation {
  readonly account?: Account | undefined;
  /** Whether the sign-in page asks who signs in, also in a browser that has a session. */
  readonly asksUser?: boolean | undefined;
  /** An account that must not sign in, because another one is wanted. */
  readonly otherThan?: Account | undefined;
  /** Exactly the scopes that the access token must grant, in any order. */
  readonly scopes?: string[] | undefined;
}

/**
 * The user may pick another account and the pool may grant other scopes: fails unless both match.
 * @throws CognitoError account_differs, same_user, scopes_differ
 */
export function assertExpected(
  session: Session,
  { account, otherThan, scopes = [] }: SignInExpectation,
): void {
  const given = accountOf(session, []);
  if (otherThan?.id === given.id) throw new CognitoError('same_user', { signedIn: userName(session) });
  if (account !== undefined && account.id !== given.id) {
    throw new CognitoError('account_differs', { asked: account.label, signedIn: userName(session) });
  }
  const granted = grantedScopes(session);
  if (scopes.length > 0 && !sameSet(new Set(scopes), granted)) {
    throw new CognitoError('scopes_differ', { asked: scopes.join(' '), granted: granted.join(' ') });
  }
}
