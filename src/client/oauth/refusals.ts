import * as l10n from '@vscode/l10n';
import { member } from '../../core/members';
import { OperationProcessingError, ResponseBodyError, WWWAuthenticateChallengeError } from 'oauth4webapi';
import { CognitoError, quoted, type ErrorDetail } from '../../core/errors';
import type { CheckId } from '../verification/claimChecks';

const checkOfClaim: Readonly<Record<string, CheckId>> = {
  iss: 'issuer',
  aud: 'audience',
  exp: 'expiry',
  iat: 'issued_at',
  nbf: 'not_before',
  azp: 'audience',
};

/**
 * Turns an error of the OAuth library into a CognitoError. It has no cause, because the library's errors contain whole
 * answers, including tokens.
 * @param host the host that answered
 * @param secret the client secret that was sent
 */
export async function refusal(error: unknown, host: string, secret?: string): Promise<CognitoError> {
  if (error instanceof ResponseBodyError) {
    const detail = { ...described(error.cause, secret), ...retryAfter(error.response) };
    return new CognitoError('token_refused', { host, status: error.status, ...detail });
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    return new CognitoError('token_refused', { host, status: error.status, error: 'invalid_client' });
  }
  if (!(error instanceof OperationProcessingError)) {
    return new CognitoError('response_unexpected', { host, reason: 'not_conform' });
  }
  if (error.cause instanceof Response) {
    const { cause: response } = error;
    await response.body?.cancel().catch(() => undefined);
    const detail = { status: response.status, reason: bodyFault(response), ...retryAfter(response) };
    return new CognitoError('response_unexpected', { host, ...detail });
  }
  // An ID token that is not signed with RS256, for example `none`.
  if (member(error.cause, 'header') !== undefined) {
    const reason = l10n.t('It is not signed with RS256.');
    return new CognitoError('token_unsound', { host, check: 'signature', reason });
  }
  // A claim that is wrong, missing or of another type. For the last two, only the message names the claim.
  if (member(error.cause, 'claims') !== undefined) {
    const claim = /"(\w+)"/.exec(error.message)?.[1] ?? 'unknown';
    return new CognitoError('token_unsound', { host, check: checkOfClaim[claim] ?? 'format', claim });
  }
  return new CognitoError('response_unexpected', { host, reason: error.code ?? 'not_conform' });
}

/** An OAuth error body. Older Cognito clients read `error_message`; the documented name is `error_description`. */
function described(body: Readonly<Record<string, unknown>>, secret: string | undefined): ErrorDetail {
  const text = (name: string): string | undefined => {
    const value = body[name];
    return typeof value === 'string' ? quoted(value, secret) : undefined;
  };
  return { error: text('error'), description: text('error_description') ?? text('error_message') };
}

/** Longer pauses are cut to this, in seconds. */
const longestPause = 86_400;

/** The pause that the server asks for, in seconds. Source: RFC 9110 section 10.2.3. */
export function retryAfter({ headers }: Response): { retryAfter?: number } {
  const value = headers.get('retry-after');
  if (value === null) return {};
  const seconds = /^\d{1,6}$/.test(value)
    ? Number(value)
    : Math.ceil((Date.parse(value) - Date.parse(headers.get('date') ?? '')) / 1000);
  return seconds > 0 ? { retryAfter: Math.min(seconds, longestPause) } : {};
}

/** Why an answer is not the expected JSON, by its content type. */
export function bodyFault(response: Response): 'html' | 'not_conform' | 'not_json' {
  const type = response.headers.get('content-type') ?? '';
  return type.includes('html') ? 'html' : type.includes('json') ? 'not_conform' : 'not_json';
}
