import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { sentences } from '../../core/text';
import { own, type Explain, type Facts } from '../problem';

/** What is wrong with a session, or with the secret storage. */
export const sessionProblems = {
  session_missing: ({ detail, profile, text }) =>
    detail.user === undefined
      ? {
          what: l10n.t`You are not signed in to ${profile}.`,
          why: l10n.t('No session is stored for its user pool and app client.'),
          next: l10n.t('Sign in first.'),
          remedies: ['sign_in', 'select_user'],
        }
      : {
          what: l10n.t`${text('user')} is not signed in to ${profile}.`,
          why: l10n.t(
            'No stored session has this user name, e-mail address or sub, or two users have this e-mail address.',
          ),
          next: l10n.t('Sign in as this user, or name a user who is signed in.'),
          remedies: ['sign_in_as', 'select_user'],
        },
  scopes_differ: ({ profile, text }) => ({
    what: l10n.t`Cognito did not grant exactly the requested scopes for ${profile}.`,
    why: l10n.t`Requested: ${text('asked', l10n.t('none'))}. Granted: ${text('granted', l10n.t('none'))}.`,
    next: l10n.t(
      'Nothing was changed. Check the scopes of the app client, and the pre token generation Lambda of its pool.',
    ),
    remedies: ['check_app_client'],
  }),
  account_differs: ({ profile, text }) => ({
    what: l10n.t`A different user signed in to ${profile}.`,
    why: l10n.t`The sign-in was for ${text('asked', l10n.t('another user'))}, but ${text('signedIn', l10n.t('a different user'))} signed in.`,
    next: l10n.t(
      'Nothing was changed. Sign out of the pool in the browser, then sign in as the requested user.',
    ),
    remedies: ['sign_in'],
  }),
  same_user: ({ profile, text }) => ({
    what: l10n.t`The browser signed in the same user to ${profile}: ${text('signedIn', l10n.t('the active one'))}.`,
    why: l10n.t(
      'The browser may have a session of this user at the identity provider, which then asks nothing.',
    ),
    next: l10n.t(
      'Nothing was changed. Sign out of the identity provider in the browser, or try again: copy the sign-in link and open it in a private window.',
    ),
    remedies: ['sign_in_as'],
  }),
  id_token_missing: ({ detail, profile }) => ({
    what: l10n.t`The session of ${profile} has no ID token.`,
    ...(detail.grant === 'client_credentials'
      ? {
          why: l10n.t(
            'Cognito issues no ID token to a machine client, because a machine client has no user.',
          ),
          next: l10n.t('Use a profile that users sign in to, or its access token where that is enough.'),
          remedies: ['edit_profile'],
        }
      : {
          why: l10n.t('Cognito issues an ID token only with the openid scope.'),
          next: l10n.t(
            'Add openid to the profile’s scopes, or remove scopes from the profile, and sign in again.',
          ),
          remedies: ['open_settings', 'sign_in'],
        }),
  }),
  revocation_failed: (facts) => ({
    what: l10n.t`You are signed out of ${facts.profile} here, but its user pool did not revoke the refresh token.`,
    why: sentences(
      notRevoked(facts),
      l10n.t('The refresh token was deleted here, but stays valid in the pool until it expires.'),
    ),
    next: l10n.t('To revoke it, end the user’s sessions in the AWS console.'),
    remedies: facts.detail.error === 'invalid_client' ? ['set_client_secret', 'show_log'] : ['show_log'],
  }),
  session_ended: ({ detail, profile, text }) => ({
    what: l10n.t`The session of ${profile} has ended.`,
    why:
      detail.reason === 'no_refresh_token'
        ? l10n.t('Its tokens have expired, and the pool issued no refresh token.')
        : l10n.t`${text('host', l10n.t('The pool'))} no longer accepts its refresh token, because the token has expired, was revoked or was used twice, or because newer sign-ins of the user have ended this session, as a pool with session tracking does.`,
    next: l10n.t('Sign in again.'),
    remedies: ['sign_in'],
  }),
  secrets_unavailable: ({ detail }) => ({
    what: l10n.t('The editor’s secret storage does not answer.'),
    why:
      detail.operation === 'delete'
        ? l10n.t('It failed to delete a value. On Linux this often means that no keyring is running.')
        : l10n.t('It failed to read a value. On Linux this often means that no keyring is running.'),
    next: l10n.t('Unlock or start your keyring, then try again.'),
    remedies: ['show_log'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** Why a pool did not revoke a token. Source: AWS, "The token revocation endpoint". */
function notRevoked({ detail, host, text }: Facts): string {
  if (detail.error === undefined) {
    return l10n.t`${host} could not be reached, or did not send a usable answer.`;
  }
  const reasons = {
    invalid_request: l10n.t`${host} does not revoke tokens of this app client (invalid_request), because its token revocation is turned off.`,
    invalid_client: l10n.t`${host} does not accept this app client (invalid_client), because its secret is missing here or has changed.`,
  };
  return own(reasons, detail.error) ?? l10n.t`${host} refused to revoke the token (${text('error')}).`;
}
