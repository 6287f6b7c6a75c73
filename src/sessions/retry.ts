import { isCognitoError, type CognitoError } from '../core/errors';

/** Pauses before the second and third request, in seconds. */
const pauses: readonly number[] = [0.5, 2];
/** A server may ask for this long a pause, in seconds; a person who waits is told about a longer one. */
const longestPause = 10;

/**
 * How long to wait before a failed request is sent again.
 * @param attempts how often it has been sent
 * @returns seconds; undefined when sending it again now would not help
 * Source: RFC 9110 section 10.2.3 (`Retry-After`).
 */
export function retryDelay(error: unknown, attempts: number): number | undefined {
  const pause = pauses[attempts - 1];
  if (pause === undefined || !isPassing(error)) return undefined;
  const asked = askedPause(error);
  return asked !== undefined && asked > longestPause ? undefined : Math.max(pause, asked ?? 0);
}

/** The pause a server asked for, in seconds. */
export function askedPause(error: unknown): number | undefined {
  const asked = isCognitoError(error) ? error.detail.retryAfter : undefined;
  return typeof asked === 'number' ? asked : undefined;
}

/** Whether a pool has said that it will never again take a refresh token. Nothing else ends a session. */
export function endsSession(error: unknown): error is CognitoError {
  return (
    isCognitoError(error, 'token_refused') && error.detail.error === 'invalid_grant' && !isPassing(error)
  );
}

/** Whether a failure may be gone in a moment. */
function isPassing(error: unknown): boolean {
  if (!isCognitoError(error)) return false;
  const { status, reason, error: refusal } = error.detail;
  if (error.code === 'timeout') return true;
  if (error.code === 'network') return !/^PROXY_|CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL/.test(String(reason));
  // How Cognito throttles this endpoint is not documented; its API does it with this name.
  return status === 429 || Number(status) >= 500 || refusal === 'TooManyRequestsException';
}
