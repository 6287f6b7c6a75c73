import { CognitoError } from '../core/errors';
import { parseProfiles } from '../core/profile/profile';
import type { Profile } from '../core/profile/profile';
import { entryName } from '../core/profile/profileLayers';
import { writeProfiles } from './profileEdits';
import { settingsLayers } from './settings';
import type { SettingsLayer } from './settings';

/** An entry of `cognito.profiles` that holds a client secret, and the layer of settings it is in. */
export interface WrittenSecret {
  /** The profile without the secret. */
  readonly profile: Profile;
  /** Undefined when what is written there is none. */
  readonly secret: string | undefined;
  readonly entry: object;
  readonly entries: readonly unknown[];
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
    const entry = entries.find((candidate) => entryName(candidate) === name && holdsSecret(candidate));
    if (holdsSecret(entry)) {
      const { clientSecret } = entry;
      const secret = typeof clientSecret === 'string' ? clientSecret.trim() : '';
      return { profile: sound(entry), secret: secret === '' ? undefined : secret, entry, entries, layer };
    }
  }
  return undefined;
}

/** Writes the layer without the secret; everything else in it stays. @throws CognitoError settings_unwritable */
export async function removeWrittenSecret({ entry, entries, layer }: WrittenSecret): Promise<void> {
  const cleaned = entries.map((candidate) => (candidate === entry ? withoutSecret(entry) : candidate));
  await writeProfiles(cleaned, layer);
}

function holdsSecret(entry: unknown): entry is { readonly clientSecret: unknown } {
  return typeof entry === 'object' && entry !== null && 'clientSecret' in entry;
}

function withoutSecret(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => field !== 'clientSecret'));
}

function sound(entry: object): Profile {
  const { profiles, faults } = parseProfiles([withoutSecret(entry)]);
  const [profile] = profiles;
  if (profile) return profile;
  throw new CognitoError('profile_invalid', { ...faults[0] });
}
