import { CognitoError, isCognitoError } from '../../core/errors';
import { failed, type AppClientCheck } from './checks';

/** The number of requests at a time: Cognito limits their rate, and the user waits. */
const concurrency = 4;

/** Scopes about the user, which Cognito allows only together with openid. Source: AWS, "Authorize endpoint". */
const needOpenid = ['email', 'phone', 'profile'];

/**
 * Finds the scopes that an app client does not allow by requesting each on its own, because Cognito refuses them together
 * and does not say which.
 * @param refused whether a request for these scopes is refused because of them, or the error when that cannot be told
 * @returns the refused scopes, or the error
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
      const answer = await refused(withOpenid && needOpenid.includes(scope) ? ['openid', scope] : [scope]);
      answers.set(scope, answer);
      // The requests for the remaining scopes would fail too.
      if (typeof answer === 'object') waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const error = [...answers.values()].find((answer) => typeof answer === 'object');
  const named = scopes.filter((scope) => answers.get(scope) === true);
  if (named.length === 0 && error) return error;
  // When openid is refused, the scopes that need it were refused because of openid.
  return named.includes('openid') ? named.filter((scope) => !needOpenid.includes(scope)) : named;
}

/** @param refused the refused scopes, or why they could not be found; none when only `resource` can be the cause */
export function refusedScopesCheck(
  refused: readonly string[] | CognitoError,
  facts: { readonly host: string; readonly clientId: string; readonly resource?: string | undefined },
): AppClientCheck {
  const { host, clientId, resource } = facts;
  const detail = isCognitoError(refused)
    ? { host, clientId }
    : refused.length === 0
      ? { host, clientId, resource }
      : { host, clientId, scopes: refused.join(' ') };
  return failed('scopes', 'The pool answered invalid_scope.', new CognitoError('scope_not_allowed', detail));
}
