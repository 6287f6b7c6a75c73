import * as l10n from '@vscode/l10n';
import { defined } from './members';
import { entryName, parseProfile, type Profile, type InvalidProfile } from './profile';

/**
 * Who defines a profile: the user's own settings, the workspace, or the settings of the remote machine, which a `devcontainer.json`
 * of the workspace can write.
 */
export type ProfileSource = 'user' | 'workspace' | 'machine';

/** Who defines a profile, in a word for people; empty for the user. */
export const sourceTitles: Readonly<Record<ProfileSource, string>> = {
  user: '',
  workspace: l10n.t('workspace'),
  machine: l10n.t('machine'),
};

/** One layer of settings with its raw value of `cognito.profiles`. */
export interface ProfileLayer {
  readonly source: ProfileSource;
  readonly value: unknown;
}

/** A valid profile, and the layer that defines it. */
export interface ProfileEntry {
  readonly profile: Profile;
  readonly source: ProfileSource;
}

/** An invalid entry, and where it is. */
export interface InvalidEntry extends InvalidProfile {
  readonly source: ProfileSource;
  /** The index of the layer. */
  readonly layer: number;
  /** The index of the entry; undefined when the setting is not a list. */
  readonly index?: number;
}

/**
 * Merges the layers of `cognito.profiles`. Each layer adds its profiles to those before it. Of entries with one name, the first
 * layer takes precedence, even with an invalid entry. A workspace may hide the user's entry of the same name, but hiding a
 * different entry of the workspace is invalid.
 * @param layers the layer with the highest precedence first
 */
export function layerProfiles(layers: readonly ProfileLayer[]): {
  readonly entries: readonly ProfileEntry[];
  readonly invalidEntries: readonly InvalidEntry[];
} {
  /** The first entry of each name. */
  const firsts = new Map<string, { readonly json: string; readonly layer: number }>();
  const entries = new Map<string, ProfileEntry>();
  const invalidEntries: InvalidEntry[] = [];
  for (const [layer, { source, value = [] }] of layers.entries()) {
    const refuse = (invalid: InvalidProfile, index?: number): void => {
      invalidEntries.push({ ...invalid, ...defined({ index }), source, layer });
    };
    if (!Array.isArray(value)) {
      refuse({ name: 'cognito.profiles', field: '', reason: l10n.t('must be a list') });
      continue;
    }
    for (const [index, entry] of (value as readonly unknown[]).entries()) {
      const name = entryName(entry) ?? '';
      const json = JSON.stringify(entry);
      const first = firsts.get(name);
      if (name !== '' && first === undefined) firsts.set(name, { json, layer });
      if (first !== undefined && first.layer !== layer) {
        const reason = l10n.t('is used by another profile of this workspace, which takes precedence');
        if (source === 'workspace' && first.json !== json) refuse({ name, field: 'name', reason }, index);
        continue;
      }
      const { profile, invalid } = parseProfile(entry);
      if (invalid) refuse(invalid, index);
      else if (!entries.has(name)) entries.set(name, { profile, source });
      else refuse({ name, field: 'name', reason: l10n.t('is used by two profiles') }, index);
    }
  }
  return { entries: [...entries.values()], invalidEntries };
}

/**
 * `layerProfiles` with a cache of the last result, because settings are read often and seldom change. It compares their content,
 * because VS Code returns copies, and reads can come before its change event.
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
 * The profile that commands use when they name none.
 * @param chosen the name chosen in this workspace
 * @param preferred the setting `cognito.defaultProfile`
 * @returns the chosen profile if it exists, otherwise the default profile, otherwise the only profile
 */
export function activeProfileOf(
  profiles: readonly Profile[],
  chosen: string | undefined,
  preferred: string | undefined,
): Profile | undefined {
  const called = (name: string | undefined): Profile | undefined =>
    profiles.find((profile) => profile.name === name);
  // A default that does not exist is reported as an error, so no other profile is used instead.
  const only = preferred === undefined && profiles.length === 1 ? profiles[0] : undefined;
  return called(chosen) ?? called(preferred) ?? only;
}
