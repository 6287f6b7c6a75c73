import { ConfigurationTarget, workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import type { NewProfile } from '../core/profile/completeDraft';
import { entryName } from '../core/profile/profileLayers';
import type { ProfileSource } from '../core/profile/profileLayers';
import { profileFaults, settingsLayers } from './settings';
import type { SettingsLayer } from './settings';

/** The layer that an entry is in, the one that counts first: broken entries have one too. */
export function layerOf(name: string): SettingsLayer | undefined {
  return settingsLayers().find((layer) => stored(layer).some((entry) => entryName(entry) === name));
}

/** The layer of an entry that has no name to find it by. */
export function layerOfFault(name: string): SettingsLayer | undefined {
  const fault = profileFaults().find((candidate) => candidate.name === name);
  return settingsLayers().find(({ source, value }) => source === fault?.source && value !== undefined);
}

/**
 * Adds a profile to the settings, or replaces the one of that name in the same layer. All else there stays as it is.
 * @throws CognitoError settings_unwritable, profile_invalid when the setting is no list
 */
export async function saveProfile(profile: NewProfile, source: ProfileSource = 'user'): Promise<void> {
  const target = source === 'user' ? ConfigurationTarget.Global : ConfigurationTarget.Workspace;
  const layer = settingsLayers().find((candidate) => candidate.target === target) ?? {
    source,
    target,
    value: undefined,
  };
  const others = whole(layer).filter((entry) => entryName(entry) !== profile.name);
  await writeProfiles([...others, profile], layer);
}

/**
 * Takes every entry of a name out of one layer.
 * @throws CognitoError settings_unwritable, profile_invalid when the setting is no list
 */
export async function removeEntry(name: string, layer: SettingsLayer): Promise<void> {
  const others = whole(layer).filter((entry) => entryName(entry) !== name);
  await writeProfiles(others.length === 0 ? undefined : others, layer);
}

/** Replaces a layer's list. @throws CognitoError settings_unwritable */
export async function writeProfiles(
  profiles: readonly unknown[] | undefined,
  { target, folder, source }: Omit<SettingsLayer, 'value'>,
): Promise<void> {
  try {
    await workspace.getConfiguration('cognito', folder).update('profiles', profiles, target);
  } catch (cause) {
    throw new CognitoError('settings_unwritable', { where: source }, cause);
  }
}

function stored({ value }: Pick<SettingsLayer, 'value'>): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** To replace the list, all of it must be understood. @throws CognitoError profile_invalid */
function whole(layer: Pick<SettingsLayer, 'value'>): readonly unknown[] {
  if (Array.isArray(layer.value) || (layer.value ?? undefined) === undefined) return stored(layer);
  throw new CognitoError('profile_invalid', { name: 'cognito.profiles', reason: 'must be a list' });
}
