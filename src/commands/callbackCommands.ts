import * as l10n from '@vscode/l10n';
import { env } from 'vscode';
import { CognitoError } from '../core/errors';
import { belongsTo } from '../core/account';
import { logLine } from '../core/logLine';
import { member } from '../core/members';
import { isMachine, type Profile } from '../core/profile';
import { subjectOf, type Session } from '../core/session';
import { plainLabel } from '../core/text';
import { confirmDone } from '../editor/notify';
import { showProblem } from '../problems/show';
import { callbackSourceOf, callbackUrlOf, findProfile, readEntries, readProfile } from '../profiles/settings';
import type { Callback } from '../signIn/callback';
import { finishSignIn } from '../signIn/finishSignIn';
import { profileName } from './chooseProfile';
import type { Parts } from './parts';

type CallbackParts = Pick<
  Parts,
  'client' | 'pending' | 'store' | 'lock' | 'inspector' | 'signInProgress' | 'activeProfile' | 'log'
>;

/** Finishes the sign-in that a callback belongs to, and shows the tokens or the problem. */
export async function receiveCallback(callback: Callback, parts: CallbackParts): Promise<void> {
  const { inspector, signInProgress, activeProfile, log } = parts;
  const finish = await finishSignIn(callback, parts);
  if (finish.kind === 'ignored') {
    log.info(`[callback] ignored: ${finish.reason}`);
    if (finish.error !== undefined) signInProgress.showStrayError(finish.error);
    if (finish.reason === 'unknown_state') showProblem(new CognitoError('callback_unknown'), log);
  } else if (finish.kind === 'cancelled') {
    log.info('[callback] the sign-in was cancelled');
  } else if (finish.kind === 'signed_in') {
    log.info('[callback] signed in');
    const name = profileOf(finish.session, finish.profile);
    if (name !== undefined) {
      await activeProfile.selectUser(name, subjectOf(finish.session));
      await inspector.show(name);
    } else confirmDone(l10n.t`Signed in to “${plainLabel(finish.profile)}”, a profile of another window`);
  } else if (finish.reportedByStarter) {
    log.error(logLine(finish.error));
  } else {
    // The buttons act on a profile of this window.
    const isOfThisWindow = findProfile(finish.profile)?.clientId === finish.clientId;
    showProblem(finish.error, log, isOfThisWindow ? finish.profile : undefined);
  }
}

/**
 * The name of this window's profile for a session. Another window may have started the sign-in, and its profile of the same name can
 * be another one here.
 */
function profileOf(session: Session, preferred: string): string | undefined {
  const names = readEntries()
    .filter(({ profile }) => belongsTo(session, profile))
    .map(({ profile }) => profile.name);
  return names.find((name) => name === preferred) ?? names[0];
}

/**
 * Finishes a sign-in with the URL that the browser ended at.
 * @param url what another command passes; the user is asked for it when it is left out
 * @throws CognitoError sign_in_missing, callback_unusable, secrets_unavailable
 */
export async function pasteCallback(parts: CallbackParts, url: unknown): Promise<void> {
  const { readCallback } = await import('../signIn/paste');
  const callback = await readCallback(parts.pending.states, url);
  if (callback) await receiveCallback(callback, parts);
}

/**
 * Copies the callback URL that the app client of a profile should allow; without a profile, the one that profiles share.
 * @param argument a command's argument that may name the profile, or the callback URL of an app client that has no profile yet
 * @throws CognitoError as CognitoClient.callbackUrl, when the profile may not use the shared one
 */
export async function copyCallbackUrl(
  parts: Pick<Parts, 'client' | 'approve'>,
  argument: unknown,
): Promise<void> {
  const given = member(argument, 'callbackUrl');
  await env.clipboard.writeText(
    typeof given === 'string' ? given : await urlOf(parts, profileName(argument)),
  );
  confirmDone(l10n.t('Callback URL copied'));
}

async function urlOf(parts: Pick<Parts, 'client' | 'approve'>, name: string | undefined): Promise<string> {
  const profile = name === undefined ? undefined : findProfile(name);
  const isKnown = profile === undefined || profile.redirectUri !== undefined || isMachine(profile);
  return isKnown ? callbackUrlOf(name) : recommendedUrl(parts, profile);
}

async function recommendedUrl(
  { client, approve }: Pick<Parts, 'client' | 'approve'>,
  profile: Profile,
): Promise<string> {
  const source = callbackSourceOf(profile);
  try {
    await approve(profile);
    return await (await client()).callbackUrl(profile, source);
  } catch (error) {
    // The sign-in host is not known. The app client of the user's own profile may allow the shared callback URL.
    if (!source.writtenByUser) throw error;
    return source.editorUrl;
  }
}

/**
 * Asks for another callback URL of a profile, writes it to the settings, and signs in with it.
 * @throws CognitoError as ProfileManager.changeCallbackUrl and SignInProgress.start
 */
export async function useOtherCallbackUrl(
  parts: Pick<Parts, 'client' | 'approve' | 'profileManager' | 'signInProgress'>,
  profile: Profile,
): Promise<void> {
  const manager = await parts.profileManager();
  if (!(await manager.changeCallbackUrl(profile, parts))) return;
  await parts.signInProgress.start(readProfile(profile.name));
}

/** Copies the address of the sign-in page, to open it in another browser. @throws CognitoError sign_in_missing */
export async function copySignInLink({ signInProgress }: Pick<Parts, 'signInProgress'>): Promise<void> {
  const link = signInProgress.link();
  if (link === undefined) throw new CognitoError('sign_in_missing');
  await env.clipboard.writeText(link);
  confirmDone(l10n.t('Sign-in link copied'));
}
