/** What is at a path in somebody else's data: its own members only, never what they inherit. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[name];
  }
  return current;
}

/** The own members of an object, and none for anything else, a list included. */
export function members(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** A list as it is, or text with commas or spaces between its parts. */
export function parts(value: unknown, separator: RegExp): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  const found = value.split(separator).map((part) => part.trim());
  return found.filter((part) => part !== '').slice(0, 100);
}
