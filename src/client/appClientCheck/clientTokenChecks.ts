import * as l10n from '@vscode/l10n';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { requestClientToken } from '../awsApi/clientToken';
import type { TokenSet } from '../oauth/tokenRequest';
import {
  failed,
  outcome,
  passed,
  unknown,
  type AppClientCheck,
  type AppClientCheckContext,
  type Outcome,
} from './checks';
import { machineScopesPassed, notReached, reachableCheck } from './tokenChecks';

/** The checks of a machine client in a pool without a domain. It gets its tokens with `GetClientToken`. */
export async function clientTokenChecks(
  { clientId, scopes = [] }: Profile,
  endpoints: Endpoints,
  { fetch, authenticate }: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  const request = async (some: readonly string[]): Promise<Outcome<TokenSet>> =>
    outcome(
      authenticate({ endpoints, clientId }).then((given) => requestClientToken({ ...given, fetch }, some)),
    );
  const token = await request(scopes);
  const { error } = token;
  const reachable = reachableCheck(endpoints, [token]);
  if (error === undefined) return [reachable, ...authenticated, machineScopesPassed(scopes)];
  // The answer does not say whether the scopes are the cause, so a token without them is requested.
  const mayBeScopes = scopes.length > 0 && error.detail.type === 'InvalidParameterException';
  if (mayBeScopes && (await request([])).error === undefined) {
    const seen = l10n.t`${seenOf(error)} It issued a token without these scopes.`;
    const ofScopes = new CognitoError(error.code, { ...error.detail, cause: 'scopes' });
    return [reachable, ...authenticated, failed('scopes', seen, ofScopes)];
  }
  return [reachable, ...refusedChecks(error)];
}

const authenticated: readonly AppClientCheck[] = [
  passed('authentication', l10n.t('The stored client secret is right.')),
  passed('grant', l10n.t('The app client gets tokens with GetClientToken.')),
];

/** Which check fails by an exception; the others are unknown then. */
const checkOfException = new Map<unknown, AppClientCheck['id']>([
  ['NotAuthorizedException', 'authentication'],
  ['ResourceNotFoundException', 'authentication'],
  ['InvalidParameterException', 'grant'],
  ['OperationNotEnabledException', 'grant'],
  ['UnknownOperationException', 'grant'],
]);

function refusedChecks(error: CognitoError): readonly AppClientCheck[] {
  const id =
    error.code === 'client_secret_missing' ? 'authentication' : checkOfException.get(error.detail.type);
  const seen = seenOf(error);
  return (['authentication', 'grant', 'scopes'] as const).map((each) =>
    each === id
      ? failed(each, seen, error)
      : id === undefined && each === 'authentication'
        ? unknown(each, seen, error)
        : unknown(each, notReached),
  );
}

function seenOf({ code, detail: { host, status, type } }: CognitoError): string {
  if (code === 'client_secret_missing') return l10n.t('No client secret is stored.');
  if (status === undefined) return l10n.t`${String(host)} did not answer.`;
  return type === undefined
    ? l10n.t`${String(host)} answered with status ${status}.`
    : l10n.t`${String(host)} answered ${type}.`;
}
