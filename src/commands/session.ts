import * as l10n from '@vscode/l10n';
import { ProgressLocation, window } from 'vscode';
import { CognitoError } from '../core/errors';
import type { SignInExpectation } from '../core/expectation';
import { isMachine, type Profile } from '../core/profile';
import type { Session } from '../core/session';
import { plainLabel } from '../core/text';
import type { Parts } from './parts';

/**
 * The session of a profile with tokens that can be used, refreshed first when they are about to expire.
 * @param use as in Refresher.fresh
 * @throws CognitoError session_missing, and as a refresh
 */
export async function freshSession(
  parts: Pick<Parts, 'store' | 'refresher' | 'machineSignIn'>,
  profile: Profile,
  use?: number,
): Promise<Session> {
  return parts.refresher.fresh(await signedInSession(parts, profile), use);
}

/**
 * The stored session of a profile. A machine client gets its first token here, because it needs no user to sign in.
 * @throws CognitoError session_missing, and as createMachineSignIn
 */
export async function signedInSession(
  parts: Pick<Parts, 'store' | 'machineSignIn'>,
  profile: Profile,
): Promise<Session> {
  const session = await parts.store.find(profile);
  if (session !== undefined) return session;
  // A machine client has no token of a user who is named.
  if (isMachine(profile) && profile.user === undefined) return machineSession(parts, profile);
  throw new CognitoError('session_missing', { user: profile.user });
}

/** Requests a session for a machine client, with progress in the status bar. @throws CognitoError as createMachineSignIn */
export async function machineSession(
  { machineSignIn }: Pick<Parts, 'machineSignIn'>,
  profile: Profile,
  expectation?: SignInExpectation,
): Promise<Session> {
  const title = l10n.t`$(sync~spin) Getting a token for “${plainLabel(profile.name)}”…`;
  return window.withProgress({ location: ProgressLocation.Window, title }, () =>
    machineSignIn(profile, expectation),
  );
}
