import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { failed, passed, unknown, type AppClientCheck, type AppClientCheckContext } from './checks';
import { refusedScopes } from './scopes';
import { refusedScopesCheck } from './signInChecks';
import { askToken, authenticationCheck, reachableCheck, type TokenAnswer } from './tokenChecks';
import { tryMachine } from './tryToken';

const notReached = 'The token endpoint did not get as far as this check.';

/** The checks of a machine client, all at the token endpoint: it has no sign-in page and no callback URL. */
export async function machineChecks(
  profile: Profile,
  endpoints: Endpoints,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  const { clientId, scopes } = profile;
  const { host } = new URL(endpoints.token);
  const request = (some: readonly string[] | undefined): Promise<TokenAnswer> =>
    askToken({ endpoints, clientId }, context, (tokenContext) => tryMachine(tokenContext, some));
  const token = await request(scopes);
  const answer = token.verdict.kind === 'answered' ? token.verdict.answer : undefined;
  const findRefused = (): ReturnType<typeof refusedScopes> =>
    refusedScopes(scopes ?? [], async (some) => {
      const { verdict } = await request(some);
      return verdict.kind === 'unknown' ? verdict.error : verdict.answer === 'invalid_scope';
    });
  return [
    reachableCheck(endpoints, [token.verdict]),
    // Every machine client has a secret, so a missing secret is the first cause to report.
    authenticationCheck(token, 'passed'),
    grantCheck(answer, host, clientId),
    answer === 'ok'
      ? passed('scopes', issued(scopes))
      : answer === 'invalid_scope'
        ? refusedScopesCheck(await findRefused(), { host, clientId })
        : unknown('scopes', notReached),
  ];
}

function issued(scopes: readonly string[] = []): string {
  return scopes.length === 0
    ? 'A token with all scopes that the app client allows was issued and discarded.'
    : `A token with these scopes was issued and discarded: ${scopes.join(', ')}.`;
}

/** An app client that users sign in to answers invalid_grant here. */
function grantCheck(answer: string | undefined, host: string, clientId: string): AppClientCheck {
  if (answer === 'ok' || answer === 'invalid_scope') {
    return passed('grant', 'The app client allows the client credentials grant.');
  }
  return answer === 'invalid_grant' || answer === 'unauthorized_client'
    ? failed(
        'grant',
        `${host} answered ${answer}.`,
        new CognitoError('machine_grant_off', { host, clientId, error: answer }),
      )
    : unknown('grant', notReached);
}
