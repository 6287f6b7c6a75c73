import { defined } from '../../core/members';
import { OperationProcessingError, ResponseBodyError, WWWAuthenticateChallengeError } from 'oauth4webapi';
import { CognitoError, quoted, type ErrorDetail } from '../../core/errors';
import type { CheckId } from '../verification/claimChecks';

const checkOfClaim: Readonly<Record<string, CheckId>> = {
  iss: 'issuer',
  aud: 'audience',
  exp: 'expiry',
  iat: 'issued_at',
  nbf: 'issued_at',
  azp: 'audience',
};

/**
 * Gives a failure of the OAuth library our name. The library's own errors hold whole answers, tokens included, so none
 * of them is kept as a cause.
 * @param host the host that answered
 */
export async function refusal(error: unknown, host: string): Promise<CognitoError> {
  if (error instanceof ResponseBodyError) {
    const detail = { ...described(error.cause), ...retryAfter(error.response) };
    return new CognitoError('token_refused', { host, status: error.status, ...detail });
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    return new CognitoError('token_refused', { host, status: error.status, error: 'invalid_client' });
  }
  if (!(error instanceof OperationProcessingError)) {
    return new CognitoError('response_unexpected', { host, reason: 'not_conform' });
  }
  if (error.cause instanceof Response) {
    return new CognitoError('response_unexpected', { host, ...(await summary(error.cause)) });
  }
  // An ID token that is signed otherwise than with RS256, `none` included.
  if (hasMember(error.cause, 'header')) {
    const reason = 'It is not signed with RS256.';
    return new CognitoError('token_unsound', { host, check: 'signature', reason });
  }
  // A claim that is wrong, missing or of another type. Only the message names it in the last two cases.
  if (hasMember(error.cause, 'claims')) {
    const claim = /"(\w+)"/.exec(error.message)?.[1] ?? 'unknown';
    return new CognitoError('token_unsound', { host, check: checkOfClaim[claim] ?? 'format', claim });
  }
  return new CognitoError('response_unexpected', { host, reason: error.code ?? 'not_conform' });
}

/** An OAuth error body. Older Cognito clients read `error_message`; the documented name is `error_description`. */
function described(body: Readonly<Record<string, unknown>>): { error?: string; description?: string } {
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === 'string' ? quoted(value) : undefined;
  };
  const error = text('error');
  const description = text('error_description') ?? text('error_message');
  return { ...defined({ error, description }) };
}

async function summary(response: Response): Promise<ErrorDetail> {
  await response.body?.cancel().catch(() => undefined);
  return { status: response.status, reason: bodyFault(response), ...retryAfter(response) };
}

/** No server means a longer pause than this, in seconds. */
const longestPause = 86_400;

/** When to ask again, in seconds, as far as the server says. Source: RFC 9110 section 10.2.3. */
export function retryAfter({ headers }: Response): { retryAfter?: number } {
  const value = headers.get('retry-after');
  if (value === null) return {};
  const seconds = /^\d{1,6}$/.test(value)
    ? Number(value)
    : Math.ceil((Date.parse(value) - Date.parse(headers.get('date') ?? '')) / 1000);
  return seconds > 0 ? { retryAfter: Math.min(seconds, longestPause) } : {};
}

/** What is wrong with an answer that should have been JSON, by its type. */
export function bodyFault(response: Response): 'html' | 'not_conform' | 'not_json' {
  const type = response.headers.get('content-type') ?? '';
  return type.includes('html') ? 'html' : type.includes('json') ? 'not_conform' : 'not_json';
}

function hasMember<N extends string>(cause: unknown, name: N): cause is Record<N, unknown> {
  return typeof cause === 'object' && cause !== null && name in cause;
}
