import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError, type ErrorCode, type ErrorDetail } from '../../../src/core/errors';
import { isRefreshTokenRefused, retryDelay } from '../../../src/sessions/retry';

const failure = (code: ErrorCode, detail: ErrorDetail = {}): CognitoError => new CognitoError(code, detail);

describe('retryDelay and isRefreshTokenRefused', () => {
  const temporary: readonly CognitoError[] = [
    failure('timeout'),
    failure('network', { reason: 'ENOTFOUND' }),
    failure('network', { reason: 'EAI_AGAIN' }),
    failure('network', { reason: 'ECONNRESET' }),
    failure('network', { reason: 'ECONNREFUSED' }),
    failure('network', { reason: 'UND_ERR_SOCKET' }),
    failure('response_unexpected', { status: 429 }),
    failure('response_unexpected', { status: 500 }),
    failure('response_unexpected', { status: 503, reason: 'html' }),
    failure('token_refused', { status: 429, error: 'invalid_grant' }),
    failure('token_refused', { status: 400, error: 'TooManyRequestsException' }),
    failure('client_token_refused', { status: 400, type: 'TooManyRequestsException' }),
  ];
  for (const error of temporary) {
    it(`allows two retries with growing delays after ${error.code} ${JSON.stringify(error.detail)}`, () => {
      deepEqual(
        [1, 2, 3].map((attempts) => retryDelay(error, attempts)),
        [500, 2_000, undefined],
      );
      equal(isRefreshTokenRefused(error), false);
    });
  }

  const lasting: readonly unknown[] = [
    failure('network', { reason: 'PROXY_407' }),
    failure('network', { reason: 'PROXY_ADDRESS' }),
    failure('network', { reason: 'SELF_SIGNED_CERT_IN_CHAIN' }),
    failure('network', { reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
    failure('network', { reason: 'CERT_HAS_EXPIRED' }),
    failure('response_unexpected', { status: 200, reason: 'html' }),
    failure('response_unexpected', { status: 403, reason: 'html' }),
    failure('response_unexpected', { status: 307 }),
    failure('response_too_large'),
    failure('token_refused', { status: 400, error: 'invalid_client' }),
    failure('token_unsound', { check: 'signature' }),
    failure('session_missing'),
    new Error('an internal error'),
    undefined,
  ];
  for (const error of lasting) {
    const what =
      error instanceof CognitoError ? `${error.code} ${JSON.stringify(error.detail)}` : String(error);
    it(`allows no retry and keeps the session after ${what}`, () => {
      equal(retryDelay(error, 1), undefined);
      equal(isRefreshTokenRefused(error), false);
    });
  }

  it('ends the session without a retry when the pool refuses the refresh token', () => {
    const ended = failure('token_refused', { status: 400, error: 'invalid_grant' });
    equal(isRefreshTokenRefused(ended), true);
    equal(retryDelay(ended, 1), undefined);
  });

  for (const description of [
    '',
    'Invalid Refresh Token',
    'Refresh Token has expired',
    'Refresh Token has been revoked',
  ]) {
    it(`ends the session when invalid_grant says “${description}”`, () => {
      equal(
        isRefreshTokenRefused(failure('token_refused', { status: 400, error: 'invalid_grant', description })),
        true,
      );
    });
  }

  for (const description of [
    'PreTokenGeneration failed with error timeout',
    'PreTokenGeneration invocation failed due to configuration.',
    'Unrecognizable lambda output',
  ]) {
    it(`keeps the session when invalid_grant says “${description}”, because a Lambda trigger failed`, () => {
      equal(
        isRefreshTokenRefused(failure('token_refused', { status: 400, error: 'invalid_grant', description })),
        false,
      );
    });
  }

  it('waits as long as the server asks, up to ten seconds', () => {
    const busy = (after: number): CognitoError =>
      failure('response_unexpected', { status: 429, retryAfter: after });
    equal(retryDelay(busy(0), 1), 500);
    equal(retryDelay(busy(7), 1), 7_000);
    equal(retryDelay(busy(10), 2), 10_000);
    equal(retryDelay(busy(11), 1), undefined);
  });
});
