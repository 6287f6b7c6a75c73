import { commands, window } from 'vscode';
import { plainLabel } from '../core/problem';
import type { SessionStore } from '../sessions/store';
import { editProfile } from './editProfile';
import { layerOf, removeEntry } from './profileEdits';
import { findProfile } from './settings';

/**
 * Takes a profile out of the settings that define it, after asking, and ends its session when the user says so.
 * @throws CognitoError profile_missing, settings_unwritable
 */
export async function removeProfile(name: string, store: SessionStore): Promise<void> {
  const layer = layerOf(name);
  // What has no name is found by looking.
  if (layer === undefined) return editProfile(name);
  const profile = findProfile(name);
  const session = profile && (await store.find(profile).catch(() => undefined));
  const where = layer.source === 'user' ? 'your user settings' : 'the workspace’s settings';
  const [both, alone] = ['Remove and Sign Out', 'Remove'];
  const answer = await window.showWarningMessage(
    `Remove the profile “${plainLabel(name)}” from ${where}?`,
    {
      modal: true,
      detail:
        session === undefined
          ? 'The user pool and its app client are not touched.'
          : 'You are signed in. Signing out ends the session at the user pool, for every profile of the same app client.',
    },
    ...(session === undefined ? [alone] : [both, alone]),
  );
  if (answer === undefined) return;
  // It is the profile that says where to sign out, so before it is gone.
  if (answer === both) await commands.executeCommand('cognito.signOut', name);
  await removeEntry(name, layer);
  window.setStatusBarMessage(`$(check) Profile “${plainLabel(name)}” removed`, 4000);
}
