import { commands, InputBoxValidationSeverity, window } from 'vscode';
import { secretKey } from '../core/profile/clientSecret';
import { CognitoError } from '../core/errors';
import { plain, plainLabel } from '../core/problem';
import type { Profile } from '../core/profile/profile';
import { findWrittenSecret, removeWrittenSecret } from '../profiles/writtenSecret';
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
  window.setStatusBarMessage(`$(check) Client secret of “${plainLabel(profile.name)}” removed`, 4000);
}

/**
 * Moves a client secret that somebody wrote into settings to SecretStorage.
 * @param name the profile's
 * @throws CognitoError profile_missing, profile_invalid when the rest of the entry is unsound, secrets_unavailable
 */
export async function moveClientSecret({ clientSecrets, log }: SecretParts, name: unknown): Promise<void> {
  const written = findWrittenSecret(name);
  if (written === undefined) throw new CognitoError('profile_missing', { name: String(name) });
  const { profile, secret } = written;
  const title = plainLabel(profile.name);
  const key = secretKey(profile);
  if (secret !== undefined && !(await keepsStored(await clientSecrets.get(key), secret, title))) {
    // One that cannot be stored for good stays where it is: removing it would lose it.
    if (!(await clientSecrets.set(key, secret))) {
      throw new CognitoError('secrets_unavailable', { operation: 'write' });
    }
    log.info(`[client-secret] moved from settings for the app client ${profile.clientId}`);
  }
  await removeWrittenSecret(written);
  offerSignIn(
    `The client secret of “${title}” is out of your settings, in this editor’s secret storage. Was that file ever shared, synced or committed? Then rotate the secret in the AWS console.`,
    profile.name,
  );
}

/** Whether the secret that is stored already is to be used instead of the written one. */
async function keepsStored(stored: string | undefined, written: string, name: string): Promise<boolean> {
  if (stored === undefined || stored === written) return stored === written;
  const [keep, replace] = ['Keep the Stored One', 'Use the One from Settings'] as const;
  const choice = await window.showWarningMessage(
    `“${name}” has another client secret in this editor’s secret storage already.`,
    { modal: true, detail: 'The one in settings is removed from there in either case.' },
    keep,
    replace,
  );
  if (choice === undefined) throw new CognitoError('sign_in_cancelled');
  return choice === keep;
}

function offerSignIn(message: string, profile: string): void {
  void window.showInformationMessage(message, 'Sign In').then((choice) => {
    if (choice === 'Sign In') void commands.executeCommand('cognito.signIn', profile);
  });
}
