import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { secureUrl } from '../core/profile';

/** Who wrote an entry of a list in the settings. A workspace or a remote machine can name any URL. */
export type EntrySource = 'user' | 'workspace' | 'machine';

/** An entry of `cognito.apiProxies` or `cognito.mcpServers`. */
export interface SettingEntry<Settings> {
  readonly settings: Settings;
  readonly source: EntrySource;
}

/** An entry that cannot be used, with the reason. */
export interface InvalidSettingEntry {
  readonly name: string;
  readonly field: string;
  readonly reason: string;
}

const noPort = l10n.t('is no port');
/** The members that the entries of both lists have. */
export const entryText = v.pipe(v.string(), v.trim(), v.minLength(1, l10n.t('is empty')));
export const entryMembers = {
  name: entryText,
  profile: entryText,
  /** A user name, an e-mail address or a `sub`; left out: the active user of the profile. */
  user: v.optional(entryText),
  token: v.optional(v.picklist(['access', 'id'], l10n.t('must be access or id')), 'access'),
  port: v.optional(
    v.pipe(
      v.number(),
      v.integer(l10n.t('must be a whole number')),
      v.minValue(0, noPort),
      v.maxValue(65_535, noPort),
    ),
    0,
  ),
};

/** A URL that a token may be sent to, as a URL parser writes it, so that it is shown as it is used. */
export function targetUrl(
  isAllowed: (url: URL) => boolean,
  reason: string,
): v.GenericSchema<unknown, string> {
  const isTarget = (text: string): boolean => {
    const url = secureUrl(text);
    return url !== undefined && isAllowed(url) && !/[\p{C}\s]/u.test(text);
  };
  return v.pipe(
    entryText,
    v.check(isTarget, reason),
    v.transform((url) => new URL(url).href),
  );
}

/**
 * Reads the layers of a list in the settings. Of entries with one name, that of the first layer counts. An entry that the user has
 * written in exactly the same way is the user's.
 * @param setting the name of the list
 * @param layers the layer with the highest precedence first; values of any type
 */
export function parseSettingEntries<Settings>(
  setting: string,
  schema: v.GenericSchema<unknown, Settings>,
  layers: readonly { readonly source: EntrySource; readonly value: unknown }[],
): {
  readonly entries: readonly SettingEntry<Settings>[];
  readonly invalidEntries: readonly InvalidSettingEntry[];
} {
  const entries = new Map<string, SettingEntry<Settings>>();
  const invalidEntries = new Map<string, InvalidSettingEntry>();
  const ofUser = layers.flatMap(({ source, value }) =>
    source === 'user' && Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)) : [],
  );
  for (const { source, value } of layers) {
    if (value === undefined) continue;
    if (!Array.isArray(value)) {
      invalidEntries.set(setting, { name: setting, field: '', reason: l10n.t('must be a list') });
      continue;
    }
    for (const entry of value as readonly unknown[]) {
      const parsed = v.safeParse(schema, entry);
      const name = nameOf(entry);
      if (entries.has(name) || invalidEntries.has(name)) continue;
      const isOfUser = ofUser.includes(JSON.stringify(entry));
      if (parsed.success) {
        entries.set(name, { settings: parsed.output, source: isOfUser ? 'user' : source });
      } else invalidEntries.set(name, { name, ...faultOf(parsed.issues[0]) });
    }
  }
  return { entries: [...entries.values()], invalidEntries: [...invalidEntries.values()] };
}

function nameOf(entry: unknown): string {
  const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : l10n.t('an entry without a name');
}

function faultOf(issue: v.BaseIssue<unknown>): { readonly field: string; readonly reason: string } {
  const field = issue.path?.map((item) => String(item.key)).join('.') ?? '';
  if (issue.received === 'undefined') return { field, reason: l10n.t('is missing') };
  // Valibot's own text is in English, and only the list of choices has a text of ours.
  const isTyped = issue.kind === 'schema' && issue.type !== 'picklist';
  return { field, reason: isTyped ? l10n.t('has the wrong type') : issue.message };
}
