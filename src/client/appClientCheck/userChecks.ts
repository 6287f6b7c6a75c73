import type { Endpoints } from '../../core/endpoints';
import type { Profile } from '../../core/profile';
import { probeAuthorize } from './authorizeProbe';
import type { AppClientCheck, PreflightContext } from './checks';
import { loginCheck } from './loginCheck';
import { callbackCheck, clientCheck, parametersCheck, scopesCheck } from './signInChecks';
import { askToken, authenticationCheck, codeGrantCheck, reachableCheck } from './tokenChecks';
import { probeCode } from './tokenProbe';

/** What the domain says of an app client that people sign in to. */
export async function personChecks(
  profile: Profile,
  endpoints: Endpoints,
  context: PreflightContext,
): Promise<readonly AppClientCheck[]> {
  const { redirectUri, fetch } = context;
  const authorizing = probeAuthorize(profile, endpoints.authorization, redirectUri, fetch);
  const [authorize, token, scopes, login] = await Promise.all([
    authorizing,
    askToken({ endpoints, clientId: profile.clientId }, context, (asking) => probeCode(asking, redirectUri)),
    authorizing.then((verdict) => scopesCheck(profile, endpoints, context, verdict)),
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
