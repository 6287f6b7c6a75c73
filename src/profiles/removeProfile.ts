import { commands, window } from 'vscode';
import { confirmDone } from '../editor/notify';
import { CognitoError } from '../core/errors';
import { plainLabel } from '../core/text';
import { entryName } from '../core/profile';
import type { InvalidEntry, ProfileSource } from '../core/profileLayers';
import { withoutEntry, type ListedEntry } from './profileList';
import type { SessionStore } from '../sessions/store';
import { editProfile } from './editProfile';
import { changeProfiles, placeOf } from './profileEdits';
import { findProfile, type SettingsLayer } from './settings';

/** The settings that a profile is removed from. */
const settingsOf: Readonly<Record<ProfileSource, string>> = {
  user: 'your user settings',
  workspace: 'the workspace’s settings',
  machine: 'the settings of the remote machine',
};

/**
 * Asks the user, removes a profile from the settings that define it, and signs out if the user chose that.
 * @param invalidEntry the invalid entry to remove; another entry with its name stays
 * @throws CognitoError profile_missing, settings_unwritable
 */
export async function removeProfile(
  name: string,
  store: Pick<SessionStore, 'find'>,
  invalidEntry?: InvalidEntry,
): Promise<void> {
  const { layer, index, entry } = placeOf(name, invalidEntry) ?? {};
  // An entry without a name is shown in the settings, so that the user can find it.
  if (layer === undefined || index === undefined || entryName(entry) !== name) {
    return editProfile(name, invalidEntry);
  }
  const profile = invalidEntry ? undefined : findProfile(name);
  const session = profile && (await store.find(profile).catch(() => undefined));
  const where = settingsOf[layer.source];
  const [both, alone] = ['Remove and Sign Out', 'Remove'];
  const question = invalidEntry
    ? `Remove the entry “${plainLabel(name)}” that cannot be used from ${where}?`
    : `Remove the profile “${plainLabel(name)}” from ${where}?`;
  const detail = session
    ? 'You are signed in. Signing out ends the session at the user pool, for every profile of the same app client.'
    : 'The user pool and its app client are not touched.';
  const buttons = session ? [both, alone] : [alone];
  const answer = await window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  if (answer === undefined) return;
  // Sign out first, because signing out needs the profile.
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
