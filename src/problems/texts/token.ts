import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { sentence } from '../../core/text';
import { forProfile, profileLabel, text } from '../problem';
import type { Cause, Explain, Problem, ProblemContext } from '../problem';
import { refusedClient } from './client';

/** What is wrong with tokens, or with the answers of the endpoints that give and take them. */
export const tokenProblems = {
  token_refused: refusedToken,
  token_unsound: (detail, context) => ({
    what: `The answer of ${text(detail, 'host', 'the pool')}${forProfile(context)} was not accepted, and nothing was stored.`,
    why: unsoundReason(detail),
    next: 'Check that the profile names the right user pool and app client, then sign in again.',
    remedies: ['sign_in', 'open_settings'],
  }),
  userinfo_refused: userInfoProblem,
  userinfo_other_subject: (detail, context) => ({
    what: `USERINFO at ${text(detail, 'host')} answered about another user than the one of ${profileLabel(context)}.`,
    why: 'Its sub differs from the ID token’s, so the answer was thrown away.',
    next: 'Check that domain and user pool in the profile belong together.',
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

const tokenReasons: Readonly<Record<string, { why: string; next: string }>> = {
  invalid_grant: {
    why: 'The code had been used or was too old, or the app client may not read every attribute its scopes ask for.',
    next: 'Sign in again.',
  },
  invalid_request: { why: 'A parameter was missing or not supported.', next: 'Sign in again.' },
  unauthorized_client: {
    why: 'The app client does not allow this grant, or the callback URL differs from the one in the sign-in.',
    next: 'Check the app client’s grants and callback URLs.',
  },
  invalid_redirect: {
    why: 'The callback URL is not, character for character, the one that the sign-in was started with.',
    next: 'Sign in again, and leave redirectUri of the profile as it is until the browser is back.',
  },
  unsupported_grant_type: {
    why: 'It does not know this grant.',
    next: 'Check that the profile names a Cognito domain.',
  },
};

/** The token endpoint answered with an OAuth error. */
function refusedToken(detail: ErrorDetail, context: ProblemContext): Problem {
  const ofClient = refusedClient(detail, context);
  if (ofClient) return ofClient;
  const error = text(detail, 'error', 'unknown');
  // Cognito names the cause of this one in its description.
  const cause = detail.description === 'invalid_redirect' ? 'invalid_redirect' : error;
  const known = Object.hasOwn(tokenReasons, cause) ? tokenReasons[cause] : undefined;
  return {
    what: `${text(detail, 'host')} refused to issue tokens for ${profileLabel(context)} (${cause}).`,
    why: known?.why ?? sentence(`Its reason: ${text(detail, 'description', 'none given')}`),
    next: known?.next ?? 'Sign in again.',
    remedies:
      cause === 'invalid_grant' || cause === 'invalid_redirect' ? ['sign_in'] : ['open_settings', 'show_log'],
  };
}

/** What is known of the access token that USERINFO refused. */
const userInfoLacks: Readonly<Record<string, Cause>> = {
  sdk: {
    why: 'The access token comes from a sign-in through an SDK, and such a token never carries the openid scope.',
    next: 'Sign in through the sign-in page with the openid scope.',
    remedies: ['sign_in'],
  },
  openid: {
    why: 'The access token does not carry the openid scope.',
    next: 'Add openid to the profile’s scopes and sign in again.',
    remedies: ['open_settings'],
  },
  expired: {
    why: 'The access token has expired.',
    next: 'Refresh the tokens, or sign in again.',
    remedies: ['sign_in'],
  },
};

/** USERINFO answered with an error. Source: AWS, "The userInfo endpoint". */
function userInfoProblem(detail: ErrorDetail, context: ProblemContext): Problem {
  const what = `USERINFO at ${text(detail, 'host')} sent no user attributes${forProfile(context)}.`;
  const lack = text(detail, 'token', text(detail, 'description', '').includes('openid') ? 'openid' : '');
  const known = Object.hasOwn(userInfoLacks, lack) ? userInfoLacks[lack] : undefined;
  if (known) return { what, ...known };
  if (detail.status === 401) {
    return {
      what,
      why: 'The pool says that the access token is expired or revoked, or that the user was signed out everywhere.',
      next: 'Refresh the tokens, or sign in again.',
      remedies: ['sign_in'],
    };
  }
  if (detail.status === 400) {
    return {
      what,
      why: 'The pool could not read the request. A proxy may have removed the access token from it.',
      next: 'Try again, or check the proxy settings.',
      remedies: ['open_proxy_settings', 'show_log'],
    };
  }
  return {
    what,
    why: `Its status was ${text(detail, 'status', 'unknown')}.`,
    next: 'Try again in a moment.',
    remedies: ['show_log'],
  };
}

/** Which check a token failed, in words. */
function unsoundReason(detail: ErrorDetail): string {
  const reason = text(detail, 'reason', '');
  switch (detail.check) {
    case 'issuer':
      return detail.reason === 'no_id_token'
        ? 'A profile with only a domain learns its pool from the ID token, and there was none. Add the openid scope.'
        : 'The token was issued by another pool.';
    case 'audience':
      return 'The token is for another app client.';
    case 'subject':
      return 'The new tokens belong to another user.';
    case 'signature':
      return reason === '' ? 'The signature was not made with a key of the pool.' : sentence(reason);
    default:
      return `The check “${text(detail, 'check', 'unknown')}” failed.${reason === '' ? '' : ` ${sentence(reason)}`}`;
  }
}
