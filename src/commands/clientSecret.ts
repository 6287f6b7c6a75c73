import { commands, InputBoxValidationSeverity, window } from 'vscode';
import { confirmDone } from '../editor/notify';
import { secretKey } from '../core/clientSecret';
import { plain, plainLabel } from '../core/text';
import type { Profile } from '../core/profile';
import type { Parts } from './parts';

type SecretParts = Pick<Parts, 'clientSecrets' | 'log'>;

/** What Cognito makes: 51 or 52 letters and digits; an own one has 24 to 64. Source: AWS, ClientSecretType. */
const usualSecret = /^[\w+]{24,64}$/;

/**
 * Asks for a profile's client secret and keeps it in SecretStorage; an empty answer offers to remove the one that is there.
 * @throws CognitoError secrets_unavailable
 */
export async function setClientSecret({ clientSecrets, log }: SecretParts, profile: Profile): Promise<void> {
  const key = secretKey(profile);
  const name = plainLabel(profile.name);
  const known = await clientSecrets.has(key);
  const answer = await window.showInputBox({
    title: `Client secret of “${name}”`,
    prompt: `For the app client ${profile.clientId} of ${plain(key.authority)}. It is kept in this editor’s secret storage, never in settings.`,
    placeHolder: known ? 'A secret is set. Leave this empty to remove it.' : 'From the app client’s page',
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === '' || usualSecret.test(value.trim())
        ? undefined
        : {
            message: 'This does not look like a client secret of Amazon Cognito. It can be set all the same.',
            severity: InputBoxValidationSeverity.Warning,
          },
  });
  if (answer === undefined) return;
  const secret = answer.trim();
  if (secret !== '') {
    await clientSecrets.set(key, secret);
    log.info(`[client-secret] set for the app client ${profile.clientId}`);
    offerSignIn(`The client secret of “${name}” is set.`, profile.name);
  } else if (known) await offerRemoval({ clientSecrets, log }, profile);
}

async function offerRemoval({ clientSecrets, log }: SecretParts, profile: Profile): Promise<void> {
  const remove = 'Remove Secret';
  const choice = await window.showWarningMessage(
    `Remove the client secret of “${plainLabel(profile.name)}” from this editor?`,
    { modal: true, detail: 'The app client itself keeps it: the AWS console shows it again.' },
    remove,
  );
  if (choice !== remove) return;
  await clientSecrets.delete(secretKey(profile));
  log.info(`[client-secret] removed for the app client ${profile.clientId}`);
  confirmDone(`Client secret of “${plainLabel(profile.name)}” removed`);
}

function offerSignIn(message: string, profile: string): void {
  void window.showInformationMessage(message, 'Sign In').then((choice) => {
    if (choice === 'Sign In') void commands.executeCommand('cognito.signIn', profile);
  });
}
