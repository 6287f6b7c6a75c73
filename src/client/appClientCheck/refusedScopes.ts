import * as l10n from '@vscode/l10n';
import { CognitoError } from '../../core/errors';
import { failed, type AppClientCheck } from './checks';

/** The number of requests at a time: Cognito limits their rate, and the user waits. */
const concurrency = 4;

/** Scopes about the user, which Cognito allows only together with openid. Source: AWS, "Authorize endpoint". */
const needOpenid = ['email', 'phone', 'profile'];

/**
 * Names the scopes that an app client does not allow. Each is requested on its own, because Cognito refuses them together and
 * does not say which.
 * @param isRefused whether a request for these scopes is refused because of them; undefined when that cannot be told
 * @param resource the requested `resource`, which is the cause when every scope is allowed without it
 */
export async function refusedScopesCheck(
  scopes: readonly string[],
  isRefused: (scopes: readonly string[]) => Promise<boolean | undefined>,
  { host, clientId }: { readonly host: string; readonly clientId: string },
  resource?: string,
): Promise<AppClientCheck> {
  const withOpenid = scopes.includes('openid');
  const answers = new Map<string, boolean | undefined>();
  const waiting = [...new Set(scopes)];
  const work = async (): Promise<void> => {
    for (let scope = waiting.shift(); scope !== undefined; scope = waiting.shift()) {
      const answer = await isRefused(withOpenid && needOpenid.includes(scope) ? ['openid', scope] : [scope]);
      answers.set(scope, answer);
      // The requests for the remaining scopes would fail too.
      if (answer === undefined) waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  // When openid is refused, the scopes that need it were refused because of openid.
  const excused = answers.get('openid') ? needOpenid : [];
  const named = scopes.filter((scope) => answers.get(scope) && !excused.includes(scope));
  const everyScopeIsAllowed = [...answers.values()].every((answer) => answer === false);
  const cause = named.length > 0 ? { scopes: named.join(' ') } : everyScopeIsAllowed ? { resource } : {};
  const error = new CognitoError('scope_not_allowed', { host, clientId, ...cause });
  return failed('scopes', l10n.t('The pool answered invalid_scope.'), error);
}
