import type { AppClient } from '../oauth/clientAuthentication';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { TokenContext } from '../oauth/tokenRequest';
import { failed, isOutage, passed, unknown, type AppClientCheck, type AppClientCheckContext } from './checks';
import { outcome } from './poolChecks';
import type { AuthorizeVerdict } from './tryAuthorize';
import type { TokenVerdict } from './tryToken';

/** The answer of the token endpoint to one request. */
export interface TokenAnswer {
  readonly host: string;
  readonly clientId: string;
  readonly withSecret: boolean;
  readonly verdict: TokenVerdict;
}

/** Sends a request to the token endpoint as the app client, with its secret when one is stored. */
export async function askToken(
  client: AppClient,
  { fetch, authenticate }: AppClientCheckContext,
  send: (context: TokenContext) => Promise<TokenVerdict>,
): Promise<TokenAnswer> {
  const { host } = new URL(client.endpoints.token);
  const { value: context, error } = await outcome(authenticate(client));
  return {
    host,
    clientId: client.clientId,
    withSecret: context?.clientSecret !== undefined,
    verdict: context === undefined ? { kind: 'unknown', error } : await send({ ...context, fetch }),
  };
}

/** Whether the domain can be reached: name resolution, TLS, and an answer. */
export function reachableCheck(
  { authorization }: Endpoints,
  verdicts: readonly (AuthorizeVerdict | TokenVerdict)[],
): AppClientCheck {
  const { host } = new URL(authorization);
  const unreachable = verdicts.flatMap((verdict) =>
    verdict.kind === 'unknown' && (verdict.error.code === 'network' || verdict.error.code === 'timeout')
      ? [verdict.error]
      : [],
  );
  const [error] = unreachable;
  return error === undefined || unreachable.length < verdicts.length
    ? passed('reachable', `${host} answered.`)
    : failed('reachable', `${host} did not answer.`, error);
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
  { host, clientId, withSecret, verdict }: TokenAnswer,
  client: AppClientCheck['status'],
): AppClientCheck {
  if (verdict.kind === 'unknown') return unusableAnswer(host, verdict.error);
  const { answer } = verdict;
  if (authenticated.has(answer)) {
    return passed(
      'authentication',
      withSecret ? 'The stored client secret is right.' : 'The app client needs no client secret.',
    );
  }
  const seen = `${host} answered ${answer}.`;
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

/** Whether the app client may redeem authorization codes. */
export function codeGrantCheck(
  { host, clientId, verdict }: TokenAnswer,
  authorize: AuthorizeVerdict,
): AppClientCheck {
  if (authorize.kind === 'refused' && authorize.error.code === 'code_grant_off') {
    const seen = `The sign-in returned with ${String(authorize.error.detail.error)}.`;
    return failed('grant', seen, authorize.error);
  }
  if (verdict.kind === 'unknown') {
    return unknown('grant', 'The token endpoint returned an inconclusive answer.');
  }
  const { answer } = verdict;
  const seen = `${host} answered ${answer} to a made-up code.`;
  if (answer === 'unauthorized_client') {
    return failed('grant', seen, new CognitoError('code_grant_off', { host, clientId, error: answer }));
  }
  return answer === 'invalid_grant' ? passed('grant', seen) : unknown('grant', seen);
}

/** No answer, or one that no token endpoint gives. */
function unusableAnswer(host: string, error: CognitoError): AppClientCheck {
  const { status } = error.detail;
  if (status === undefined) return unknown('authentication', `${host} did not answer.`, error);
  const seen = `${host} answered with status ${status}.`;
  // 405 means that the path is not the one of a token endpoint.
  return status === 405 && !isOutage(error)
    ? failed('authentication', seen, error)
    : unknown('authentication', seen, error);
}
