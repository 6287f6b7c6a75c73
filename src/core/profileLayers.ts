import { defined } from './members';
import { entryName, parseProfiles, type Profile, type ProfileFault } from './profile';

/** Who defines a profile: the person, or the folder that is open. */
export type ProfileSource = 'user' | 'workspace';

/** One layer of settings, with its raw value of `cognito.profiles`. */
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
  /** Which of the layers that is, counted from the first. */
  readonly layer: number;
}

/**
 * Puts the layers of `cognito.profiles` together: a layer adds its profiles to those before it, and under one name the
 * first layer counts, a broken entry included. A workspace hides the user's entry of the same name; where it hides another
 * one of its own, that is a fault.
 * @param layers the one that counts first
 */
export function layerProfiles(layers: readonly ProfileLayer[]): {
  readonly entries: readonly ProfileEntry[];
  readonly faults: readonly LayeredFault[];
} {
  /** What each name stands for, as text. */
  const taken = new Map<string, string>();
  const entries: ProfileEntry[] = [];
  const faults: LayeredFault[] = [];
  for (const [layer, { source, value }] of layers.entries()) {
    const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const shown: number[] = [];
    for (const [index, entry] of list.entries()) {
      const name = entryName(entry);
      const hiding = name === undefined ? undefined : taken.get(name);
      if (name === undefined || hiding === undefined) shown.push(index);
      else if (source === 'workspace' && hiding !== JSON.stringify(entry)) {
        const reason = 'is used by another profile of this workspace, which takes precedence';
        faults.push({ name, field: 'name', reason, index, source, layer });
      }
    }
    const parsed = parseProfiles(Array.isArray(value) ? shown.map((index) => list[index]) : value);
    entries.push(...parsed.profiles.map((profile) => ({ profile, source })));
    for (const fault of parsed.faults) {
      const index = shown[fault.index ?? -1];
      faults.push({ ...fault, ...defined({ index }), source, layer });
    }
    for (const entry of list) {
      const name = entryName(entry);
      if (name !== undefined && !taken.has(name)) taken.set(name, JSON.stringify(entry));
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
