import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { profileLabel, text, type Explain } from '../problem';

/** What is wrong with a session, or with the secret storage. */
export const sessionProblems = {
  session_missing: (_, context) => ({
    what: `You are not signed in to ${profileLabel(context)}.`,
    why: 'No session is stored for its user pool and app client.',
    next: 'Sign in first.',
    remedies: ['sign_in'],
  }),
  scopes_differ: (detail, context) => ({
    what: `Cognito did not grant exactly the requested scopes for ${profileLabel(context)}.`,
    why: `Requested: ${text(detail, 'asked', 'none')}. Granted: ${text(detail, 'granted', 'none')}.`,
    next: 'Nothing was changed. Check the scopes of the app client, and the pre token generation Lambda of its pool.',
    remedies: ['check_app_client'],
  }),
  account_differs: (detail, context) => ({
    what: `A different user signed in to ${profileLabel(context)}.`,
    why: `The sign-in was for ${text(detail, 'asked', 'another user')}, but ${text(detail, 'signedIn', 'a different user')} signed in.`,
    next: 'Nothing was changed. Sign out of the pool in the browser, then sign in as the requested user.',
    remedies: ['sign_in'],
  }),
  id_token_missing: (detail, context) => ({
    what: `The session of ${profileLabel(context)} has no ID token.`,
    ...(detail.grant === 'client_credentials'
      ? {
          why: 'Cognito issues no ID token to a machine client, because a machine client has no user.',
          next: 'Use its access token, or a profile that users sign in to.',
          remedies: ['edit_profile'],
        }
      : {
          why: 'Cognito issues an ID token only with the openid scope.',
          next: 'Add openid to the profile’s scopes, or remove scopes from the profile, and sign in again.',
          remedies: ['open_settings', 'sign_in'],
        }),
  }),
  revocation_failed: (detail, context) => ({
    what: `You are signed out of ${profileLabel(context)} here, but its user pool did not revoke the refresh token.`,
    why: `${notRevoked(detail)} The refresh token was deleted here, but stays valid in the pool until it expires.`,
    next: 'To revoke it, end the user’s sessions in the AWS console.',
    remedies: detail.error === 'invalid_client' ? ['set_client_secret', 'show_log'] : ['show_log'],
  }),
  session_ended: (detail, context) => ({
    what: `The session of ${profileLabel(context)} has ended.`,
    why:
      detail.reason === 'no_refresh_token'
        ? 'Its tokens have expired, and the pool issued no refresh token.'
        : `${text(detail, 'host', 'The pool')} no longer accepts its refresh token, because the token has expired, was revoked or was used twice.`,
    next: 'Sign in again.',
    remedies: ['sign_in'],
  }),
  secrets_unavailable: (detail) => ({
    what: 'The editor’s secret storage does not answer.',
    why: `${failedOperation(detail)} On Linux this often means that no keyring is running.`,
    next: 'Unlock or start your keyring, then try again.',
    remedies: ['show_log'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** Why a pool did not revoke a token. Source: AWS, "The token revocation endpoint". */
function notRevoked(detail: ErrorDetail): string {
  const host = text(detail, 'host');
  switch (detail.error) {
    case undefined:
      return `${host} could not be reached, or did not send a usable answer.`;
    case 'invalid_request':
      return `${host} does not revoke tokens of this app client (invalid_request), because its token revocation is turned off.`;
    case 'invalid_client':
      return `${host} does not accept this app client (invalid_client), because its secret is missing here or has changed.`;
    default:
      return `${host} refused to revoke the token (${text(detail, 'error')}).`;
  }
}

function failedOperation({ operation }: ErrorDetail): string {
  switch (operation) {
    case 'read':
      return 'It failed to read a value.';
    case 'write':
      return 'It failed to store a value.';
    case 'delete':
      return 'It failed to delete a value.';
    default:
      return 'It failed.';
  }
}
