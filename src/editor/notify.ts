import * as l10n from '@vscode/l10n';
import { commands, window } from 'vscode';
import { plain, untranslated } from '../core/text';

/** How long a confirmation stays in the status bar, in milliseconds. */
const confirmationTime = 4000;

/** Confirms in the status bar that an action is done. @param message a short text without a full stop */
export function confirmDone(message: string): void {
  window.setStatusBarMessage(untranslated(`$(check) ${message}`), confirmationTime);
}

/**
 * Shows a message with the button Sign In, and further ones.
 * @param others the other buttons: the title of each, and what it does
 */
export async function offerSignIn(
  message: string,
  profile: string,
  others: Readonly<Record<string, () => unknown>> = {},
): Promise<void> {
  const signIn = l10n.t('Sign In');
  const choice = await window.showInformationMessage(plain(message), signIn, ...Object.keys(others));
  if (choice === signIn) await commands.executeCommand('cognito.signIn', profile);
  else if (choice !== undefined) await others[choice]?.();
}
