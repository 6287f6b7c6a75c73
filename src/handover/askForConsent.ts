import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import { shortLabel } from '../core/text';
import type { ConsentAnswer } from './consent';
import { handedTitles, type HandedKind, type HandoverRequest } from './freshToken';

const tokenPower = l10n.t(' It runs in a terminal, and can call every API that accepts the token.');
/** What a program can do with what it gets, with a space before it. */
const powers: Readonly<Record<HandedKind, string>> = {
  access: tokenPower,
  id: tokenPower,
  aws: l10n.t(' It runs in a terminal, and can use everything in AWS that the user’s role allows.'),
};

const buttons: Readonly<Record<ConsentAnswer, string>> = {
  once: l10n.t('Allow Once'),
  window: l10n.t('Allow in This Window'),
  denied: l10n.t('Deny'),
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
  const answers: readonly ConsentAnswer[] = profile.production
    ? ['once', 'denied']
    : ['once', 'window', 'denied'];
  const what = handedTitles[kind];
  const name = shortLabel(profile.name);
  const question = profile.production
    ? l10n.t`Give ${what} of “${name}”, a production profile, to ${shortLabel(receiver)}?`
    : l10n.t`Give ${what} of “${name}” to ${shortLabel(receiver)}?`;
  const scope = profile.production
    ? ''
    : l10n.t(' “Allow in This Window” holds for every program in the terminals of this window.');
  const whose = user === undefined ? '' : l10n.t` The user is ${shortLabel(user.name)}.`;
  const message = `${question}${powers[kind]}${whose}${scope}`;
  const title = await window.showWarningMessage(message, ...answers.map((answer) => buttons[answer]));
  return answers.find((answer) => buttons[answer] === title) ?? 'denied';
}
