/**
 * The name of a level: 64 characters at most, and no space, because `acr_values` is a list with spaces between the names.
 * Source: AWS, "Step-up authentication"; OpenID Connect Core 3.1.2.1.
 */
export const levelName = /^[\x21-\x7e]{1,64}$/;

/** More levels are not requested. */
export const mostLevels = 10;

/** How strongly and how recently the user must sign in. */
export interface LevelRequest {
  /** The names of levels, the best one first. */
  readonly acrValues?: string[] | undefined;
  /** How many seconds ago the user may have signed in. */
  readonly maxAge?: number | undefined;
}

/**
 * Reads what an API or the argument of a command asks for. A name that no level can have is left out, and so are names after the
 * tenth one and an age that is no whole number of seconds.
 * @param names of levels, of any type
 * @param age in seconds, of any type
 */
export function readLevelRequest(names: readonly unknown[], age: unknown): LevelRequest {
  const isName = (name: unknown): name is string => typeof name === 'string' && levelName.test(name);
  const acrValues = [...new Set(names.filter(isName))].slice(0, mostLevels);
  return {
    acrValues: acrValues.length === 0 ? undefined : acrValues,
    maxAge: /^\d{1,9}$/.test(String(age)) ? Number(age) : undefined,
  };
}
