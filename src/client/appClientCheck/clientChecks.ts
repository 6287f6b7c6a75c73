import * as l10n from '@vscode/l10n';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import { isMachine, type Profile } from '../../core/profile';
import { hasClientTokens } from '../awsApi/userPoolApi';
import { failed, passed, unknown, type AppClientCheck, type AppClientCheckContext } from './checks';
import { clientTokenChecks } from './clientTokenChecks';
import { refusedScopesCheck } from './refusedScopes';
import {
  callbackCheck,
  clientCheck,
  loginCheck,
  parametersCheck,
  resourceChecks,
  scopesCheck,
} from './signInChecks';
import {
  askToken,
  authenticationCheck,
  codeGrantCheck,
  machineScopesPassed,
  notReached,
  reachableCheck,
  type TokenAnswer,
} from './tokenChecks';
import { chooseCallbackUrl } from './tryAuthorize';
import { tryCode, tryMachine } from './tryToken';

const checksOfUser = [
  'reachable',
  'client',
  'callback',
  'scopes',
  'login',
  'authentication',
  'grant',
] as const;
const checksOfMachine = ['reachable', 'authentication', 'grant', 'scopes'] as const;

/** The checks of the app client itself. @param endpoints undefined when discovery failed */
export async function clientChecks(
  profile: Profile,
  endpoints: Endpoints | undefined,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  if (endpoints !== undefined) {
    const checks = !isMachine(profile)
      ? userChecks
      : hasClientTokens(endpoints)
        ? clientTokenChecks
        : machineChecks;
    return checks(profile, endpoints, context);
  }
  const ids = isMachine(profile) ? checksOfMachine : checksOfUser;
  return ids.map((id) => unknown(id, l10n.t('The sign-in domain is not known.')));
}

/** The checks of an app client that users sign in to. */
async function userChecks(
  profile: Profile,
  endpoints: Endpoints,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  const { fetch, source } = context;
  const { redirectUri, verdict } = await chooseCallbackUrl(profile, endpoints, source, fetch);
  const [authorize, token, scopes, login] = await Promise.all([
    verdict,
    askToken({ endpoints, clientId: profile.clientId }, context, (given) => tryCode(given, redirectUri)),
    verdict.then((answer) => scopesCheck(profile, endpoints, { redirectUri, fetch }, answer)),
    verdict.then((answer) => loginCheck(profile, endpoints, fetch, answer)),
  ]);
  const client = clientCheck(profile, authorize);
  return [
    reachableCheck(endpoints, [authorize, token]),
    client,
    callbackCheck(redirectUri, authorize),
    ...parametersCheck(profile, authorize),
    ...resourceChecks(profile),
    scopes,
    login,
    authenticationCheck(token, client.status),
    codeGrantCheck(token, authorize),
  ];
}

/** The checks of a machine client, all at the token endpoint: it has no sign-in page and no callback URL. */
async function machineChecks(
  profile: Profile,
  endpoints: Endpoints,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  const { clientId, scopes } = profile;
  const request = (some: readonly string[] | undefined): Promise<TokenAnswer> =>
    askToken({ endpoints, clientId }, context, (given) => tryMachine(given, some));
  const token = await request(scopes);
  const isRefused = async (some: readonly string[]): Promise<boolean | undefined> => {
    const { value } = await request(some);
    return value === undefined ? undefined : value === 'invalid_scope';
  };
  return [
    reachableCheck(endpoints, [token]),
    // Every machine client has a secret, so a missing secret is the first cause to report.
    authenticationCheck(token, 'passed'),
    machineGrantCheck(token),
    token.value === 'ok'
      ? machineScopesPassed(scopes)
      : token.value === 'invalid_scope'
        ? await refusedScopesCheck(scopes ?? [], isRefused, token)
        : unknown('scopes', notReached),
  ];
}

/** An app client that users sign in to answers invalid_grant here. */
function machineGrantCheck({ value: answer, host, clientId }: TokenAnswer): AppClientCheck {
  if (answer === 'ok' || answer === 'invalid_scope') {
    return passed('grant', l10n.t('The app client allows the client credentials grant.'));
  }
  if (answer !== 'invalid_grant' && answer !== 'unauthorized_client') return unknown('grant', notReached);
  const error = new CognitoError('machine_grant_off', { host, clientId, error: answer });
  return failed('grant', l10n.t`${host} answered ${answer}.`, error);
}
