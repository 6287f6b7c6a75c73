import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { duration } from '../../core/duration';
import { triggerFailure } from '../../core/triggers';
import { sentence } from '../../core/text';
import { own, type Explain, type Facts, type Problem, type TableCause } from '../problem';
import { appClientProblems, scopeNotAllowed } from './appClient';

/** What ends a sign-in before there is an authorization code. */
export const signInProblems = {
  sign_in_cancelled: () => ({
    what: l10n.t('The sign-in was cancelled.'),
    why: l10n.t('It was cancelled before the browser returned.'),
    next: l10n.t('Sign in again when you are ready.'),
    remedies: ['sign_in'],
  }),
  callback_unusable: ({ text }) => ({
    what: l10n.t('This URL does not belong to a sign-in in progress.'),
    why: sentence(text('reason', l10n.t('It could not be read.'))),
    next: l10n.t('After signing in, copy the whole address from the browser and paste it again.'),
    remedies: ['paste_callback'],
  }),
  callback_unknown: () => ({
    what: l10n.t('A callback belongs to no sign-in of this editor, so it was ignored.'),
    why: l10n.t('The sign-in waits in another editor, or it is over.'),
    next: l10n.t(
      'Paste the browser’s address in the editor where you started the sign-in, or sign in again.',
    ),
    remedies: ['sign_in'],
  }),
  callback_elsewhere: ({ detail, host, text }) => ({
    what: l10n.t('A callback did not come from the sign-in that waits for it.'),
    why:
      detail.address === undefined
        ? l10n.t`It must arrive at ${text('redirectUri')}, and a query or a code alone does not show where it arrived. Another page may have issued the code, so it was not sent to ${host}.`
        : l10n.t`The sign-in waits at ${text('redirectUri')}, but the callback arrived at ${text('address')} or names another issuer. ${host} may have led you to the sign-in page of another pool, so the code was not sent to it.`,
    next:
      detail.address === undefined
        ? l10n.t('Paste the whole address that the browser shows after the sign-in.')
        : l10n.t(
            'Go on in the newest browser tab. If you do not trust the sign-in host, cancel the sign-in.',
          ),
    remedies: ['paste_callback'],
  }),
  sign_in_missing: () => ({
    what: l10n.t('No sign-in is in progress.'),
    why: l10n.t('The sign-in is finished, was cancelled or took too long.'),
    next: l10n.t('Start a new sign-in.'),
    remedies: ['sign_in'],
  }),
  sign_in_timeout: ({ detail, context: { callbackUrl } }) => {
    const limit = duration(Number(detail.minutes ?? 0) * 60_000);
    const url =
      callbackUrl === undefined
        ? l10n.t('this editor’s callback URL')
        : l10n.t`the callback URL ${callbackUrl}`;
    return {
      what: l10n.t('The browser did not return in time.'),
      why: l10n.t`No answer arrived within ${limit}. If the page showed an error, the app client may not allow ${url}.`,
      next:
        callbackUrl === undefined
          ? l10n.t(
              'Add this editor’s callback URL to the app client’s allowed callback URLs, then sign in again.',
            )
          : l10n.t('Add exactly this URL to the app client’s allowed callback URLs, then sign in again.'),
      remedies: ['sign_in', 'copy_callback_url'],
    };
  },
  authorization_refused: refusedAuthorization,
  port_taken: ({ host, text }) => ({
    what: l10n.t`Port ${text('port')} on ${host} is already in use.`,
    why: l10n.t('Another program uses it, or another window has started the local user pool.'),
    next: l10n.t(
      'If it is a local user pool, sign in to it. Otherwise set another port in cognito.localUserPool.port.',
    ),
    remedies: ['sign_in', 'open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/**
 * The pool sent the browser back with an error. The causes cover the documented errors and those that Cognito really sends.
 * The error decides before its description, because Amazon is free to change the description.
 * Sources: RFC 6749 section 4.1.2.1; AWS, "Authorize endpoint" and "Identity provider and relying party endpoints".
 */
function refusedAuthorization(facts: Facts): Problem {
  const { profile, text } = facts;
  const error = text('error', l10n.t('unknown'));
  // AWS documents a description whose value starts with its own name.
  const description = text('description', '').replace(/^error_description=/, '');
  // Cognito reports a scope as invalid_request with invalid_scope in its description.
  if (error === 'invalid_scope' || description.includes('invalid_scope')) return scopeNotAllowed(facts);
  const message = description === '' ? '' : l10n.t` The message was “${description}”.`;
  const grantIsOff = ['unauthorized_client', 'unsupported_response_type'];
  if (grantIsOff.includes(error) || grantIsOff.includes(description)) {
    const problem = appClientProblems.code_grant_off(facts);
    return { ...problem, why: `${problem.why}${message}` };
  }
  const what = l10n.t`${text('host', l10n.t('The user pool'))} rejected the sign-in to ${profile} (${error}).`;
  const cause =
    error === 'invalid_request' && description === ''
      ? unclearRequest
      : (own(certainCauses, error) ??
        causesBehind.find(({ words }) => words.test(description)) ??
        own(likelyCauses, error));
  const answer = description === '' ? error : `${error}: ${description}`;
  const why = cause === undefined ? l10n.t`It answered “${answer}”.` : `${cause.why}${message}`;
  const { next, remedies = ['sign_in', 'show_log'] } = cause ?? { next: l10n.t('Sign in again.') };
  return { what, why, next, remedies };
}

const unclearRequest: TableCause = {
  why: l10n.t('It did not accept a parameter of the sign-in, and did not say which one.'),
  next: l10n.t('Remove prompt, lang, resource and identityProvider from the profile, and sign in again.'),
  remedies: ['open_settings', 'sign_in'],
};

/** Errors that have one meaning, with any description. */
const certainCauses: Readonly<Record<string, TableCause>> = {
  login_required: {
    why: l10n.t('The profile has prompt: none, but no user is signed in to the pool in the browser.'),
    next: l10n.t('Remove prompt from the profile.'),
    remedies: ['open_settings'],
  },
  interaction_required: {
    why: l10n.t('The profile has prompt: none, but the identity provider needs an action of the user.'),
    next: l10n.t('Remove prompt from the profile.'),
    remedies: ['open_settings'],
  },
  consent_required: {
    why: l10n.t('The user or an administrator must first consent at the identity provider behind Cognito.'),
    next: l10n.t(
      'Give the consent there, for instance as an administrator of the provider, then sign in again.',
    ),
  },
  temporarily_unavailable: {
    why: l10n.t('It is overloaded or under maintenance.'),
    next: l10n.t('Sign in again in a moment.'),
    remedies: ['sign_in'],
  },
};

/** What failed behind Cognito, recognised by words of the description. The first match counts, so the most general is last. */
const causesBehind: readonly (TableCause & { readonly words: RegExp })[] = [
  {
    words: /already found an entry for username/i,
    why: l10n.t(
      'A PreSignUp trigger has just linked this account to a user, and the first sign-in after that fails.',
    ),
    next: l10n.t('Sign in again: the second time works.'),
    remedies: ['sign_in'],
  },
  {
    words: /user is disabled/i,
    why: l10n.t('The user’s account is disabled in the user pool.'),
    next: l10n.t('Enable the user in the user pool, or sign in as another user.'),
  },
  {
    words: /code was already redeemed/i,
    why: l10n.t('The identity provider’s code was used twice, for instance because its page was reloaded.'),
    next: l10n.t('Sign in again.'),
    remedies: ['sign_in'],
  },
  {
    words: /\bissuer\b/i,
    why: l10n.t('The issuer in the provider’s ID token is not the one that the user pool expects.'),
    next: l10n.t('Correct the issuer URL of the identity provider in the user pool, then sign in again.'),
  },
  {
    words: triggerFailure,
    why: l10n.t(
      'A Lambda trigger of the user pool failed or rejected the user. The app client is not the cause.',
    ),
    next: l10n.t(
      'Check the log of the trigger in Amazon CloudWatch, or this extension’s log for the local user pool, then sign in again.',
    ),
    remedies: ['show_log', 'sign_in'],
  },
  {
    words: /\battributes?\b/i,
    why: l10n.t('The user data from the identity provider does not fit the attributes of the user pool.'),
    next: l10n.t(
      'Check the provider’s attribute mapping and the pool’s required attributes, then sign in again.',
    ),
  },
  {
    words: /time[d ]*out|connection (?:reset|refused)/i,
    why: l10n.t('The identity provider behind Cognito did not answer. The app client is not the cause.'),
    next: l10n.t('Sign in again. If it happens again, check the provider’s endpoints in the user pool.'),
  },
  {
    words: /token response|\bjwks\b|\bIdP\b|identity provider|\bSAML\b|\berror - \S/i,
    why: l10n.t(
      'The identity provider behind Cognito answered with an error. The app client is not the cause.',
    ),
    next: l10n.t(
      'Check the provider’s client id, secret and endpoints in the user pool, then sign in again.',
    ),
  },
];

/** What errors mean when the description does not tell more. */
const likelyCauses: Readonly<Record<string, TableCause>> = {
  access_denied: {
    why: l10n.t('The user declined, or the identity provider behind Cognito rejected the user.'),
    next: l10n.t('Sign in again, perhaps as another user.'),
  },
  server_error: {
    why: l10n.t('The pool failed, or the identity provider or a Lambda trigger behind it failed.'),
    next: l10n.t('Sign in again in a moment.'),
  },
  no_code: {
    why: l10n.t('The browser returned with neither a code nor an error.'),
    next: l10n.t('Sign in again.'),
  },
};
