/** Every way a sign-in, a refresh or a look-up can fail. Text for people is in problems.ts. */
export type ErrorCode =
  | 'profile_missing'
  | 'profile_invalid'
  | 'settings_unwritable'
  | 'discovery_failed'
  | 'discovery_invalid'
  | 'pool_not_found'
  | 'pool_without_domain'
  | 'domain_foreign'
  | 'network'
  | 'timeout'
  | 'response_unexpected'
  | 'response_too_large'
  | 'sign_in_cancelled'
  | 'sign_in_timeout'
  | 'sign_in_missing'
  | 'callback_unusable'
  | 'redirect_mismatch'
  | 'client_unknown'
  | 'client_unusable'
  | 'login_unavailable'
  | 'scope_not_allowed'
  | 'code_grant_off'
  | 'machine_grant_off'
  | 'client_secret_wrong'
  | 'keys_unusable'
  | 'clock_wrong'
  | 'authorization_refused'
  | 'token_refused'
  | 'client_secret_missing'
  | 'client_secret_in_settings'
  | 'token_unsound'
  | 'userinfo_refused'
  | 'userinfo_other_subject'
  | 'session_missing'
  | 'scopes_differ'
  | 'account_differs'
  | 'id_token_missing'
  | 'revocation_failed'
  | 'session_ended'
  | 'secrets_unavailable'
  | 'port_taken'
  | 'local_pool_config'
  | 'unexpected';

/** Facts about a failure that are safe to show and to log: hosts, statuses, names. Never a token, code or secret. */
export type ErrorDetail = Readonly<Record<string, string | number | undefined>>;

/** The one error class of this extension. `code` says what failed, `detail` where, `cause` keeps the original. */
export class CognitoError extends Error {
  override readonly name = 'CognitoError';

  constructor(
    readonly code: ErrorCode,
    readonly detail: ErrorDetail = {},
    cause?: unknown,
  ) {
    super(code, cause === undefined ? undefined : { cause });
  }
}

/**
 * Text that a server chose, as an error may keep it: cut short, and without long random runs, because a server can echo
 * the code or token it was sent.
 */
export function quoted(text: string): string {
  return text.slice(0, 300).replaceAll(/[A-Za-z0-9_-]{20,}/g, (run) => (/\d/.test(run) ? '…' : run));
}

/** Whether `error` is a CognitoError, also one made by another bundle, where `instanceof` would say no. */
export function isCognitoError(error: unknown, code?: ErrorCode): error is CognitoError {
  return (
    error instanceof Error &&
    error.name === 'CognitoError' &&
    'code' in error &&
    (code === undefined || error.code === code)
  );
}
