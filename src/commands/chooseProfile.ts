import { CognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import { defaultProfileName, readProfile, readProfiles } from '../profiles/settings';
import type { Parts } from './parts';

/** The name in a command's argument: a keybinding gives text, the Cognito view its node. */
export function profileName(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const name: unknown =
    typeof argument === 'object' && argument !== null && 'profileName' in argument
      ? argument.profileName
      : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The profile a command works on: the named one, the active one, or the one the user picks, which is active from then on. */
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
  const picked = await (
    await profileManager()
  ).pick('The profile to use, from now on in this workspace', 'repair');
  if (picked === undefined) return undefined;
  const profile = readProfile(picked.profileName);
  await activeProfile.select(profile.name);
  return profile;
}
