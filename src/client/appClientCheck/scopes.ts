import type { CognitoError } from '../../core/errors';

/** So many requests at once: Cognito counts them, and a person waits. */
const atOnce = 4;

/** The scopes that say more about a person; without openid they mean nothing. Source: AWS, "Authorize endpoint". */
const companions = ['email', 'phone', 'profile'];

/**
 * Finds the scopes that an app client does not allow, asking for each on its own: Cognito refuses all of them together
 * and never says which.
 * @param refused whether a request for these scopes is refused because of them; a failure when nothing can be told
 * @returns the scopes that are refused, or why that cannot be told
 */
export async function refusedScopes(
  scopes: readonly string[],
  refused: (scopes: readonly string[]) => Promise<boolean | CognitoError>,
): Promise<readonly string[] | CognitoError> {
  const withOpenid = scopes.includes('openid');
  const answers = new Map<string, boolean | CognitoError>();
  const waiting = [...new Set(scopes)];
  const work = async (): Promise<void> => {
    for (let scope = waiting.shift(); scope !== undefined; scope = waiting.shift()) {
      const asked = withOpenid && companions.includes(scope) ? ['openid', scope] : [scope];
      const answer = await refused(asked);
      answers.set(scope, answer);
      // The pool does not answer, or the check was cancelled: stop asking.
      if (typeof answer === 'object') waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const failure = [...answers.values()].find((answer) => typeof answer === 'object');
  const named = scopes.filter((scope) => answers.get(scope) === true);
  if (named.length === 0 && failure) return failure;
  // Without openid its companions are refused for its sake: they are not to blame.
  return named.includes('openid') ? named.filter((scope) => !companions.includes(scope)) : named;
}
