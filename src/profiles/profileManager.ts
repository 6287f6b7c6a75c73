import type { InvalidEntry } from '../core/profileLayers';
import type { Profile } from '../core/profile';
import { addProfile, type AddContext } from './add/addProfile';
import { changeCallbackUrl, type CallbackUrlParts } from './callbackUrlInput';
import { setClientSecret, type SecretParts } from './clientSecretInput';
import { editProfile } from './editProfile';
import { pickProfile } from './profilePicker';
import type { Picked, PickerParts } from './profileItems';
import { removeProfile, type RemoveParts } from './removeProfile';

/** Adds, edits, removes and picks profiles. `invalid` names an entry that cannot be used, because several may have one name. */
export interface ProfileManager {
  /** @param thenSignIn sign in at once instead of offering it. @throws CognitoError settings_unwritable, profile_invalid */
  readonly add: (thenSignIn: boolean) => Promise<void>;
  /** @throws CognitoError profile_missing */
  readonly edit: (name: string, invalidEntry?: InvalidEntry) => Promise<void>;
  /** @throws CognitoError profile_missing, settings_unwritable */
  readonly remove: (name: string, invalidEntry?: InvalidEntry) => Promise<void>;
  /** Asks for the client secret of a profile. @throws CognitoError secrets_unavailable */
  readonly setClientSecret: (profile: Profile) => Promise<void>;
  /** Asks for another callback URL of a profile. @returns false when the user gives up. @throws CognitoError as changeCallbackUrl */
  readonly changeCallbackUrl: (profile: Profile, parts: CallbackUrlParts) => Promise<boolean>;
  /** Lets the user pick a profile. @param broken what picking an invalid entry does: choose it, or open it for repair */
  readonly pick: (placeholder: string, broken: 'choose' | 'repair') => Promise<Picked | undefined>;
}

/** In a bundle of its own, because it contains the parsers of the importers. */
export function createProfileManager(
  context: AddContext & PickerParts & RemoveParts & SecretParts,
): ProfileManager {
  return {
    add: (thenSignIn) => addProfile(context, thenSignIn),
    edit: editProfile,
    remove: (name, invalidEntry) => removeProfile(name, context, invalidEntry),
    setClientSecret: (profile) => setClientSecret(context, profile),
    changeCallbackUrl,
    pick: (placeholder, broken) => pickProfile(context, placeholder, broken),
  };
}
