import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import { shortLabel } from '../core/text';
import type { ConsentAnswer } from './consent';
import { handedTitles, type HandedKind, type HandoverRequest } from './freshToken';

/** What a program can do with what it gets. */
const powers: Readonly<Record<HandedKind, string>> = {
  access: l10n.t('can call every API that accepts the token'),
  id: l10n.t('can call every API that accepts the token'),
  aws: l10n.t('can use everything in AWS that the user’s role allows'),
};

/**
 * Asks the user in a notification whether a program may have a token. It is no dialog, because a dialog takes the keyboard, and a
 * user who is typing would answer it by mistake.
 */
export async function askForConsent({
  profile,
  kind,
  user,
  receiver,
}: HandoverRequest): Promise<ConsentAnswer> {
  const answers: Readonly<Record<string, ConsentAnswer>> = profile.production
    ? { 'Allow Once': 'once', Deny: 'denied' }
    : { 'Allow Once': 'once', 'Allow in This Window': 'window', Deny: 'denied' };
  const production = profile.production ? l10n.t(', a production profile,') : '';
  const scope = profile.production
    ? ''
    : l10n.t(' “Allow in This Window” holds for every program in the terminals of this window.');
  const whose = user === undefined ? '' : l10n.t` The user is ${shortLabel(user.name)}.`;
  const message = l10n.t`Give ${handedTitles[kind]} of “${shortLabel(profile.name)}”${production} to ${shortLabel(receiver)}? It runs in a terminal, and ${powers[kind]}.${whose}${scope}`;
  const answer = await window.showWarningMessage(message, ...Object.keys(answers));
  return answers[answer ?? ''] ?? 'denied';
}
