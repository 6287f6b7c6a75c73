import { isCognitoError, type CognitoError } from '../core/errors';
import { triggerFailure } from '../core/triggers';

/** Pauses before the second and third request, in milliseconds. */
const pauses: readonly number[] = [500, 2_000];
/** When a server asks for a longer pause, in milliseconds, the failure is reported at once. */
const longestPause = 10_000;

/**
 * How long to wait before a failed request is sent again.
 * @param attempts how often it has been sent
 * @returns milliseconds; undefined when sending it again now would not help
 * Source: RFC 9110 section 10.2.3 (`Retry-After`).
 */
export function retryDelay(error: unknown, attempts: number): number | undefined {
  const pause = pauses[attempts - 1];
  if (pause === undefined || !isPassing(error)) return undefined;
  const retryAfter = Number(error.detail.retryAfter ?? 0) * 1000;
  return retryAfter > longestPause ? undefined : Math.max(pause, retryAfter);
}

/**
 * Whether a pool has refused a refresh token for good. No other failure ends a session, nor does a Lambda trigger that failed,
 * because the refresh token works again when the trigger does.
 */
export function isRefreshTokenRefused(error: unknown): error is CognitoError {
  return (
    isCognitoError(error, 'token_refused') &&
    error.detail.error === 'invalid_grant' &&
    !triggerFailure.test(String(error.detail.description ?? '')) &&
    !isPassing(error)
  );
}

/** Whether sending the request again may succeed. */
function isPassing(error: unknown): error is CognitoError {
  if (!isCognitoError(error)) return false;
  const { status, reason, type, error: refusal } = error.detail;
  if (error.code === 'timeout') return true;
  if (error.code === 'network') return !/^PROXY_|CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL/.test(String(reason));
  // AWS does not document how the token endpoint throttles. The user pools API uses this name.
  return status === 429 || Number(status) >= 500 || [refusal, type].includes('TooManyRequestsException');
}
