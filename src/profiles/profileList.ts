import { entryName } from '../core/profile';

/** An entry of `cognito.profiles` as it was read, and its index then. */
export interface ListedEntry {
  readonly entry: unknown;
  readonly index: number;
}

/**
 * A list without one entry.
 * @param entries the list as it is now: it may have changed since the entry was read
 * @returns undefined when the entry is no longer in the list
 */
export function withoutEntry(
  entries: readonly unknown[],
  listed: ListedEntry,
): readonly unknown[] | undefined {
  const at = find(entries, listed);
  return at === -1 ? undefined : entries.toSpliced(at, 1);
}

/** Finds an entry in the current list: the unchanged entry, otherwise the only entry with its name. @returns its index, or -1 */
function find(entries: readonly unknown[], { entry, index }: ListedEntry): number {
  if (isEqual(entries[index], entry)) return index;
  const same = entries.findIndex((candidate) => isEqual(candidate, entry));
  if (same !== -1) return same;
  const name = entryName(entry);
  const called = entries.flatMap((candidate, at) =>
    name !== undefined && entryName(candidate) === name ? [at] : [],
  );
  return called.length === 1 ? (called[0] ?? -1) : -1;
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
