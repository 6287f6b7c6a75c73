import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import type { RegistrationOffer } from '../../client/oauth/registration';
import { poolLabel } from '../../core/profile';
import { plain } from '../../core/text';
import { describeHost } from '../trust/trustQuestion';

/** `typed`: the user enters a client id. */
type Answer<Choice extends string> = Choice | 'typed' | 'cancelled';

/** Asks whether this editor may be registered, and says what is created and where. */
export function askToRegister(offer: RegistrationOffer): Promise<Answer<'register'>> {
  const { host, hostname } = new URL(offer.endpoint);
  const detail = [
    l10n.t`An app client is created in the user pool ${plain(poolLabel(offer))}, by a request to:`,
    host,
    describeHost(hostname),
    [l10n.t`Name: ${plain(offer.name)}`, l10n.t('Callback URLs:'), ...offer.redirectUris.map(plain)].join(
      '\n',
    ),
    l10n.t(
      'It has no client secret. This editor uses it again whenever you add this pool. It stays in the pool until an administrator of the pool deletes it.',
    ),
  ].join('\n\n');
  return ask(l10n.t('This user pool lets apps register themselves. Register this editor?'), detail, {
    [l10n.t('Register')]: 'register',
  });
}

/** Asks whether the app client that this editor registered earlier is to be used. */
export function askToReuse(clientId: string): Promise<Answer<'reuse' | 'again'>> {
  return ask(
    l10n.t('This editor is registered with this user pool already. Use its app client?'),
    [
      l10n.t`Client ID: ${plain(clientId)}`,
      l10n.t('Register this editor again when the pool no longer has this app client.'),
    ].join('\n\n'),
    { [l10n.t('Use App Client')]: 'reuse', [l10n.t('Register Again')]: 'again' },
  );
}

async function ask<Choice extends string>(
  message: string,
  detail: string,
  choices: Readonly<Record<string, Choice>>,
): Promise<Answer<Choice>> {
  const answers: Readonly<Record<string, Answer<Choice>>> = {
    ...choices,
    [l10n.t('Enter Client ID')]: 'typed',
  };
  const titles = Object.keys(answers);
  const title = await window.showInformationMessage(message, { modal: true, detail }, ...titles);
  return answers[title ?? ''] ?? 'cancelled';
}
