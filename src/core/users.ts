import { claimsOf, textClaim } from './jwt';
import { subjectOf, type Session } from './session';

/** The users of one app client, and which of them is meant. */
export interface WantedUser {
  /** A user name, an e-mail address or a `sub`. */
  readonly named?: string | undefined;
  /** The `sub` of the user who is active for the profile. */
  readonly active?: string | undefined;
}

/**
 * The session of the user who is meant: the named one, else the active one, else the one who signed in first. A user who is meant
 * and not signed in is never replaced by another one.
 * @param sessions those of one app client
 */
export function sessionOfUser(
  sessions: readonly Session[],
  { named, active }: WantedUser,
): Session | undefined {
  if (named !== undefined) return sessionNamed(sessions, named);
  if (active !== undefined) return sessions.find((session) => subjectOf(session) === active);
  return inOrder(sessions)[0];
}

/** Sessions in the order of the sign-ins. */
export function inOrder(sessions: readonly Session[]): readonly Session[] {
  return sessions.toSorted(
    (one, other) =>
      (one.signedInAt ?? 0) - (other.signedInAt ?? 0) ||
      (subjectOf(one) ?? '').localeCompare(subjectOf(other) ?? ''),
  );
}

/** A user pool has each `sub` and each user name once. Two users can have one e-mail address, which then names neither. */
function sessionNamed(sessions: readonly Session[], name: string): Session | undefined {
  const called = (names: (session: Session) => readonly (string | undefined)[]): readonly Session[] =>
    sessions.filter((session) => names(session).includes(name));
  const [exact] = [
    ...called((session) => [subjectOf(session)]),
    ...called(({ idToken, accessToken }) => [
      textClaim(claimsOf(idToken), 'cognito:username'),
      textClaim(claimsOf(accessToken), 'username'),
    ]),
  ];
  if (exact !== undefined) return exact;
  const [byEmail, ...others] = called(({ idToken }) => [textClaim(claimsOf(idToken), 'email')]);
  return others.length === 0 ? byEmail : undefined;
}
