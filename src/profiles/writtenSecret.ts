import { CognitoError } from '../core/errors';
import { entryName, parseProfiles } from '../core/profile';
import type { Profile } from '../core/profile';
import { holdsSecret, strip, withoutSecret } from './profileList';
import type { ListedEntry } from './profileList';
import { changeProfiles } from './profileEdits';
import { settingsLayers } from './settings';
import type { SettingsLayer } from './settings';

/** An entry of `cognito.profiles` that holds a client secret, and the layer of settings it is in. */
export interface WrittenSecret extends ListedEntry {
  /** The profile without the secret. */
  readonly profile: Profile;
  /** Undefined when what is written there is none. */
  readonly secret: string | undefined;
  readonly layer: SettingsLayer;
}

/**
 * The first entry of a name, in the order in which layers count, that holds a client secret.
 * @throws CognitoError profile_invalid when the rest of the entry is unsound
 */
export function findWrittenSecret(name: unknown): WrittenSecret | undefined {
  for (const layer of settingsLayers()) {
    const { value } = layer;
    const entries = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const index = entries.findIndex((candidate) => entryName(candidate) === name && holdsSecret(candidate));
    const entry = entries[index];
    if (holdsSecret(entry)) {
      const { clientSecret } = entry;
      const secret = typeof clientSecret === 'string' ? clientSecret.trim() : '';
      return { profile: sound(entry), secret: secret === '' ? undefined : secret, entry, index, layer };
    }
  }
  return undefined;
}

/**
 * Writes the layer without the secret; everything else in it stays, also what was written meanwhile.
 * @throws CognitoError settings_unwritable, profile_invalid when the setting is no list any more
 */
export async function removeWrittenSecret({ layer, ...listed }: WrittenSecret): Promise<void> {
  await changeProfiles(layer, (entries) => withoutSecret(entries, listed));
}

function sound(entry: object): Profile {
  const { profiles, faults } = parseProfiles([strip(entry)]);
  const [profile] = profiles;
  if (profile) return profile;
  throw new CognitoError('profile_invalid', { ...faults[0] });
}
