import { commands, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { clockDifference } from './core/clock';
import { isCognitoError } from './core/errors';
import { logLine } from './core/logLine';
import { plain } from './core/problem';
import type { Remedy } from './core/problem';
import { callbackUrlOf } from './profiles/settings';
import { remedyButtons } from './remedies';

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
    `This computer’s clock is ${difference}, compared with ${host}. Tokens are judged by that host’s clock. Set yours right, or other programs may refuse them.`,
  );
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
  const { explain } = await import('./core/problems');
  const context = { callbackUrl: callbackUrlOf(profile), ...(profile === undefined ? {} : { profile }) };
  const { what, why, next, remedies } = explain(error, context);
  const titles = remedies.map((remedy) => remedyButtons[remedy].title);
  const title = await window.showErrorMessage(plain(`${what} ${why} ${next}`), ...titles);
  const remedy = remedies.find((candidate) => remedyButtons[candidate].title === title);
  if (remedy === undefined) return;
  await runRemedy(remedy, profile ?? namedIn(error));
}
