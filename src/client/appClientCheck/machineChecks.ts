import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { failed, passed, unknown } from './checks';
import type { AppClientCheck, PreflightContext } from './checks';
import { refusedScopes } from './scopes';
import { listed, scopesFault } from './signInChecks';
import { askToken, authenticationCheck, reachableCheck } from './tokenChecks';
import type { TokenAnswer } from './tokenChecks';
import { probeMachine } from './tokenProbe';

const notThere = 'The token endpoint did not get that far.';

/** What the token endpoint says of a machine client: for one, there is no page and no callback URL. */
export async function machineChecks(
  profile: Profile,
  endpoints: Endpoints,
  context: PreflightContext,
): Promise<readonly AppClientCheck[]> {
  const { clientId, scopes } = profile;
  const { host } = new URL(endpoints.token);
  const ask = (some: readonly string[] | undefined): Promise<TokenAnswer> =>
    askToken({ endpoints, clientId }, context, (asking) => probeMachine(asking, some));
  const token = await ask(scopes);
  const answer = token.verdict.kind === 'answered' ? token.verdict.error : undefined;
  return [
    reachableCheck(endpoints, [token.verdict]),
    // A machine client always has a secret, so a missing one is what to say first.
    authenticationCheck(token, 'passed'),
    grantCheck(answer, host, clientId),
    answer === 'ok'
      ? passed('scopes', `A token for ${listed(scopes)} was issued, and thrown away.`)
      : answer === 'invalid_scope'
        ? scopesFault(await blamed(), { host, clientId })
        : unknown('scopes', notThere),
  ];

  function blamed(): ReturnType<typeof refusedScopes> {
    return refusedScopes(scopes ?? [], async (some) => {
      const { verdict } = await ask(some);
      return verdict.kind === 'unknown' ? verdict.error : verdict.error === 'invalid_scope';
    });
  }
}

/** A client that people sign in to answers invalid_grant here. */
function grantCheck(answer: string | undefined, host: string, clientId: string): AppClientCheck {
  if (answer === 'ok' || answer === 'invalid_scope') {
    return passed('grant', 'The client credentials grant is allowed.');
  }
  return answer === 'invalid_grant' || answer === 'unauthorized_client'
    ? failed(
        'grant',
        `${host} answered ${answer}.`,
        new CognitoError('machine_grant_off', { host, clientId, error: answer }),
      )
    : unknown('grant', notThere);
}
