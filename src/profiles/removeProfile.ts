import { commands, window } from 'vscode';
import { confirmDone } from '../editor/notify';
import { CognitoError } from '../core/errors';
import { plainLabel } from '../core/text';
import { entryName } from '../core/profile';
import type { LayeredFault } from '../core/profileLayers';
import { withoutEntry, type ListedEntry } from './profileList';
import type { SessionStore } from '../sessions/store';
import { editProfile } from './editProfile';
import { changeProfiles, placeOf } from './profileEdits';
import { findProfile, type SettingsLayer } from './settings';

/**
 * Takes a profile out of the settings that define it, after asking, and ends its session when the user says so.
 * @param fault the broken entry that is meant: another one of its name stays
 * @throws CognitoError profile_missing, settings_unwritable
 */
export async function removeProfile(
  name: string,
  store: Pick<SessionStore, 'find'>,
  fault?: LayeredFault,
): Promise<void> {
  const { layer, index, entry } = placeOf(name, fault) ?? {};
  // What has no name is found by looking.
  if (layer === undefined || index === undefined || entryName(entry) !== name) {
    return editProfile(name, fault);
  }
  const profile = fault ? undefined : findProfile(name);
  const session = profile && (await store.find(profile).catch(() => undefined));
  const where = layer.source === 'user' ? 'your user settings' : 'the workspace’s settings';
  const [both, alone] = ['Remove and Sign Out', 'Remove'];
  const answer = await window.showWarningMessage(
    fault
      ? `Remove the entry “${plainLabel(name)}” that cannot be used from ${where}?`
      : `Remove the profile “${plainLabel(name)}” from ${where}?`,
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
  await removeEntry(layer, { entry, index });
  confirmDone(`Profile “${plainLabel(name)}” removed`);
}

/** @throws CognitoError settings_unwritable, profile_missing when it is gone already */
export async function removeEntry(layer: SettingsLayer, listed: ListedEntry): Promise<void> {
  await changeProfiles(layer, (entries) => {
    const others = withoutEntry(entries, listed);
    if (others) return others;
    throw new CognitoError('profile_missing', { name: entryName(listed.entry) ?? '' });
  });
}
