import { entryName } from '../core/profile';

/** One raw entry of a list of profiles, as it was when somebody looked, and where. */
export interface ListedEntry {
  readonly entry: unknown;
  readonly index: number;
}

/**
 * A list without one entry; whatever else is in it stays.
 * @param entries the list as it is now, which may have changed since
 * @returns undefined when the entry is not in it any more
 */
export function withoutEntry(
  entries: readonly unknown[],
  listed: ListedEntry,
): readonly unknown[] | undefined {
  const at = find(entries, listed);
  return at === -1 ? undefined : entries.toSpliced(at, 1);
}

/** A list without the client secret that an entry had; another one that has been written there since stays. */
export function withoutSecret(entries: readonly unknown[], listed: ListedEntry): readonly unknown[] {
  const at = find(entries, listed);
  const now = entries[at];
  return holdsSecret(now) && holdsSecret(listed.entry) && alike(now.clientSecret, listed.entry.clientSecret)
    ? entries.with(at, strip(now))
    : entries;
}

export function holdsSecret(entry: unknown): entry is { readonly clientSecret: unknown } {
  return typeof entry === 'object' && entry !== null && 'clientSecret' in entry;
}

/** An entry without its client secret. */
export function strip(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => field !== 'clientSecret'));
}

/** Where an entry is by now: unchanged, or else the only one of its name; -1 when it is gone. */
function find(entries: readonly unknown[], { entry, index }: ListedEntry): number {
  if (alike(entries[index], entry)) return index;
  const same = entries.findIndex((candidate) => alike(candidate, entry));
  if (same !== -1) return same;
  const name = entryName(entry);
  const called = entries.flatMap((candidate, at) =>
    name !== undefined && entryName(candidate) === name ? [at] : [],
  );
  return called.length === 1 ? (called[0] ?? -1) : -1;
}

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
