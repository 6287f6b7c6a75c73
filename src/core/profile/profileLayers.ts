import { parseProfiles } from './profile';
import type { Profile, ProfileFault } from './profile';

/** Who defines a profile: the person, or the folder that is open. */
export type ProfileSource = 'user' | 'workspace';

/** What one layer of settings says in `cognito.profiles`, whatever its shape. */
export interface ProfileLayer {
  readonly source: ProfileSource;
  readonly value: unknown;
}

/** A profile that can be used, and the layer that defines it. */
export interface ProfileEntry {
  readonly profile: Profile;
  readonly source: ProfileSource;
}

/** An entry that cannot be used, and the layer it is in. */
export interface LayeredFault extends ProfileFault {
  readonly source: ProfileSource;
}

/**
 * Puts the layers of `cognito.profiles` together: a layer adds its profiles to those before it, and under one name the
 * first layer counts, a broken entry included.
 * @param layers the one that counts first
 */
export function layerProfiles(layers: readonly ProfileLayer[]): {
  readonly entries: readonly ProfileEntry[];
  readonly faults: readonly LayeredFault[];
} {
  const taken = new Set<string>();
  const entries: ProfileEntry[] = [];
  const faults: LayeredFault[] = [];
  for (const { source, value } of layers) {
    const fresh = Array.isArray(value)
      ? (value as readonly unknown[]).filter((entry) => !taken.has(entryName(entry) ?? ''))
      : value;
    const parsed = parseProfiles(fresh);
    entries.push(...parsed.profiles.map((profile) => ({ profile, source })));
    faults.push(...parsed.faults.map((fault) => ({ ...fault, source })));
    for (const entry of Array.isArray(value) ? (value as readonly unknown[]) : []) {
      const name = entryName(entry);
      if (name !== undefined) taken.add(name);
    }
  }
  return { entries, faults };
}

/**
 * `layerProfiles` that remembers its last answer, for settings that are read often and seldom change. They are compared by
 * what they say: an editor hands out copies, and tells of a change some of its listeners before others.
 */
export function createLayerReader(): typeof layerProfiles {
  let last: { readonly text: string; readonly answer: ReturnType<typeof layerProfiles> } | undefined;
  return (layers) => {
    const text = JSON.stringify(layers);
    if (last?.text !== text) last = { text, answer: layerProfiles(layers) };
    return last.answer;
  };
}

/** The name that a raw entry of `cognito.profiles` goes by; undefined when it has none. */
export function entryName(entry: unknown): string | undefined {
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

/**
 * The profile that commands work on when none is named.
 * @param chosen the name chosen in this workspace
 * @param preferred the setting `cognito.defaultProfile`
 * @returns the chosen one while it exists, else the default one, else the only one
 */
export function activeProfileOf(
  profiles: readonly Profile[],
  chosen: string | undefined,
  preferred: string | undefined,
): Profile | undefined {
  const called = (name: string | undefined): Profile | undefined =>
    profiles.find((profile) => profile.name === name);
  // A default that names nothing is a mistake to be told about, not a reason to take another.
  const only = preferred === undefined && profiles.length === 1 ? profiles[0] : undefined;
  return called(chosen) ?? called(preferred) ?? only;
}
