/**
 * Whether something is younger than a limit. A clock that was set back makes the age negative, and it then counts as old.
 * @param at when it was made, in milliseconds since 1970; undefined counts as old
 * @param now milliseconds since 1970
 * @param limit milliseconds
 */
export function isRecent(at: number | undefined, now: number, limit: number): boolean {
  const age = now - (at ?? -Infinity);
  return age >= 0 && age < limit;
}
