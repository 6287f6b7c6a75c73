import * as l10n from '@vscode/l10n';
import { commands, window, type LogOutputChannel } from 'vscode';
import { duration } from '../core/duration';
import { isCognitoError } from '../core/errors';
import { logLine } from '../core/logLine';
import { plain, sentences } from '../core/text';
import { callbackUrlOf, localPoolPort } from '../profiles/settings';
import type { StorageTrouble } from '../sessions/vault';

const shownErrors = new WeakSet<Error>();

/**
 * Shows an error as one message with a button for each remedy, and logs its code. Shows nothing for a cancelled sign-in, and
 * shows each error once, because several callers can wait for the same work.
 */
export function showProblem(error: unknown, log: LogOutputChannel, profile?: string): void {
  if (isCognitoError(error, 'sign_in_cancelled')) return;
  if (error instanceof Error) {
    if (shownErrors.has(error)) return;
    shownErrors.add(error);
  }
  log.error(logLine(error));
  void show(error, profile);
}

/** Warns that this computer's clock is wrong. @param skew how far the host's clock is ahead, in milliseconds, and not 0 */
export function showClockDifference(skew: number, host: string, log: LogOutputChannel): void {
  const seconds = Math.abs(skew) / 1000;
  log.warn(
    `[clock] this computer's clock is ${seconds} seconds ${skew > 0 ? 'slow' : 'fast'}, compared with ${host}`,
  );
  const difference = duration(Math.abs(skew));
  const clock =
    skew > 0
      ? l10n.t`This computer’s clock is ${difference} slow, compared with ${host}.`
      : l10n.t`This computer’s clock is ${difference} fast, compared with ${host}.`;
  const advice = l10n.t(
    'Token times are checked against that host’s clock. Correct your clock, because other programs may reject valid tokens.',
  );
  void window.showWarningMessage(sentences(clock, advice));
}

const storageTroubles: Readonly<Record<StorageTrouble, string>> = {
  memory_only: l10n.t(
    'The editor’s secret storage did not keep a value. Your Cognito session works until this window closes.',
  ),
  silent: l10n.t(
    'The editor’s secret storage does not answer. If your keyring asks for a password, unlock it to continue.',
  ),
};

/** Warns that the secret storage does not work as it should. */
export function showStorageTrouble(trouble: StorageTrouble, log: LogOutputChannel): void {
  log.warn(`[secrets] the editor’s secret storage: ${trouble}`);
  void window.showWarningMessage(storageTroubles[trouble]);
}

/** Runs the command of a remedy's button. Does nothing when `remedy` is not the name of a remedy. */
export async function runRemedy(remedy: string, profile?: unknown): Promise<void> {
  const { findRemedy } = await import('./remedies');
  const button = findRemedy(remedy);
  if (button === undefined) return;
  await commands.executeCommand(button.command, button.ofProfile ? profile : button.argument);
}

async function show(error: unknown, profile: string | undefined): Promise<void> {
  const [{ explain }, { remedyButtons }] = await Promise.all([import('./explain'), import('./remedies')]);
  const context = { profile, callbackUrl: callbackUrlOf(profile), localPoolPort: localPoolPort() };
  const { what, why, next, remedies } = explain(error, context);
  const titles = remedies.map((remedy) => remedyButtons[remedy].title);
  const title = await window.showErrorMessage(plain(sentences(what, why, next)), ...titles);
  const remedy = remedies.find((candidate) => remedyButtons[candidate].title === title);
  if (remedy === undefined) return;
  // A profile that does not exist cannot be used.
  const named = isCognitoError(error) && error.code !== 'profile_missing' ? error.detail.name : undefined;
  // Without a profile, the error itself has the callback URL to copy.
  const callbackUrl = isCognitoError(error, 'registration_refused') ? error.detail.callbackUrl : undefined;
  await runRemedy(remedy, callbackUrl === undefined ? (profile ?? named) : { callbackUrl });
}
