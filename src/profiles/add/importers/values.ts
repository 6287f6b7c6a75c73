/** The own members of an object; none for a list or any other value. */
export function members(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The parts of a list, or of a text with commas or spaces between them. */
export function parts(value: unknown, separator: RegExp): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  const found = value.split(separator).map((part) => part.trim());
  return found.filter((part) => part !== '').slice(0, 100);
}
