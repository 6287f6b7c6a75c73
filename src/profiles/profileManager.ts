import { addProfile } from './addProfile';
import type { AddContext } from './addProfile';
import { editProfile } from './editProfile';
import { pickProfile } from './profilePicker';
import type { PickerParts } from './profilePicker';
import { removeProfile } from './removeProfile';

/** What a person does to the list of profiles. */
export interface ProfileManager {
  /** @param thenSignIn sign in at once instead of offering it. @throws CognitoError settings_unwritable, profile_invalid */
  readonly add: (thenSignIn: boolean) => Promise<void>;
  /** @throws CognitoError profile_missing */
  readonly edit: (name: string) => Promise<void>;
  /** @throws CognitoError profile_missing, settings_unwritable */
  readonly remove: (name: string) => Promise<void>;
  /** Asks for a profile. @param broken whether a broken one can be chosen, or is opened for repair */
  readonly pick: (placeholder: string, broken: 'choose' | 'repair') => Promise<string | undefined>;
}

/** A bundle of its own: the parsers for other people's files are loaded when profiles are managed. */
export function createProfileManager(context: AddContext & PickerParts): ProfileManager {
  return {
    add: (thenSignIn) => addProfile(context, thenSignIn),
    edit: editProfile,
    remove: (name) => removeProfile(name, context.store),
    pick: (placeholder, broken) => pickProfile(context, placeholder, broken),
  };
}
