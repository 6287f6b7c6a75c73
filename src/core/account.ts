import { originalForm, parseUrl } from './issuer';
import { claimsOf, textClaim, type Claims } from './jwt';
import { plain } from './text';
import { domainOrigin, profileIssuer, type Profile } from './profile';
import type { ProfileEntry } from './profileLayers';
import { scopesOf } from './scopes';
import { clientName, type Session } from './session';

/** The account of a session, for VS Code's Accounts menu and for other extensions. */
export interface Account {
  /** Identifies a user of an app client. It stays the same until another user signs in. */
  readonly id: string;
  /** VS Code stores under this label which extensions may use the account. */
  readonly label: string;
}

/** The name to show: the user's e-mail address or user name, or the client id of a machine client. */
export function userName(session: Session): string {
  return userIn(claimsOf(session.idToken), claimsOf(session.accessToken)) ?? session.clientId;
}

/** The user's name from the claims of both tokens; undefined when they name no user. */
export function userIn(id: Claims, access: Claims): string | undefined {
  return textClaim(id, 'email') ?? textClaim(id, 'cognito:username') ?? textClaim(access, 'username');
}

/** Whether a profile's pool and app client are those of the session. */
export function belongsTo(session: Session, profile: Profile): boolean {
  if (session.clientId !== profile.clientId) return false;
  const issuer = profileIssuer(profile);
  // A profile with only a domain has no issuer to compare.
  return issuer === undefined
    ? domainOrigin(profile) === parseUrl(session.endpoints.authorization)?.origin
    : originalForm(issuer) === originalForm(session.issuer);
}

/**
 * The account of a session.
 * @param entries the profiles of this window; the label has the name of the user's own profile
 */
export function accountOf(session: Session, entries: readonly ProfileEntry[]): Account {
  const own = entries.filter(({ profile }) => belongsTo(session, profile));
  const entry = own.find(({ source }) => source === 'user') ?? own[0];
  // A workspace can give its profile any name. The client id in the label makes it differ from an account that was allowed before.
  const place =
    entry?.source === 'user'
      ? entry.profile.name
      : [entry?.profile.name, session.clientId].filter((part) => part !== undefined).join(', ');
  const subject = textClaim(claimsOf(session.accessToken), 'sub') ?? session.clientId;
  return {
    id: `${clientName(session)}|${subject}`,
    label: plain(`${userName(session)} (${place})`),
  };
}

/** Whether an account belongs to the profile's pool and app client. */
export function isAccountOf(id: string, profile: Profile): boolean {
  const issuer = profileIssuer(profile);
  const { clientId } = profile;
  return issuer === undefined
    ? id.includes(`|${clientId}|`)
    : id.startsWith(`${clientName({ issuer, clientId })}|`);
}

/** The scopes that the access token grants. Source: RFC 9068, 2.2.3; AWS, "Understanding the access token". */
export function grantedScopes(session: Session): readonly string[] {
  return scopesOf(claimsOf(session.accessToken).scope);
}
