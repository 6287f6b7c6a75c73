import { defined } from '../core/members';
import { commands, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { clockDifference } from '../core/serverTime';
import { isCognitoError } from '../core/errors';
import { logLine } from '../core/logLine';
import { plain } from '../core/text';
import type { Remedy } from './problem';
import { callbackUrlOf, localPoolPort } from '../profiles/settings';
import { remedyButtons } from './remedies';
import type { StorageTrouble } from '../sessions/vault';

const told = new WeakSet<Error>();

/**
 * Shows a failure as one message with its next steps as buttons, and logs its kind. Cancelling says nothing, and a failure
 * that many waited for is told once.
 */
export function showProblem(error: unknown, log: LogOutputChannel, profile?: string): void {
  if (isCognitoError(error, 'sign_in_cancelled')) return;
  if (error instanceof Error) {
    if (told.has(error)) return;
    told.add(error);
  }
  log.error(logLine(error));
  void show(error, profile);
}

/** Says that this computer's clock is wrong. @param skew how far the host's clock is ahead, in seconds */
export function showClockDifference(skew: number, host: string, log: LogOutputChannel): void {
  const difference = clockDifference(skew) ?? 'right';
  log.warn(`[clock] this computer's clock is ${difference}, compared with ${host}`);
  void window.showWarningMessage(
    `This computer’s clock is ${difference}, compared with ${host}. Token times are checked against that host’s clock. Correct your clock, because other programs may reject valid tokens.`,
  );
}

const storageTroubles: Readonly<Record<StorageTrouble, string>> = {
  memory_only:
    'The editor’s secret storage did not keep a value. Your Cognito session works until this window closes.',
  silent:
    'The editor’s secret storage does not answer. If your keyring asks for a password, unlock it to continue.',
};

/** Says that the secret storage does not do what it should. */
export function showStorageTrouble(trouble: StorageTrouble, log: LogOutputChannel): void {
  log.warn(`[secrets] the editor’s secret storage: ${trouble}`);
  void window.showWarningMessage(storageTroubles[trouble]);
}

/** Runs the command behind a remedy's button; a name that is none of a remedy does nothing. */
export async function runRemedy(remedy: string, profile?: unknown): Promise<void> {
  if (!Object.hasOwn(remedyButtons, remedy)) return;
  const { command, argument, ofProfile } = remedyButtons[remedy as Remedy];
  await commands.executeCommand(command, ofProfile ? profile : argument);
}

/** A profile that cannot be read is named by what is wrong with it. One that does not exist is no help. */
function namedIn(error: unknown): unknown {
  return isCognitoError(error) && error.code !== 'profile_missing' ? error.detail.name : undefined;
}

async function show(error: unknown, profile: string | undefined): Promise<void> {
  const { explain } = await import('./explain');
  const context = {
    callbackUrl: callbackUrlOf(profile),
    localPoolPort: localPoolPort(),
    ...defined({ profile }),
  };
  const { what, why, next, remedies } = explain(error, context);
  const titles = remedies.map((remedy) => remedyButtons[remedy].title);
  const title = await window.showErrorMessage(plain(`${what} ${why} ${next}`), ...titles);
  const remedy = remedies.find((candidate) => remedyButtons[candidate].title === title);
  if (remedy === undefined) return;
  await runRemedy(remedy, profile ?? namedIn(error));
}
