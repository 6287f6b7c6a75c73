import type { GenericSchema } from 'valibot';
import { CognitoError, type ErrorCode } from '../core/errors';
import { defined } from '../core/members';
import type { Profile } from '../core/profile';
import { readProfile, settingsLayers, withProductionMark } from '../profiles/settings';
import { parseSettingEntries, type InvalidSettingEntry, type SettingEntry } from './settingEntries';

/** Reads a list of the settings, each time anew. */
export interface EntryReader<Settings> {
  /** The entries that can be used. */
  readonly all: () => readonly SettingEntry<Settings>[];
  /** The entries that cannot be used, with the reasons. */
  readonly invalid: () => readonly InvalidSettingEntry[];
  /** One entry by its name. @throws CognitoError that it is missing or invalid */
  readonly find: (name: string) => SettingEntry<Settings>;
  /** The names that a user can choose from. @throws CognitoError that there is no entry, or that none can be used */
  readonly names: () => readonly string[];
}

export interface EntryList<Settings> {
  /** The name of the setting, without the prefix `cognito.`. */
  readonly setting: 'apiProxies' | 'mcpServers';
  readonly schema: GenericSchema<unknown, Settings>;
  readonly missing: ErrorCode;
  readonly invalid: ErrorCode;
}

/** The profile that an entry names, with the entry's user. @throws CognitoError profile_missing, profile_invalid */
export function profileOfEntry({
  profile,
  user,
}: {
  readonly profile: string;
  readonly user?: string | undefined;
}): Profile {
  return { ...withProductionMark(readProfile(profile)), ...defined({ user }) };
}

export function createEntryReader<Settings extends { readonly name: string }>({
  setting,
  schema,
  missing,
  invalid,
}: EntryList<Settings>): EntryReader<Settings> {
  const read = () => parseSettingEntries(`cognito.${setting}`, schema, settingsLayers(setting));
  return {
    all: () => read().entries,
    invalid: () => read().invalidEntries,
    find: (name) => {
      const { entries, invalidEntries } = read();
      const entry = entries.find(({ settings }) => settings.name === name);
      if (entry !== undefined) return entry;
      const fault = invalidEntries.find((candidate) => candidate.name === name);
      throw fault === undefined
        ? new CognitoError(missing, { name })
        : new CognitoError(invalid, { ...fault });
    },
    names: () => {
      const { entries, invalidEntries } = read();
      const [fault] = invalidEntries;
      if (entries.length > 0) return entries.map(({ settings }) => settings.name);
      throw fault === undefined ? new CognitoError(missing) : new CognitoError(invalid, { ...fault });
    },
  };
}
