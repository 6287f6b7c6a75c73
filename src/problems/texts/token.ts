import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { triggerFailure } from '../../core/triggers';
import { sentence, sentences } from '../../core/text';
import { errorStatus, own, type Cause, type Explain, type Facts, type Problem } from '../problem';
import { refusedClient } from './appClient';
import { firewallCause } from './network';

/** What is wrong with tokens, or with the answers of the token and userInfo endpoints. */
export const tokenProblems = {
  token_refused: refusedToken,
  token_unsound: (facts) => ({
    what: l10n.t`The tokens from ${facts.text('host', l10n.t('the pool'))}${facts.forProfile} were not accepted, and nothing was stored.`,
    why: failedCheck(facts),
    next: l10n.t('Check that the profile names the right user pool and app client, then sign in again.'),
    remedies: ['sign_in', 'open_settings'],
  }),
  userinfo_refused: userInfoProblem,
  userinfo_other_subject: ({ host, profile }) => ({
    what: l10n.t`USERINFO at ${host} returned a different user than the user of ${profile}.`,
    why: l10n.t('Its sub differs from the sub of the ID token, so the answer was discarded.'),
    next: l10n.t('Check that domain and user pool in the profile belong together.'),
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

const tokenReasons: Readonly<Record<string, Cause>> = {
  invalid_grant: {
    why: l10n.t(
      'The code was already used or has expired, or the app client may not read every attribute that its scopes request.',
    ),
    next: l10n.t('Sign in again.'),
    remedies: ['sign_in'],
  },
  invalid_request: {
    why: l10n.t('A parameter was missing or is not supported.'),
    next: l10n.t('Sign in again.'),
    remedies: ['open_settings', 'show_log'],
  },
  unauthorized_client: {
    why: l10n.t(
      'The app client does not allow this grant, or the callback URL differs from the one in the sign-in.',
    ),
    next: l10n.t('Check the app client’s grants and callback URLs.'),
    remedies: ['open_settings', 'show_log'],
  },
  invalid_redirect: {
    why: l10n.t(
      'The callback URL is not, character for character, the one that the sign-in was started with.',
    ),
    next: l10n.t('Sign in again, and do not change redirectUri in the profile before the browser returns.'),
    remedies: ['sign_in'],
  },
  unsupported_grant_type: {
    why: l10n.t('It does not support this grant.'),
    next: l10n.t('Check that the profile names a Cognito domain.'),
    remedies: ['open_settings', 'show_log'],
  },
};

/** The token endpoint answered with an OAuth error. */
function refusedToken(facts: Facts): Problem {
  const ofClient = refusedClient(facts);
  if (ofClient) return ofClient;
  const { detail, host, profile, text } = facts;
  // Cognito names the cause of this error in its description.
  const cause =
    detail.description === 'invalid_redirect' ? 'invalid_redirect' : text('error', l10n.t('unknown'));
  if (cause === 'invalid_grant' && triggerFailure.test(text('description', ''))) {
    return {
      what: l10n.t`${host} refused to issue tokens for ${profile} (${cause}).`,
      why: l10n.t`A Lambda trigger of the user pool failed: “${text('description')}”. A refresh token stays valid.`,
      next: l10n.t('Check the log of the trigger in Amazon CloudWatch, then try again.'),
      remedies: ['show_log'],
    };
  }
  const known = (cause === 'invalid_grant' ? resourceCause(facts) : undefined) ??
    own(tokenReasons, cause) ?? {
      why:
        detail.description === undefined
          ? l10n.t('It gave no reason.')
          : l10n.t`The message was “${text('description', '…')}”.`,
      next: l10n.t('Sign in again.'),
      remedies: ['open_settings', 'show_log'],
    };
  return { what: l10n.t`${host} refused to issue tokens for ${profile} (${cause}).`, ...known };
}

/**
 * Why a code is refused that was requested for a resource. That Cognito answers invalid_grant when no resource server has this identifier is
 * seen, but not documented: PrefectHQ/fastmcp pull request 2149.
 */
function resourceCause({ detail, text }: Facts): Cause | undefined {
  if (detail.resource === undefined) return undefined;
  const resource = text('resource');
  return {
    why: l10n.t`The profile has the resource ${resource}. Cognito gives this answer when no resource server of the user pool has exactly this identifier, and also for a code that was already used or has expired.`,
    next: l10n.t`Create a resource server whose identifier is exactly ${resource}, or remove resource from the profile. Then sign in again.`,
    remedies: ['edit_profile', 'sign_in'],
  };
}

/** Why USERINFO rejected the access token: what is known about the token, or else the status. */
const userInfoReasons: Readonly<Record<string, Cause>> = {
  sdk: {
    why: l10n.t(
      'The access token comes from a sign-in through an SDK. Such a token never has the openid scope.',
    ),
    next: l10n.t('Sign in through the sign-in page with the openid scope.'),
    remedies: ['sign_in'],
  },
  openid: {
    why: l10n.t('The access token does not have the openid scope.'),
    next: l10n.t('Add openid to the profile’s scopes and sign in again.'),
    remedies: ['open_settings'],
  },
  expired: {
    why: l10n.t('The access token has expired.'),
    next: l10n.t('Refresh the tokens, or sign in again.'),
    remedies: ['sign_in'],
  },
  401: {
    why: l10n.t('The access token has expired or was revoked, or the user was signed out everywhere.'),
    next: l10n.t('Refresh the tokens, or sign in again.'),
    remedies: ['sign_in'],
  },
  400: {
    why: l10n.t('The pool could not read the request. A proxy may have removed the access token from it.'),
    next: l10n.t('Try again, or check the proxy settings.'),
    remedies: ['open_proxy_settings', 'show_log'],
  },
  403: firewallCause,
};

/** USERINFO answered with an error. Source: AWS, "The userInfo endpoint". */
function userInfoProblem(facts: Facts): Problem {
  const { host, text, forProfile } = facts;
  const lack = text('token', text('description', '').includes('openid') ? 'openid' : '');
  return {
    what: l10n.t`USERINFO at ${host} rejected the request${forProfile}.`,
    ...(own(userInfoReasons, lack) ?? own(userInfoReasons, text('status')) ?? errorStatus(facts)),
  };
}

/** Which check a token failed. */
function failedCheck({ detail, text }: Facts): string {
  const reason = text('reason', '');
  switch (detail.check) {
    case 'issuer':
      return detail.reason === 'no_id_token'
        ? l10n.t(
            'The profile has only a domain, so its pool must be learned from an ID token, but there was none. Request the openid scope.',
          )
        : l10n.t('The token was issued by another pool.');
    case 'audience':
      return l10n.t('The token is for another app client.');
    case 'subject':
      return l10n.t('The new tokens belong to another user.');
    case 'signature':
      return reason === '' ? l10n.t('The signature does not match the keys of the pool.') : sentence(reason);
    default: {
      const failed = l10n.t`The check “${text('check', l10n.t('unknown'))}” failed.`;
      return sentences(failed, reason !== '' && sentence(reason));
    }
  }
}
