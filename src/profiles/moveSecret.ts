import { commands, window } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { CognitoError } from '../core/errors';
import { plain, plainLabel } from '../core/text';
import { secretKey } from '../core/clientSecret';
import type { ClientSecrets } from '../sessions/clientSecrets';
import { findWrittenSecret, removeWrittenSecret } from './writtenSecret';
import type { WrittenSecret } from './writtenSecret';

export interface SecretParts {
  readonly clientSecrets: Pick<ClientSecrets, 'get' | 'set'>;
  readonly log: Pick<LogOutputChannel, 'info'>;
}

/**
 * Moves a client secret that somebody wrote into settings to SecretStorage. One that a workspace brings is asked about.
 * @param name the profile's
 * @throws CognitoError profile_missing, profile_invalid when the rest of the entry is unsound, secrets_unavailable
 */
export async function moveSecret(name: unknown, { clientSecrets, log }: SecretParts): Promise<void> {
  const written = findWrittenSecret(name);
  if (written === undefined) throw new CognitoError('profile_missing', { name: String(name) });
  const { profile, secret } = written;
  const key = secretKey(profile);
  const stored = await clientSecrets.get(key);
  const takes = secret !== undefined && secret !== stored && (await takesWritten(written, stored));
  if (takes) {
    // One that cannot be stored for good stays where it is: removing it would lose it.
    if (!(await clientSecrets.set(key, secret))) {
      throw new CognitoError('secrets_unavailable', { operation: 'write' });
    }
    log.info(`[client-secret] moved from settings for the app client ${profile.clientId}`);
  }
  await removeWrittenSecret(written);
  const kept = takes || stored !== undefined ? 'in this editor’s secret storage' : 'and was not kept';
  void offerSignIn(
    `The client secret of “${plainLabel(profile.name)}” is out of your settings, ${kept}. Was that file ever shared, synced or committed? Then rotate the secret in the AWS console.`,
    profile.name,
  );
}

/** Whether the secret in settings is to be used, where that is not plain. @throws CognitoError sign_in_cancelled */
async function takesWritten({ profile, layer }: WrittenSecret, stored: string | undefined): Promise<boolean> {
  const theirs = layer.source === 'workspace';
  if (stored === undefined && !theirs) return true;
  const name = `“${plainLabel(profile.name)}”`;
  const other = `${name} has another client secret in this editor’s secret storage already.`;
  const [take, leave] = theirs
    ? (['Move to Secret Storage', 'Remove it Only'] as const)
    : (['Use the One from Settings', 'Keep the Stored One'] as const);
  const choice = await window.showWarningMessage(
    theirs ? `Use the client secret that this workspace’s files hold for ${name}?` : other,
    {
      modal: true,
      detail: theirs
        ? `It would be sent for the app client ${profile.clientId} of ${plain(secretKey(profile).authority)}, by every profile that uses it.${stored === undefined ? '' : ` ${other} It would be replaced.`}\n\nIt is removed from the workspace’s files in either case.`
        : 'The one in settings is removed from there in either case.',
    },
    ...(theirs ? [take, leave] : [leave, take]),
  );
  if (choice === undefined) throw new CognitoError('sign_in_cancelled');
  return choice === take;
}

async function offerSignIn(message: string, profile: string): Promise<void> {
  const choice = await window.showInformationMessage(message, 'Sign In');
  if (choice === 'Sign In') await commands.executeCommand('cognito.signIn', profile);
}
