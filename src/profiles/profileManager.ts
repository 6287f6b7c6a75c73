import type { LayeredFault } from '../core/profileLayers';
import { addProfile } from './add/addProfile';
import type { AddContext } from './add/addProfile';
import { editProfile } from './editProfile';
import { moveSecret } from './moveSecret';
import type { SecretParts } from './moveSecret';
import { pickProfile } from './profilePicker';
import type { Picked } from './profilePicker';
import type { PickerParts } from './profileItems';
import { removeProfile } from './removeProfile';

/** What a person does to the list of profiles and the secrets in it. A fault says which entry is meant where a name does not. */
export interface ProfileManager {
  /** @param thenSignIn sign in at once instead of offering it. @throws CognitoError settings_unwritable, profile_invalid */
  readonly add: (thenSignIn: boolean) => Promise<void>;
  /** @throws CognitoError profile_missing */
  readonly edit: (name: string, fault?: LayeredFault) => Promise<void>;
  /** @throws CognitoError profile_missing, settings_unwritable */
  readonly remove: (name: string, fault?: LayeredFault) => Promise<void>;
  /** @throws CognitoError as moveSecret */
  readonly moveSecret: (name: unknown) => Promise<void>;
  /** Asks for a profile. @param broken whether a broken one can be chosen, or is opened for repair */
  readonly pick: (placeholder: string, broken: 'choose' | 'repair') => Promise<Picked | undefined>;
}

/** A bundle of its own: the parsers for other people's files are loaded when profiles are managed. */
export function createProfileManager(context: AddContext & PickerParts & SecretParts): ProfileManager {
  return {
    add: (thenSignIn) => addProfile(context, thenSignIn),
    edit: editProfile,
    remove: (name, fault) => removeProfile(name, context.store, fault),
    moveSecret: (name) => moveSecret(name, context),
    pick: (placeholder, broken) => pickProfile(context, placeholder, broken),
  };
}
