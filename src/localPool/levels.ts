import type { LocalUser } from './configSchema';

/** A code by e-mail, by SMS or from an authenticator app, as the claim `amr` names it. */
export type CodeMethod = 'email_otp' | 'sms' | 'otp';

/** What a user has proved in a sign-in, as the claim `amr` names it. */
export type Method = 'pwd' | CodeMethod;

/** The names of the authentication levels, from the lowest one. */
const levels = ['urn:cognito:loa:1', 'urn:cognito:loa:2', 'urn:cognito:loa:3', 'urn:cognito:loa:4'];

/**
 * The claims `acr`, the level that a sign-in has reached, and `amr`, how. Every sign-in of this pool has a password, so level 2, a
 * code alone, is not one of them.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
 */
export function levelClaims(methods: readonly Method[]): {
  readonly acr: string | undefined;
  readonly amr: readonly string[];
} {
  return { acr: levels[levelOf(methods)], amr: methods.length > 1 ? [...methods, 'mfa'] : methods };
}

/**
 * What a user still has to prove. The first requested level that is known, and that the user can reach, counts; others are ignored.
 *
 * @param acrValues the requested levels, the best one first
 * @param done what the user has proved already
 */
export function missingMethod(
  acrValues: readonly string[],
  user: LocalUser | undefined,
  done: readonly Method[],
): CodeMethod | undefined {
  for (const wanted of acrValues.map((value) => levels.indexOf(value)).filter((level) => level >= 0)) {
    if (wanted <= levelOf(done)) return undefined;
    const method = methodFor(wanted, user);
    if (method !== undefined) return method;
  }
  return undefined;
}

/** The index of the highest level that the methods reach. */
function levelOf(methods: readonly Method[]): number {
  if (methods.includes('otp')) return 3;
  return methods.length > 1 ? 2 : 0;
}

/** What raises a sign-in with a password to a level. Every user is taken to have an authenticator app. */
function methodFor(level: number, user: LocalUser | undefined): CodeMethod | undefined {
  if (level === 3) return 'otp';
  if (level < 2) return undefined;
  if (user?.attributes['email'] !== undefined) return 'email_otp';
  return user?.attributes['phone_number'] === undefined ? undefined : 'sms';
}
