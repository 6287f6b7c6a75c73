import { window } from 'vscode';
import { CognitoError } from '../core/errors';
import type { Profile } from '../core/profile';
import { defaultProfileName, readProfile, readProfiles } from '../profiles/settings';

/** The profile a command works on: the named one, the default one, the only one, or the one the user picks. */
export async function chooseProfile(name: unknown): Promise<Profile | undefined> {
  if (typeof name === 'string') return readProfile(name);
  const profiles = readProfiles();
  const preferred = defaultProfileName();
  const known = profiles.find((profile) => profile.name === preferred);
  if (known) return known;
  if (preferred !== undefined && profiles.length > 0) {
    throw new CognitoError('profile_missing', { name: preferred, setting: 'cognito.defaultProfile' });
  }
  if (profiles.length === 0) throw new CognitoError('profile_missing');
  if (profiles.length === 1) return profiles[0];
  const items = profiles.map((profile) => ({
    label: profile.name,
    description: profile.userPoolId ?? profile.domain ?? profile.issuer ?? '',
    profile,
  }));
  return (await window.showQuickPick(items, { placeHolder: 'Choose a profile' }))?.profile;
}
