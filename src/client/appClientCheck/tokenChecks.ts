import * as l10n from '@vscode/l10n';
import type { AppClient } from '../oauth/clientAuthentication';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { TokenContext } from '../oauth/tokenRequest';
import {
  failed,
  isOutage,
  isUnreachable,
  outcome,
  passed,
  unknown,
  type AppClientCheck,
  type AppClientCheckContext,
  type Outcome,
} from './checks';
import type { AuthorizeVerdict } from './tryAuthorize';

/** The answer of the token endpoint to one request as an app client. */
export type TokenAnswer = Outcome<string> & {
  readonly host: string;
  readonly clientId: string;
  readonly withSecret: boolean;
};

/**
 * Sends a request to the token endpoint as the app client, with its secret when one is stored.
 * @param send as `tryCode`
 */
export async function askToken(
  { endpoints, clientId }: AppClient,
  { fetch, authenticate }: AppClientCheckContext,
  send: (context: TokenContext) => Promise<string>,
): Promise<TokenAnswer> {
  const { host } = new URL(endpoints.token);
  const { value: context, error } = await outcome(authenticate({ endpoints, clientId }));
  const answer = error ? { error } : await outcome(send({ ...context, fetch }));
  return { ...answer, host, clientId, withSecret: context?.clientSecret !== undefined };
}

/** Whether the domain can be reached: name resolution, TLS, and an answer. */
export function reachableCheck(
  { authorization }: Endpoints,
  answers: readonly { readonly error?: CognitoError | undefined }[],
): AppClientCheck {
  const { host } = new URL(authorization);
  const unreachable = answers.flatMap(({ error }) => (error && isUnreachable(error) ? [error] : []));
  const [error] = unreachable;
  return error === undefined || unreachable.length < answers.length
    ? passed('reachable', l10n.t`${host} answered.`)
    : failed('reachable', l10n.t`${host} did not answer.`, error);
}

/** The answers that the token endpoint gives only to an authenticated app client. */
const authenticated: ReadonlySet<string> = new Set([
  'ok',
  'invalid_grant',
  'invalid_scope',
  'unauthorized_client',
]);

/**
 * Checks the client secret. An app client without a client secret passes when the pool requires no secret.
 * @param client the status of the app client itself, because the pool answers the same for an app client it does not know
 */
export function authenticationCheck(
  { host, clientId, withSecret, value: answer, error }: TokenAnswer,
  client: AppClientCheck['status'],
): AppClientCheck {
  if (error) return unusableAnswer(host, error);
  if (authenticated.has(answer)) {
    return passed(
      'authentication',
      withSecret
        ? l10n.t('The stored client secret is right.')
        : l10n.t('The app client needs no client secret.'),
    );
  }
  const seen = l10n.t`${host} answered ${answer}.`;
  if (client === 'failed' || answer !== 'invalid_client') return unknown('authentication', seen);
  const code = withSecret
    ? 'client_secret_wrong'
    : client === 'passed'
      ? 'client_secret_missing'
      : 'token_refused';
  return failed(
    'authentication',
    seen,
    new CognitoError(code, { host, clientId, status: 400, error: answer }),
  );
}

/** The seen text of a check that the token request did not reach. */
export const notReached = l10n.t('The token endpoint did not get as far as this check.');

/** The check of the scopes of a machine client that got a token. */
export function machineScopesPassed(scopes: readonly string[] = []): AppClientCheck {
  return passed(
    'scopes',
    scopes.length === 0
      ? l10n.t('A token with all scopes that the app client allows was issued and discarded.')
      : l10n.t`A token with these scopes was issued and discarded: ${scopes.join(', ')}.`,
  );
}

/** Whether the app client may redeem authorization codes. */
export function codeGrantCheck(
  { host, clientId, value: answer }: TokenAnswer,
  authorize: AuthorizeVerdict,
): AppClientCheck {
  if (authorize.error?.code === 'code_grant_off') {
    const seen = l10n.t`The sign-in returned with ${String(authorize.error.detail.error)}.`;
    return failed('grant', seen, authorize.error);
  }
  if (answer === undefined) {
    return unknown('grant', l10n.t('The token endpoint returned an inconclusive answer.'));
  }
  const seen = l10n.t`${host} answered ${answer} to a made-up code.`;
  if (answer === 'unauthorized_client') {
    return failed('grant', seen, new CognitoError('code_grant_off', { host, clientId, error: answer }));
  }
  return answer === 'invalid_grant' ? passed('grant', seen) : unknown('grant', seen);
}

/** No answer, or one that no token endpoint gives. */
function unusableAnswer(host: string, error: CognitoError): AppClientCheck {
  const { status } = error.detail;
  if (status === undefined) return unknown('authentication', l10n.t`${host} did not answer.`, error);
  const seen = l10n.t`${host} answered with status ${status}.`;
  // 405 means that the path is not the one of a token endpoint.
  return status === 405 && !isOutage(error)
    ? failed('authentication', seen, error)
    : unknown('authentication', seen, error);
}
