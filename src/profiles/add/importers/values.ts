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
