import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { profileLabel, text } from '../problem';
import type { Explain } from '../problem';

/** What is wrong with a session, or with where it is stored. */
export const sessionProblems = {
  session_missing: (_, context) => ({
    what: `Nobody is signed in to ${profileLabel(context)}.`,
    why: 'Its user pool and app client have no session here.',
    next: 'Sign in first.',
    remedies: ['sign_in'],
  }),
  scopes_differ: (detail, context) => ({
    what: `Cognito did not grant exactly the scopes that were asked for at ${profileLabel(context)}.`,
    why: `Asked for: ${text(detail, 'asked', 'none')}. Granted: ${text(detail, 'granted', 'none')}.`,
    next: 'Nothing was changed here. The app client’s scopes and its pool’s pre token generation Lambda decide on what is granted.',
    remedies: ['check_app_client'],
  }),
  account_differs: (detail, context) => ({
    what: `Somebody else signed in to ${profileLabel(context)}.`,
    why: `${text(detail, 'asked', 'Another account')} was asked for, and ${text(detail, 'signedIn', 'another one')} signed in.`,
    next: 'Nothing was changed here. Sign out on the pool’s own page in the browser, and sign in as the account that is asked for.',
    remedies: ['sign_in'],
  }),
  id_token_missing: (detail, context) => ({
    what: `The session of ${profileLabel(context)} has no ID token.`,
    ...(detail.grant === 'client_credentials'
      ? {
          why: 'A machine client has no user that an ID token could tell about.',
          next: 'Use its access token, or a profile that people sign in to.',
          remedies: ['edit_profile'],
        }
      : {
          why: 'Cognito issues one only with the openid scope.',
          next: 'Add openid to the profile’s scopes, or leave scopes out, and sign in again.',
          remedies: ['open_settings', 'sign_in'],
        }),
  }),
  revocation_failed: (detail, context) => ({
    what: `You are signed out of ${profileLabel(context)} here, but its pool was not told.`,
    why: `${unrevoked(detail)} The refresh token is forgotten here and stays valid there until it expires.`,
    next: 'To revoke it after all, end the user’s sessions in the AWS console.',
    remedies: detail.error === 'invalid_client' ? ['set_client_secret', 'show_log'] : ['show_log'],
  }),
  session_ended: (detail, context) => ({
    what: `The session of ${profileLabel(context)} has ended.`,
    why:
      detail.reason === 'no_refresh_token'
        ? 'Its tokens have expired, and the pool gave no refresh token.'
        : `${text(detail, 'host', 'The pool')} no longer accepts its refresh token: it has expired, was revoked, or was used twice.`,
    next: 'Sign in again.',
    remedies: ['sign_in'],
  }),
  secrets_unavailable: (detail) => ({
    what: 'The editor’s secret storage does not answer.',
    why: `It failed to ${text(detail, 'operation', 'work')}. On Linux this often means that no keyring is running.`,
    next: 'Unlock or start your keyring, then try again.',
    remedies: ['show_log'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** Why a pool did not revoke. Source: AWS, "The token revocation endpoint". */
function unrevoked(detail: ErrorDetail): string {
  const host = text(detail, 'host');
  switch (detail.error) {
    case undefined:
      return `${host} could not be reached, or gave no answer of use.`;
    case 'invalid_request':
      return `${host} does not revoke for this app client (invalid_request): token revocation is turned off.`;
    case 'invalid_client':
      return `${host} does not accept this app client (invalid_client): its secret is missing here, or has changed.`;
    default:
      return `${host} refused to revoke it (${text(detail, 'error')}).`;
  }
}
