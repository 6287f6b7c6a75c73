import * as l10n from '@vscode/l10n';
import { duration } from './duration';

/**
 * The default authentication levels of Cognito, from the lowest one, and what the user proves for each. A pool can give its levels
 * other names.
 * Source: AWS, "Step-up authentication" (cognito-user-pools-step-up-authentication).
 */
export const defaultLevels: ReadonlyMap<string, string> = new Map([
  ['urn:cognito:loa:1', l10n.t('password')],
  ['urn:cognito:loa:2', l10n.t('one code by SMS or e-mail')],
  ['urn:cognito:loa:3', l10n.t('passkey, or password and a code by SMS or e-mail')],
  ['urn:cognito:loa:4', l10n.t('password and a code of an authenticator app')],
]);

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

/** A requested age of a sign-in in words. @param maxAge seconds */
export function requestedAge(maxAge: number): string {
  return maxAge === 0
    ? l10n.t('a new sign-in')
    : l10n.t('a sign-in at most {0} ago', duration(maxAge * 1000));
}
