import type { Endpoints } from '../../core/endpoints';
import type { Profile } from '../../core/profile';
import { chooseCallbackUrl } from './chooseCallbackUrl';
import type { AppClientCheck, AppClientCheckContext } from './checks';
import { loginCheck } from './loginCheck';
import { callbackCheck, clientCheck, parametersCheck, scopesCheck } from './signInChecks';
import { askToken, authenticationCheck, codeGrantCheck, reachableCheck } from './tokenChecks';
import { tryCode } from './tryToken';

/** The checks of an app client that users sign in to. */
export async function userChecks(
  profile: Profile,
  endpoints: Endpoints,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  const { fetch } = context;
  const { redirectUri, verdict: authorizing } = await chooseCallbackUrl(
    profile,
    endpoints,
    context.source,
    fetch,
  );
  const [authorize, token, scopes, login] = await Promise.all([
    authorizing,
    askToken({ endpoints, clientId: profile.clientId }, context, (tokenContext) =>
      tryCode(tokenContext, redirectUri),
    ),
    authorizing.then((verdict) => scopesCheck(profile, endpoints, { redirectUri, fetch }, verdict)),
    authorizing.then((verdict) => loginCheck(profile, endpoints, fetch, verdict)),
  ]);
  const client = clientCheck(profile, authorize);
  return [
    reachableCheck(endpoints, [authorize, token.verdict]),
    client,
    callbackCheck(redirectUri, authorize),
    ...parametersCheck(profile, authorize),
    scopes,
    login,
    authenticationCheck(token, client.status),
    codeGrantCheck(token, authorize),
  ];
}
