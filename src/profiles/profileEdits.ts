import { ConfigurationTarget, workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import type { NewProfile } from '../core/profile/completeDraft';
import { entryName } from '../core/profile/profileLayers';
import type { ProfileSource } from '../core/profile/profileLayers';
import { profileFaults } from './settings';

/** A file of settings that has a list of profiles of its own. */
export interface SettingsLayer {
  readonly source: ProfileSource;
  readonly target: ConfigurationTarget;
}

const user: SettingsLayer = { source: 'user', target: ConfigurationTarget.Global };
const ofWorkspace: SettingsLayer = { source: 'workspace', target: ConfigurationTarget.Workspace };
const ofFolder: SettingsLayer = { source: 'workspace', target: ConfigurationTarget.WorkspaceFolder };

/** The layer that an entry is in, the one that counts first: broken entries have one too. */
export function layerOf(name: string): SettingsLayer | undefined {
  const layers = workspace.isTrusted ? [ofWorkspace, ofFolder, user] : [user];
  return layers.find(({ target }) => stored(target).some((entry) => entryName(entry) === name));
}

/** The layer of an entry that has no name to find it by. */
export function layerOfFault(name: string): SettingsLayer | undefined {
  const fault = profileFaults().find((candidate) => candidate.name === name);
  return fault && (fault.source === 'user' ? user : ofWorkspace);
}

/**
 * Adds a profile to the settings, or replaces the one of that name in the same layer. All else there stays as it is.
 * @throws CognitoError settings_unwritable, profile_invalid when the setting is no list
 */
export async function saveProfile(profile: NewProfile, source: ProfileSource = 'user'): Promise<void> {
  const { target } = source === 'user' ? user : ofWorkspace;
  const others = stored(target, 'whole').filter((entry) => entryName(entry) !== profile.name);
  await write([...others, profile], target);
}

/**
 * Takes every entry of a name out of one layer.
 * @throws CognitoError settings_unwritable, profile_invalid when the setting is no list
 */
export async function removeEntry(name: string, { target }: SettingsLayer): Promise<void> {
  const others = stored(target, 'whole').filter((entry) => entryName(entry) !== name);
  await write(others.length === 0 ? undefined : others, target);
}

/** @param whole to replace the list, all of it must be understood */
function stored(target: ConfigurationTarget, whole?: 'whole'): readonly unknown[] {
  const all = workspace.getConfiguration('cognito').inspect<unknown>('profiles');
  const value =
    target === ConfigurationTarget.Global
      ? all?.globalValue
      : target === ConfigurationTarget.Workspace
        ? all?.workspaceValue
        : all?.workspaceFolderValue;
  if (Array.isArray(value)) return value as readonly unknown[];
  if (value === undefined || value === null || whole === undefined) return [];
  throw new CognitoError('profile_invalid', { name: 'cognito.profiles', reason: 'must be a list' });
}

async function write(profiles: readonly unknown[] | undefined, target: ConfigurationTarget): Promise<void> {
  try {
    await workspace.getConfiguration('cognito').update('profiles', profiles, target);
  } catch (cause) {
    const where = target === ConfigurationTarget.Global ? 'user' : 'workspace';
    throw new CognitoError('settings_unwritable', { where }, cause);
  }
}
