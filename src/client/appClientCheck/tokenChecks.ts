import type { AppClient } from '../oauth/clientAuthentication';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { TokenContext } from '../oauth/tokenRequest';
import type { AuthorizeVerdict } from './authorizeProbe';
import { failed, isOutage, passed, unknown } from './checks';
import type { AppClientCheck, PreflightContext } from './checks';
import { outcome } from './poolChecks';
import type { TokenVerdict } from './tokenProbe';

/** What the token endpoint was asked with, and what it said. */
export interface TokenAnswer {
  readonly host: string;
  readonly clientId: string;
  readonly withSecret: boolean;
  readonly verdict: TokenVerdict;
}

/** Asks the token endpoint as the app client, with its secret when one is stored. */
export async function askToken(
  client: AppClient,
  { fetch, authenticate }: PreflightContext,
  probe: (context: TokenContext) => Promise<TokenVerdict>,
): Promise<TokenAnswer> {
  const { host } = new URL(client.endpoints.token);
  const { value: context, error } = await outcome(authenticate(client));
  return {
    host,
    clientId: client.clientId,
    withSecret: context?.clientSecret !== undefined,
    verdict: context === undefined ? { kind: 'unknown', error } : await probe({ ...context, fetch }),
  };
}

/** Name resolution and TLS of the domain. */
export function reachableCheck(
  { authorization }: Endpoints,
  verdicts: readonly (AuthorizeVerdict | TokenVerdict)[],
): AppClientCheck {
  const { host } = new URL(authorization);
  const silent = verdicts.flatMap((verdict) =>
    verdict.kind === 'unknown' && (verdict.error.code === 'network' || verdict.error.code === 'timeout')
      ? [verdict.error]
      : [],
  );
  const [error] = silent;
  return error === undefined || silent.length < verdicts.length
    ? passed('reachable', `${host} answered.`)
    : failed('reachable', `${host} did not answer.`, error);
}

/** What the token endpoint says only to a client that it knows. */
const proofs: ReadonlySet<string> = new Set(['ok', 'invalid_grant', 'invalid_scope', 'unauthorized_client']);

/**
 * Whether the secret, or none, is right.
 * @param client what is known of the client otherwise: one that the pool does not know has no secret either
 */
export function authenticationCheck(
  { host, clientId, withSecret, verdict: token }: TokenAnswer,
  client: AppClientCheck['status'],
): AppClientCheck {
  if (token.kind === 'unknown') return unfit('authentication', host, token.error);
  const seen = `${host} answered ${token.error}.`;
  if (proofs.has(token.error)) {
    return passed('authentication', withSecret ? 'The stored secret is right.' : 'No secret is needed.');
  }
  if (client === 'failed' || token.error !== 'invalid_client') return unknown('authentication', seen);
  const code = withSecret
    ? 'client_secret_wrong'
    : client === 'passed'
      ? 'client_secret_missing'
      : 'token_refused';
  return failed(
    'authentication',
    seen,
    new CognitoError(code, { host, clientId, status: 400, error: token.error }),
  );
}

/** Whether the client may trade authorization codes. */
export function codeGrantCheck(
  { host, clientId, verdict: token }: TokenAnswer,
  authorize: AuthorizeVerdict,
): AppClientCheck {
  if (authorize.kind === 'refused' && authorize.fault.code === 'code_grant_off') {
    return failed(
      'grant',
      `The sign-in came back with ${String(authorize.fault.detail.error)}.`,
      authorize.fault,
    );
  }
  if (token.kind === 'unknown') {
    return unknown('grant', 'The token endpoint returned an inconclusive answer.');
  }
  const seen = `${host} answered ${token.error} to a made-up code.`;
  if (token.error === 'unauthorized_client') {
    return failed('grant', seen, new CognitoError('code_grant_off', { host, clientId, error: token.error }));
  }
  return token.error === 'invalid_grant' ? passed('grant', seen) : unknown('grant', seen);
}

/** An answer that is none of a token endpoint, or no answer. */
function unfit(id: 'authentication', host: string, error: CognitoError): AppClientCheck {
  const { status } = error.detail;
  if (status === undefined) return unknown(id, `${host} did not answer.`, error);
  const seen = `${host} answered with status ${status}.`;
  // 405: the path is not a token endpoint's.
  return status === 405 && !isOutage(error) ? failed(id, seen, error) : unknown(id, seen, error);
}
