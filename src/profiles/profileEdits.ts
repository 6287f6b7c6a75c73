import * as l10n from '@vscode/l10n';
import { ConfigurationTarget, workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import type { NewProfile } from './add/completeDraft';
import { entryName } from '../core/profile';
import type { InvalidEntry, ProfileSource } from '../core/profileLayers';
import type { ListedEntry } from './profileList';
import { inspectSetting, readInvalidEntries, settingsLayers, type SettingsLayer } from './settings';

/** The layer and the index of an entry of `cognito.profiles`. */
export interface Place extends Partial<ListedEntry> {
  readonly layer: SettingsLayer;
}

/**
 * The entry with a name in the layer with the highest precedence: the valid one, otherwise an invalid one.
 * @param invalidEntry the invalid entry to find, because several entries can have one name or none
 */
export function placeOf(name: string, invalidEntry?: InvalidEntry): Place | undefined {
  const layers = settingsLayers();
  const invalidEntries = readInvalidEntries();
  const place = (at: number, index: number | undefined): Place | undefined => {
    const layer = layers[at];
    if (layer === undefined) return undefined;
    return index === undefined ? { layer } : { layer, index, entry: stored(layer)[index] };
  };
  if (invalidEntry) {
    const still = invalidEntries.some(
      (known) =>
        known.name === invalidEntry.name &&
        known.layer === invalidEntry.layer &&
        known.index === invalidEntry.index,
    );
    return still ? place(invalidEntry.layer, invalidEntry.index) : undefined;
  }
  for (const [at, layer] of layers.entries()) {
    const called = stored(layer).flatMap((entry, index) => (entryName(entry) === name ? [index] : []));
    const broken = (index: number): boolean =>
      invalidEntries.some((known) => known.layer === at && known.index === index);
    const index = called.find((candidate) => !broken(candidate)) ?? called[0];
    if (index !== undefined) return place(at, index);
  }
  const nameless = invalidEntries.find((known) => known.name === name);
  return nameless && place(nameless.layer, nameless.index);
}

/**
 * Adds a profile to the settings, or replaces the entry with its name in the same layer. Other entries are not changed.
 * @throws CognitoError settings_unwritable, profile_invalid when the setting is no list
 */
export async function saveProfile(profile: NewProfile, source: ProfileSource = 'user'): Promise<void> {
  const target = source === 'user' ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  await changeProfiles({ target, source }, (entries) => [
    ...entries.filter((entry) => entryName(entry) !== profile.name),
    profile,
  ]);
}

/**
 * Changes the list of a layer. Reads it again first, because it may have changed while the user answered a question.
 * @throws CognitoError settings_unwritable, profile_invalid when the setting is no list
 */
export async function changeProfiles(
  layer: Omit<SettingsLayer, 'value'>,
  change: (entries: readonly unknown[]) => readonly unknown[],
): Promise<void> {
  const { target, folder, source } = layer;
  const now = settingsLayers().find(
    (candidate) =>
      candidate.source === source &&
      candidate.target === target &&
      candidate.folder?.toString() === folder?.toString(),
  );
  const changed = change(whole(now?.value));
  await writeSetting('profiles', changed.length === 0 ? undefined : changed, { target, folder, source });
}

/** @throws CognitoError settings_unwritable */
export async function writeSetting(
  name: 'profiles' | 'defaultProfile',
  value: unknown,
  { target, folder, source }: Omit<SettingsLayer, 'value'>,
): Promise<void> {
  // VS Code writes a user setting to the remote machine's settings when these define it already.
  if (source === 'user' && inspectSetting(name).machine !== undefined) {
    throw new CognitoError('settings_unwritable', { where: 'machine', setting: `cognito.${name}` });
  }
  try {
    await workspace.getConfiguration('cognito', folder).update(name, value, target);
  } catch (cause) {
    throw new CognitoError('settings_unwritable', { where: source }, cause);
  }
}

function stored({ value }: Pick<SettingsLayer, 'value'>): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The whole list, because a change replaces it. @throws CognitoError profile_invalid */
function whole(value: unknown): readonly unknown[] {
  if (Array.isArray(value) || (value ?? undefined) === undefined) return stored({ value });
  throw new CognitoError('profile_invalid', { name: 'cognito.profiles', reason: l10n.t('must be a list') });
}
