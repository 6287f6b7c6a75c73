import * as l10n from '@vscode/l10n';
import { commands, window } from 'vscode';
import { confirmDone } from '../editor/notify';
import { CognitoError } from '../core/errors';
import { plainLabel, sentences } from '../core/text';
import { entryName } from '../core/profile';
import type { InvalidEntry, ProfileSource } from '../core/profileLayers';
import { withoutEntry, type ListedEntry } from './profileList';
import { subjectOf } from '../core/session';
import type { SessionStore } from '../sessions/store';
import { editProfile } from './editProfile';
import { changeProfiles, placeOf } from './profileEdits';
import { findProfile, type SettingsLayer } from './settings';

/** The settings that a profile is removed from. */
const settingsOf: Readonly<Record<ProfileSource, string>> = {
  user: l10n.t('your user settings'),
  workspace: l10n.t('the workspace’s settings'),
  machine: l10n.t('the settings of the remote machine'),
};

export interface RemoveParts {
  readonly store: Pick<SessionStore, 'findAll'>;
}

/**
 * Asks the user, removes a profile from the settings that define it, and signs out all its users if the user chose that.
 * @param invalidEntry the invalid entry to remove; another entry with its name stays
 * @throws CognitoError profile_missing, settings_unwritable
 */
export async function removeProfile(
  name: string,
  { store }: RemoveParts,
  invalidEntry?: InvalidEntry,
): Promise<void> {
  const { layer, index, entry } = placeOf(name, invalidEntry) ?? {};
  // An entry without a name is shown in the settings, so that the user can find it.
  if (layer === undefined || index === undefined || entryName(entry) !== name) {
    return editProfile(name, invalidEntry);
  }
  const profile = invalidEntry ? undefined : findProfile(name);
  const sessions = profile === undefined ? [] : await store.findAll(profile).catch(() => []);
  const where = settingsOf[layer.source];
  const [both, alone] = [l10n.t('Remove and Sign Out'), l10n.t('Remove')];
  const question = invalidEntry
    ? l10n.t`Remove the entry “${plainLabel(name)}” that cannot be used from ${where}?`
    : l10n.t`Remove the profile “${plainLabel(name)}” from ${where}?`;
  const who =
    sessions.length > 1 ? l10n.t('{0} users are signed in.', sessions.length) : l10n.t('You are signed in.');
  const detail =
    sessions.length > 0
      ? sentences(
          who,
          l10n.t('Signing out ends the session at the user pool, for every profile of the same app client.'),
        )
      : l10n.t('The user pool and its app client are not touched.');
  const buttons = sessions.length > 0 ? [both, alone] : [alone];
  const answer = await window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  if (answer === undefined) return;
  // Sign out first, because signing out needs the profile.
  for (const session of answer === both ? sessions : []) {
    await commands.executeCommand('cognito.signOut', name, subjectOf(session));
  }
  await removeEntry(layer, { entry, index });
  confirmDone(l10n.t`Profile “${plainLabel(name)}” removed`);
}

/** @throws CognitoError settings_unwritable, profile_missing when it is gone already */
export async function removeEntry(layer: SettingsLayer, listed: ListedEntry): Promise<void> {
  await changeProfiles(layer, (entries) => {
    const others = withoutEntry(entries, listed);
    if (others) return others;
    throw new CognitoError('profile_missing', { name: entryName(listed.entry) ?? '' });
  });
}
