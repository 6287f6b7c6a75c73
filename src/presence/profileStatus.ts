import * as l10n from '@vscode/l10n';
import { belongsTo, userName } from '../core/account';
import { inOrder, sessionOfUser } from '../core/users';
import { plain } from '../core/text';
import { isMachine, type Profile } from '../core/profile';
import type { ProfileEntry, ProfileSource } from '../core/profileLayers';
import { canRefresh, hasEnded, subjectOf, type Session } from '../core/session';
import { timeLeft } from './timeLeft';

/** The state of a profile, which is known without a request to its pool. */
export interface ProfileStatus {
  readonly profile: Profile;
  readonly source: ProfileSource;
  /** Whether commands use this profile when they name none. */
  readonly active: boolean;
  /** Whether a sign-in is in progress. */
  readonly signingIn: boolean;
  /** The session of the active user; absent when that user is not signed in. */
  readonly session?: SessionStatus | undefined;
  /** The signed-in users of the profile, in the order of their sign-ins. */
  readonly users: readonly UserStatus[];
}

/** A signed-in user of a profile. */
export interface UserStatus {
  readonly name: string;
  readonly subject: string;
  /** Whether the profile uses the session of this user when a command names no user. */
  readonly active: boolean;
}

/** What is chosen in this window. */
export interface Choices {
  /** The name of the active profile. */
  readonly active: string | undefined;
  /** The name of the profile that signs in. */
  readonly signingIn: string | undefined;
  /** The `sub` of the user that was chosen for a profile. */
  readonly userOf: (profileName: string) => string | undefined;
}

export interface SessionStatus {
  readonly user: string;
  readonly issuer: string;
  /** When the access token expires, in milliseconds since 1970 by this computer's clock. */
  readonly expiresAt: number;
  /** Whether a new access token can be requested without a sign-in. */
  readonly renewable: boolean;
  /** Whether the pool has refused the refresh token. */
  readonly ended: boolean;
}

/**
 * The state of a profile: `valid` while its access token can be used, `renewable` when the next use fetches another,
 * `expired` and `signed_out` when the user has to sign in.
 */
export type Phase = 'signingIn' | 'valid' | 'renewable' | 'expired' | 'signed_out';

/** Combines profiles with their sessions. */
export function profileStatuses(
  entries: readonly ProfileEntry[],
  sessions: readonly Session[],
  { active, signingIn, userOf }: Choices,
): readonly ProfileStatus[] {
  return entries.map(({ profile, source }) => {
    const own = inOrder(sessions.filter((candidate) => belongsTo(candidate, profile)));
    const session = sessionOfUser(own, { active: userOf(profile.name) });
    return {
      profile,
      source,
      active: profile.name === active,
      signingIn: profile.name === signingIn,
      session: session && sessionStatus(session),
      users: own.map((one) => ({
        name: plain(userName(one)),
        subject: subjectOf(one) ?? '',
        active: one === session,
      })),
    };
  });
}

/** @param now milliseconds since 1970 */
export function phaseOf({ signingIn, session }: ProfileStatus, now: number): Phase {
  if (signingIn) return 'signingIn';
  if (session === undefined) return 'signed_out';
  if (session.ended) return 'expired';
  if (session.expiresAt > now) return 'valid';
  return session.renewable ? 'renewable' : 'expired';
}

/**
 * The state for people: `text` in a few words, such as "42 min", and `sentence` for tooltips and screen readers.
 * @param now milliseconds since 1970
 */
export function describePhase(
  status: ProfileStatus,
  now: number,
): { readonly phase: Phase; readonly text: string; readonly sentence: string } {
  const phase = phaseOf(status, now);
  const machine = isMachine(status.profile);
  const left = timeLeft((status.session?.expiresAt ?? 0) - now);
  const texts: Readonly<Record<Phase, readonly [text: string, sentence: string]>> = {
    signingIn: [l10n.t('signing in…'), l10n.t('A sign-in waits for the browser.')],
    valid: [left, l10n.t`The access token is good for ${left} more.`],
    renewable: [
      l10n.t('renews on use'),
      l10n.t('The access token has expired; the next use fetches a new one.'),
    ],
    expired: [
      machine ? l10n.t('no token yet') : l10n.t('sign in'),
      status.session?.ended === true
        ? l10n.t('The session has ended: sign in again.')
        : l10n.t('The access token has expired and cannot be renewed: sign in again.'),
    ],
    signed_out: machine
      ? [l10n.t('no token yet'), l10n.t('There is no access token yet; the next use fetches one.')]
      : [l10n.t('sign in'), l10n.t('You are not signed in.')],
  };
  const [text, sentence] = texts[phase];
  return { phase, text, sentence };
}

function sessionStatus(session: Session): SessionStatus {
  return {
    user: plain(userName(session)),
    issuer: session.issuer,
    expiresAt: session.expiresAt - (session.clockSkew ?? 0),
    renewable: canRefresh(session),
    ended: hasEnded(session),
  };
}
