import * as l10n from '@vscode/l10n';
import { InputBoxValidationSeverity, window, type LogOutputChannel } from 'vscode';
import { secretKey } from '../core/clientSecret';
import type { Profile } from '../core/profile';
import { plain, plainLabel } from '../core/text';
import { confirmDone, offerSignIn } from '../editor/notify';
import type { ClientSecrets } from '../sessions/clientSecrets';

export interface SecretParts {
  readonly clientSecrets: ClientSecrets;
  readonly log: Pick<LogOutputChannel, 'info'>;
}

/**
 * Asks for a profile's client secret and gives it to the editor's secret storage. An empty answer offers to remove a secret
 * that is set. The owner of an app client can choose its secret, so a secret can have any length and any characters.
 * @throws CognitoError secrets_unavailable
 */
export async function setClientSecret({ clientSecrets, log }: SecretParts, profile: Profile): Promise<void> {
  const key = secretKey(profile);
  const name = plainLabel(profile.name);
  const known = (await clientSecrets.get(key)) !== undefined;
  const answer = await window.showInputBox({
    title: l10n.t`Client Secret of “${name}”`,
    prompt: l10n.t`The secret of the app client ${profile.clientId} of ${plain(key.authority)}. It is given to the editor’s secret storage, never to settings.`,
    placeHolder: known
      ? l10n.t('A secret is set. Leave this empty to remove it.')
      : l10n.t('Copy it from the app client’s page in the AWS console'),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === value.trim()
        ? undefined
        : {
            message: l10n.t('The spaces around the secret are left out.'),
            severity: InputBoxValidationSeverity.Info,
          },
  });
  if (answer === undefined) return;
  const secret = answer.trim();
  if (secret !== '') {
    await clientSecrets.set(key, secret);
    log.info(`[client-secret] set for the app client ${profile.clientId}`);
    void offerSignIn(l10n.t`The client secret of “${name}” is set.`, profile.name);
  } else if (known) await offerRemoval({ clientSecrets, log }, profile);
}

async function offerRemoval({ clientSecrets, log }: SecretParts, profile: Profile): Promise<void> {
  const remove = l10n.t('Remove Secret');
  const name = plainLabel(profile.name);
  const choice = await window.showWarningMessage(
    l10n.t`Remove the client secret of “${name}” from this editor?`,
    { modal: true, detail: l10n.t('The app client keeps its secret. The AWS console shows it again.') },
    remove,
  );
  if (choice !== remove) return;
  await clientSecrets.delete(secretKey(profile));
  log.info(`[client-secret] removed for the app client ${profile.clientId}`);
  confirmDone(l10n.t`Client secret of “${name}” removed`);
}
