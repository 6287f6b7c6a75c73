import * as l10n from '@vscode/l10n';
import { CognitoError } from '../core/errors';
import { member } from '../core/members';
import type { Profile } from '../core/profile';
import { defaultProfileName, readProfile, readProfiles } from '../profiles/settings';
import type { Parts } from './parts';

/** The profile's name in a command's argument: a keybinding passes text, the Cognito view passes its node. */
export function profileName(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const name = member(argument, 'profileName');
  return typeof name === 'string' ? name : undefined;
}

/**
 * The user of a profile that a command's arguments name: the second one in text, or the node of a user in the Cognito view.
 * @returns undefined for the active user
 */
export function userNamed(argument: unknown, user: unknown): string | undefined {
  if (typeof user === 'string') return user;
  const named = member(argument, 'user');
  return typeof named === 'string' ? named : undefined;
}

/**
 * The profile that a command works on: the one that its argument names, else the active one, else one that the user picks. A
 * picked profile becomes the active one.
 * @returns undefined when the user picks none
 * @throws CognitoError profile_missing, profile_invalid
 */
export async function chooseProfile(
  argument: unknown,
  { activeProfile, profileManager }: Pick<Parts, 'activeProfile' | 'profileManager'>,
): Promise<Profile | undefined> {
  const name = profileName(argument);
  if (name !== undefined) return readProfile(name);
  const active = activeProfile.get();
  if (active) return active;
  const profiles = readProfiles();
  const preferred = defaultProfileName();
  if (preferred !== undefined && profiles.length > 0) {
    throw new CognitoError('profile_missing', { name: preferred, setting: 'cognito.defaultProfile' });
  }
  if (profiles.length === 0) throw new CognitoError('profile_missing');
  const manager = await profileManager();
  const picked = await manager.pick(
    l10n.t('Choose the profile that commands use in this workspace'),
    'repair',
  );
  if (picked === undefined) return undefined;
  const profile = readProfile(picked.profileName);
  await activeProfile.select(profile.name);
  return profile;
}
