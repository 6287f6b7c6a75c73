import { isCognitoError } from './errors';
import type { ErrorCode, ErrorDetail } from './errors';
import { discoveryReason, networkProblem, unexpectedReason } from './networkProblems';
import { refusedAuthorization, refusedToken, unsoundReason, userInfoProblem } from './oauthProblems';
import { named, sentence, text } from './problem';
import type { Explain, Problem, ProblemContext } from './problem';

/**
 * Explains any failure. An error this extension does not know is never shown raw: it may quote what it failed on.
 * Sources: RFC 6749 sections 4.1.2.1 and 5.2; AWS, "Authorize endpoint", "Token endpoint", "UserInfo endpoint".
 */
export function explain(error: unknown, context: ProblemContext = {}): Problem {
  if (isCognitoError(error)) return explainCode(error.code, error.detail, context);
  return {
    what: 'Something unexpected went wrong.',
    why: 'The log has the kind of error and the step it happened in.',
    next: 'Try again.',
    remedies: ['show_log'],
  };
}

/** As `explain`, for a failure kept as code and detail. */
export function explainCode(code: string, detail: ErrorDetail, context: ProblemContext = {}): Problem {
  const known = Object.hasOwn(problems, code) ? problems[code as ErrorCode] : problems.response_unexpected;
  return known(detail, context);
}

function noProfile(detail: ErrorDetail): Problem {
  return {
    what:
      detail.name === undefined
        ? 'There is no profile yet.'
        : `There is no profile named “${text(detail, 'name')}”.`,
    why: 'A profile names the user pool and the app client to sign in to.',
    next: 'Add one to the setting cognito.profiles, or start the local user pool, which brings its own.',
    remedies: ['start_local_pool', 'open_settings'],
  };
}

const problems: Readonly<Record<ErrorCode, Explain>> = {
  profile_missing: (detail) =>
    detail.setting === undefined
      ? noProfile(detail)
      : {
          what: `There is no profile named “${text(detail, 'name')}”.`,
          why: `The setting ${text(detail, 'setting')} names it.`,
          next: 'Correct that setting, or clear it to be asked.',
          remedies: ['open_settings'],
        },
  profile_invalid: (detail, context) => ({
    what: `The profile ${detail.name === undefined ? named(context) : `“${text(detail, 'name')}”`} cannot be used.`,
    why: `Its ${text(detail, 'field', 'entry')} ${text(detail, 'reason', 'is not valid')}.`,
    next: 'Correct or remove it in the setting cognito.profiles.',
    remedies: ['open_settings'],
  }),
  discovery_failed: (detail) => ({
    what: `The user pool could not be looked up at ${text(detail, 'host')}.`,
    why: `It answered with status ${text(detail, 'status', 'unknown')}.`,
    next: 'Try again in a moment.',
    remedies: ['show_log'],
  }),
  discovery_invalid: (detail) => ({
    what: `${text(detail, 'host')} does not describe a user pool.`,
    why: discoveryReason(detail),
    next: 'Check userPoolId or issuer in the profile: the issuer looks like https://cognito-idp.REGION.amazonaws.com/POOL_ID.',
    remedies: ['open_settings'],
  }),
  pool_not_found: (detail) => ({
    what: `There is no user pool at ${text(detail, 'issuer')}.`,
    why: 'Amazon Cognito does not know this id in this AWS Region. It may have been deleted, or have a typing error.',
    next: 'Compare userPoolId with the id on the user pool’s page in the AWS console.',
    remedies: ['open_settings'],
  }),
  pool_without_domain: (detail) => ({
    what: `The user pool ${text(detail, 'issuer')} has no domain.`,
    why: 'Without a domain it has no sign-in page and no token endpoint.',
    next: 'Add one in the AWS console under Branding, Domain. Then sign in again.',
    remedies: ['show_log'],
  }),
  domain_foreign: (detail) => ({
    what: `${text(detail, 'host')} is not the domain of this user pool, and nothing was stored.`,
    why: `The pool itself names ${text(detail, 'expected')}. A foreign domain could read along.`,
    next: 'Correct domain in the profile, or leave it out and give userPoolId.',
    remedies: ['open_settings'],
  }),
  network: networkProblem,
  timeout: (detail) => ({
    what: `${text(detail, 'host')} did not answer in time.`,
    why: 'No complete answer came within 15 seconds.',
    next: 'Check your network or proxy and try again. Your session is kept.',
    remedies: ['open_proxy_settings', 'show_log'],
  }),
  response_unexpected: (detail) => ({
    what: `${text(detail, 'host')} gave an answer that makes no sense here.`,
    why: unexpectedReason(detail),
    next: 'Check that the profile names the right domain. Your session is kept.',
    remedies: ['open_settings', 'show_log'],
  }),
  response_too_large: (detail) => ({
    what: `${text(detail, 'host')} sent an answer that is far too large.`,
    why: 'It was cut off after 2 MB. A token answer has a few kilobytes.',
    next: 'Check that the profile names the right domain.',
    remedies: ['open_settings'],
  }),
  sign_in_cancelled: () => ({
    what: 'The sign-in was cancelled.',
    why: 'It was ended before the browser came back.',
    next: 'Sign in again when you are ready.',
    remedies: ['sign_in'],
  }),
  callback_unusable: (detail) => ({
    what: 'This is not the answer to a sign-in that waits.',
    why: text(detail, 'reason', 'It could not be read.'),
    next: 'Copy the address the browser ended at, and paste it again.',
    remedies: ['paste_callback'],
  }),
  sign_in_missing: () => ({
    what: 'No sign-in waits for an answer.',
    why: 'It has been finished or cancelled, or it took too long.',
    next: 'Start a new one.',
    remedies: ['sign_in'],
  }),
  sign_in_timeout: (detail, context) => ({
    what: 'The browser did not come back in time.',
    why: `Nothing arrived within ${minutes(detail.minutes)}. If the page showed an error, the app client may not allow ${context.callbackUrl ?? 'this editor’s callback URL'}.`,
    next: 'Add exactly this URL to the app client’s allowed callback URLs, then sign in again.',
    remedies: ['sign_in', 'copy_callback_url'],
  }),
  authorization_refused: refusedAuthorization,
  token_refused: refusedToken,
  token_unsound: (detail) => ({
    what: `The answer of ${text(detail, 'host', 'the pool')} was not accepted, and nothing was stored.`,
    why: unsoundReason(detail),
    next: 'Check that the profile names the right user pool and app client, then sign in again.',
    remedies: ['sign_in', 'open_settings'],
  }),
  userinfo_refused: userInfoProblem,
  userinfo_other_subject: (detail) => ({
    what: `USERINFO at ${text(detail, 'host')} answered about somebody else.`,
    why: 'Its sub differs from the ID token’s, so the answer was thrown away.',
    next: 'Check that domain and user pool in the profile belong together.',
    remedies: ['open_settings'],
  }),
  session_missing: (_, context) => ({
    what: `Nobody is signed in to ${named(context)}.`,
    why: 'Its user pool and app client have no session here.',
    next: 'Sign in first.',
    remedies: ['sign_in'],
  }),
  id_token_missing: (_, context) => ({
    what: `The session of ${named(context)} has no ID token.`,
    why: 'Cognito issues one only with the openid scope.',
    next: 'Add openid to the profile’s scopes, or leave scopes out, and sign in again.',
    remedies: ['open_settings', 'sign_in'],
  }),
  revocation_failed: (detail, context) => ({
    what: `You are signed out of ${named(context)} here, but its pool was not told.`,
    why: `The refresh token could not be revoked at ${text(detail, 'host')}. It is forgotten here and stays valid there until it expires.`,
    next: 'To revoke it after all, end the user’s sessions in the AWS console.',
    remedies: ['show_log'],
  }),
  session_ended: (detail, context) => ({
    what: `The session of ${named(context)} has ended.`,
    why:
      detail.reason === 'no_refresh_token'
        ? 'Its tokens have expired, and the pool gave no refresh token.'
        : 'The pool no longer accepts its refresh token: it has expired, was revoked, or was used twice.',
    next: 'Sign in again.',
    remedies: ['sign_in'],
  }),
  secrets_unavailable: (detail) => ({
    what: 'The editor’s secret storage does not answer.',
    why: `It failed to ${text(detail, 'operation', 'work')}. On Linux this often means that no keyring is running.`,
    next: 'Unlock or start your keyring, then try again.',
    remedies: ['show_log'],
  }),
  port_taken: (detail) => ({
    what: `Port ${text(detail, 'port')} on ${text(detail, 'host')} is taken.`,
    why:
      detail.use === 'callback'
        ? 'Another program listens where the browser is to come back to. Cognito allows no other port.'
        : 'Another program listens there, or a local user pool that another window has started.',
    next:
      detail.use === 'callback'
        ? 'Stop it, or use another callback URL in redirectUri.'
        : 'If it is a local user pool, sign in to it. Otherwise choose another port in cognito.localUserPool.port.',
    remedies: ['sign_in', 'open_settings'],
  }),
  local_pool_config: (detail) => ({
    what: 'The local user pool cannot start with these settings.',
    why: sentence(text(detail, 'reason', 'They could not be read')),
    next: 'Correct the file named by cognito.localUserPool.configFile, or clear that setting.',
    remedies: ['open_settings'],
  }),
};

function minutes(count: string | number | undefined): string {
  return count === 1 ? 'a minute' : `${count ?? 'some'} minutes`;
}
