import type { ErrorCode } from '../../core/errors';
import { own, type Explain, type Facts } from '../problem';

/** What is wrong with a session, or with the secret storage. */
export const sessionProblems = {
  session_missing: ({ detail, profile, text }) =>
    detail.user === undefined
      ? {
          what: `You are not signed in to ${profile}.`,
          why: 'No session is stored for its user pool and app client.',
          next: 'Sign in first.',
          remedies: ['sign_in', 'select_user'],
        }
      : {
          what: `${text('user')} is not signed in to ${profile}.`,
          why: 'No stored session has this user name, e-mail address or sub, or two users have this e-mail address.',
          next: 'Sign in as this user, or name a user who is signed in.',
          remedies: ['sign_in_as', 'select_user'],
        },
  scopes_differ: ({ profile, text }) => ({
    what: `Cognito did not grant exactly the requested scopes for ${profile}.`,
    why: `Requested: ${text('asked', 'none')}. Granted: ${text('granted', 'none')}.`,
    next: 'Nothing was changed. Check the scopes of the app client, and the pre token generation Lambda of its pool.',
    remedies: ['check_app_client'],
  }),
  account_differs: ({ profile, text }) => ({
    what: `A different user signed in to ${profile}.`,
    why: `The sign-in was for ${text('asked', 'another user')}, but ${text('signedIn', 'a different user')} signed in.`,
    next: 'Nothing was changed. Sign out of the pool in the browser, then sign in as the requested user.',
    remedies: ['sign_in'],
  }),
  same_user: ({ profile, text }) => ({
    what: `The browser signed in the same user to ${profile}: ${text('signedIn', 'the active one')}.`,
    why: 'The browser may have a session of this user at the identity provider, which then asks nothing.',
    next: 'Nothing was changed. Sign out of the identity provider in the browser, or try again: copy the sign-in link and open it in a private window.',
    remedies: ['sign_in_as'],
  }),
  id_token_missing: ({ detail, profile }) => ({
    what: `The session of ${profile} has no ID token.`,
    ...(detail.grant === 'client_credentials'
      ? {
          why: 'Cognito issues no ID token to a machine client, because a machine client has no user.',
          next: 'Use a profile that users sign in to, or its access token where that is enough.',
          remedies: ['edit_profile'],
        }
      : {
          why: 'Cognito issues an ID token only with the openid scope.',
          next: 'Add openid to the profile’s scopes, or remove scopes from the profile, and sign in again.',
          remedies: ['open_settings', 'sign_in'],
        }),
  }),
  revocation_failed: (facts) => ({
    what: `You are signed out of ${facts.profile} here, but its user pool did not revoke the refresh token.`,
    why: `${notRevoked(facts)} The refresh token was deleted here, but stays valid in the pool until it expires.`,
    next: 'To revoke it, end the user’s sessions in the AWS console.',
    remedies: facts.detail.error === 'invalid_client' ? ['set_client_secret', 'show_log'] : ['show_log'],
  }),
  session_ended: ({ detail, profile, text }) => ({
    what: `The session of ${profile} has ended.`,
    why:
      detail.reason === 'no_refresh_token'
        ? 'Its tokens have expired, and the pool issued no refresh token.'
        : `${text('host', 'The pool')} no longer accepts its refresh token, because the token has expired, was revoked or was used twice, or because newer sign-ins of the user have ended this session, as a pool with session tracking does.`,
    next: 'Sign in again.',
    remedies: ['sign_in'],
  }),
  secrets_unavailable: ({ text }) => ({
    what: 'The editor’s secret storage does not answer.',
    why: `It failed to ${text('operation', 'read')} a value. On Linux this often means that no keyring is running.`,
    next: 'Unlock or start your keyring, then try again.',
    remedies: ['show_log'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** Why a pool did not revoke a token. Source: AWS, "The token revocation endpoint". */
function notRevoked({ detail, host, text }: Facts): string {
  if (detail.error === undefined) return `${host} could not be reached, or did not send a usable answer.`;
  const reasons = {
    invalid_request: `${host} does not revoke tokens of this app client (invalid_request), because its token revocation is turned off.`,
    invalid_client: `${host} does not accept this app client (invalid_client), because its secret is missing here or has changed.`,
  };
  return own(reasons, detail.error) ?? `${host} refused to revoke the token (${text('error')}).`;
}
