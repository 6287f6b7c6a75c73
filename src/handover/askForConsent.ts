import { window } from 'vscode';
import { plain, plainLabel, truncate } from '../core/text';
import type { ConsentAnswer } from './consent';
import { tokenTitles, type HandOver } from './freshToken';

/** Longer names are cut, so that the name of a program cannot push the rest out of sight. */
const longestName = 60;

/**
 * Asks the user in a notification whether a program may have a token. It is no dialog, because a dialog takes the keyboard, and a
 * user who is typing would answer it by mistake.
 */
export async function askForConsent({ profile, kind, receiver }: HandOver): Promise<ConsentAnswer> {
  const answers: Readonly<Record<string, ConsentAnswer>> = profile.production
    ? { 'Allow Once': 'once', Deny: 'denied' }
    : { 'Allow Once': 'once', 'Allow in This Window': 'window', Deny: 'denied' };
  const name = truncate(plainLabel(profile.name), longestName);
  const program = truncate(plain(receiver), longestName);
  const production = profile.production ? ', a production profile,' : '';
  const message = `Give the ${tokenTitles[kind]} of “${name}”${production} to ${program}? It asks in a terminal of this window, and can then do whatever the token allows.`;
  const answer = await window.showWarningMessage(message, ...Object.keys(answers));
  return answers[answer ?? ''] ?? 'denied';
}
