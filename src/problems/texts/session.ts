import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { profileLabel, text } from '../problem';
import type { Explain } from '../problem';

/** What is wrong with a session, or with where it is stored. */
export const sessionProblems = {
  session_missing: (_, context) => ({
    what: `You are not signed in to ${profileLabel(context)}.`,
    why: 'This editor has no session for its user pool and app client.',
    next: 'Sign in first.',
    remedies: ['sign_in'],
  }),
  scopes_differ: (detail, context) => ({
    what: `Cognito did not grant exactly the scopes that were requested for ${profileLabel(context)}.`,
    why: `Requested: ${text(detail, 'asked', 'none')}. Granted: ${text(detail, 'granted', 'none')}.`,
    next: 'Your session was not changed. Check the scopes of the app client and the pre token generation trigger of the user pool.',
    remedies: ['check_app_client'],
  }),
  account_differs: (detail, context) => ({
    what: `Another account signed in to ${profileLabel(context)}.`,
    why: `${text(detail, 'asked', 'Another account')} was requested, but ${text(detail, 'signedIn', 'another account')} signed in.`,
    next: 'Your session was not changed. Sign out on the pool’s sign-in page in the browser, then sign in as the requested account.',
    remedies: ['sign_in'],
  }),
  id_token_missing: (detail, context) => ({
    what: `The session of ${profileLabel(context)} has no ID token.`,
    ...(detail.grant === 'client_credentials'
      ? {
          why: 'A machine client has no user, and an ID token describes a user.',
          next: 'Use its access token, or a profile that users sign in to.',
          remedies: ['edit_profile'],
        }
      : {
          why: 'Cognito issues one only with the openid scope.',
          next: 'Add openid to the profile’s scopes, or leave scopes out, and sign in again.',
          remedies: ['open_settings', 'sign_in'],
        }),
  }),
  revocation_failed: (detail, context) => ({
    what: `You are signed out of ${profileLabel(context)} in this editor, but the refresh token could not be revoked.`,
    why: `${unrevoked(detail)} The editor has deleted the refresh token, but the pool accepts it until it expires.`,
    next: 'To revoke it, end the user’s sessions in the AWS console.',
    remedies: detail.error === 'invalid_client' ? ['set_client_secret', 'show_log'] : ['show_log'],
  }),
  session_ended: (detail, context) => ({
    what: `The session of ${profileLabel(context)} has ended.`,
    why:
      detail.reason === 'no_refresh_token'
        ? 'Its tokens have expired, and the pool has issued no refresh token.'
        : `${text(detail, 'host', 'The pool')} no longer accepts its refresh token: it has expired, was revoked, or was used twice.`,
    next: 'Sign in again.',
    remedies: ['sign_in'],
  }),
  secrets_unavailable: (detail) => ({
    what: 'The editor’s secret storage does not answer.',
    why: `It failed to ${text(detail, 'operation', 'work')} a value. On Linux, this often means that no keyring is running.`,
    next: 'Unlock or start your keyring, then try again.',
    remedies: ['show_log'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** Why a pool did not revoke. Source: AWS, "The token revocation endpoint". */
function unrevoked(detail: ErrorDetail): string {
  const host = text(detail, 'host');
  switch (detail.error) {
    case undefined:
      return `${host} could not be reached, or sent an unexpected response.`;
    case 'invalid_request':
      return `${host} does not revoke tokens of this app client (invalid_request), because token revocation is turned off.`;
    case 'invalid_client':
      return `${host} does not accept this app client (invalid_client), because its secret is missing in this editor or has changed.`;
    default:
      return `${host} refused to revoke it (${text(detail, 'error')}).`;
  }
}
