/** The code of every error. The texts for people are in problems/texts. */
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
  | 'callback_unknown'
  | 'callback_elsewhere'
  | 'redirect_mismatch'
  | 'client_unknown'
  | 'client_unusable'
  | 'login_unavailable'
  | 'scope_not_allowed'
  | 'registration_refused'
  | 'code_grant_off'
  | 'machine_grant_off'
  | 'client_secret_wrong'
  | 'keys_unusable'
  | 'clock_wrong'
  | 'authorization_refused'
  | 'token_refused'
  | 'client_secret_missing'
  | 'client_token_refused'
  | 'client_secret_in_settings'
  | 'token_unsound'
  | 'userinfo_refused'
  | 'userinfo_other_subject'
  | 'session_missing'
  | 'scopes_differ'
  | 'account_differs'
  | 'same_user'
  | 'id_token_missing'
  | 'revocation_failed'
  | 'session_ended'
  | 'secrets_unavailable'
  | 'port_taken'
  | 'api_proxy_missing'
  | 'api_proxy_invalid'
  | 'api_proxy_port_taken'
  | 'api_proxy_stopped'
  | 'mcp_server_missing'
  | 'mcp_server_invalid'
  | 'mcp_server_unexpected'
  | 'mcp_metadata_missing'
  | 'mcp_metadata_elsewhere'
  | 'mcp_resource_differs'
  | 'mcp_issuer_foreign'
  | 'mcp_s256_unlisted'
  | 'mcp_no_registration'
  | 'mcp_resource_server_missing'
  | 'mcp_scopes_missing'
  | 'mcp_token_short'
  | 'mcp_token_refused'
  | 'program_missing'
  | 'handover_denied'
  | 'handover_unanswered'
  | 'identity_pool_missing'
  | 'aws_refused'
  | 'user_sessions_refused'
  | 'aws_expired'
  | 'local_pool_config'
  | 'trigger_missing'
  | 'trigger_untrusted'
  | 'trigger_unusable'
  | 'local_pool_certificate'
  | 'unexpected';

/** Facts about an error that are safe to show, never a token, code or secret. core/logLine.ts says which ones may be logged. */
export type ErrorDetail = Readonly<Record<string, string | number | undefined>>;

/** The error class of this extension: `code` says what failed, `detail` has the facts, and `cause` is the original error. */
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
 * Text from a server for the detail of an error. It is cut, and long random parts are removed, because a server can echo the
 * code or token that it received.
 * @param secret the client secret that was sent, which can have any characters and is removed too
 */
export function quoted(text: string, secret = ''): string {
  const open = secret === '' ? text : text.replaceAll(secret, '…');
  return open.slice(0, 300).replaceAll(/[A-Za-z0-9_-]{20,}/g, (run) => (/\d/.test(run) ? '…' : run));
}

/** Whether `error` is a CognitoError. `instanceof` fails for an error of another bundle, which has its own class. */
export function isCognitoError(error: unknown, code?: ErrorCode): error is CognitoError {
  return (
    error instanceof Error &&
    error.name === 'CognitoError' &&
    'code' in error &&
    (code === undefined || error.code === code)
  );
}
