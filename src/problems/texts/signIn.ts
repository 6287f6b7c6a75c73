import type { ErrorCode } from '../../core/errors';
import { duration } from '../../core/duration';
import { triggerFailure } from '../../core/triggers';
import { sentence } from '../../core/text';
import { own, type Explain, type Facts, type Problem, type TableCause } from '../problem';
import { appClientProblems, scopeNotAllowed } from './appClient';

/** What ends a sign-in before there is an authorization code. */
export const signInProblems = {
  sign_in_cancelled: () => ({
    what: 'The sign-in was cancelled.',
    why: 'It was cancelled before the browser returned.',
    next: 'Sign in again when you are ready.',
    remedies: ['sign_in'],
  }),
  callback_unusable: ({ text }) => ({
    what: 'This URL does not belong to a sign-in in progress.',
    why: sentence(text('reason', 'It could not be read.')),
    next: 'After signing in, copy the whole address from the browser and paste it again.',
    remedies: ['paste_callback'],
  }),
  callback_unknown: () => ({
    what: 'A callback belongs to no sign-in of this editor, so it was ignored.',
    why: 'The sign-in waits in another editor, or it is over.',
    next: 'Paste the browser’s address in the editor where you started the sign-in, or sign in again.',
    remedies: ['sign_in'],
  }),
  callback_elsewhere: ({ detail, host, text }) => ({
    what: 'A callback did not come from the sign-in that waits for it.',
    why:
      detail.address === undefined
        ? `It must arrive at ${text('redirectUri')}, and a query or a code alone does not show where it arrived. Another page may have issued the code, so it was not sent to ${host}.`
        : `The sign-in waits at ${text('redirectUri')}, but the callback arrived at ${text('address')} or names another issuer. ${host} may have led you to the sign-in page of another pool, so the code was not sent to it.`,
    next:
      detail.address === undefined
        ? 'Paste the whole address that the browser shows after the sign-in.'
        : 'Go on in the newest browser tab. If you do not trust the sign-in host, cancel the sign-in.',
    remedies: ['paste_callback'],
  }),
  sign_in_missing: () => ({
    what: 'No sign-in is in progress.',
    why: 'The sign-in is finished, was cancelled or took too long.',
    next: 'Start a new sign-in.',
    remedies: ['sign_in'],
  }),
  sign_in_timeout: ({ detail, context: { callbackUrl } }) => {
    const limit = duration(Number(detail.minutes ?? 0) * 60_000);
    const [url, toAdd] =
      callbackUrl === undefined
        ? ['this editor’s callback URL', 'this editor’s callback URL']
        : [`the callback URL ${callbackUrl}`, 'exactly this URL'];
    return {
      what: 'The browser did not return in time.',
      why: `No answer arrived within ${limit}. If the page showed an error, the app client may not allow ${url}.`,
      next: `Add ${toAdd} to the app client’s allowed callback URLs, then sign in again.`,
      remedies: ['sign_in', 'copy_callback_url'],
    };
  },
  authorization_refused: refusedAuthorization,
  port_taken: ({ host, text }) => ({
    what: `Port ${text('port')} on ${host} is already in use.`,
    why: 'Another program uses it, or another window has started the local user pool.',
    next: 'If it is a local user pool, sign in to it. Otherwise set another port in cognito.localUserPool.port.',
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
  const error = text('error', 'unknown');
  // AWS documents a description whose value starts with its own name.
  const description = text('description', '').replace(/^error_description=/, '');
  // Cognito reports a scope as invalid_request with invalid_scope in its description.
  if (error === 'invalid_scope' || description.includes('invalid_scope')) return scopeNotAllowed(facts);
  const message = description === '' ? '' : ` The message was “${description}”.`;
  const grantIsOff = ['unauthorized_client', 'unsupported_response_type'];
  if (grantIsOff.includes(error) || grantIsOff.includes(description)) {
    const problem = appClientProblems.code_grant_off(facts);
    return { ...problem, why: `${problem.why}${message}` };
  }
  const what = `${text('host', 'The user pool')} rejected the sign-in to ${profile} (${error}).`;
  const cause =
    error === 'invalid_request' && description === ''
      ? unclearRequest
      : (own(certainCauses, error) ??
        causesBehind.find(({ words }) => words.test(description)) ??
        own(likelyCauses, error));
  const answer = description === '' ? error : `${error}: ${description}`;
  const why = cause === undefined ? `It answered “${answer}”.` : `${cause.why}${message}`;
  const { next, remedies = ['sign_in', 'show_log'] } = cause ?? { next: 'Sign in again.' };
  return { what, why, next, remedies };
}

const unclearRequest: TableCause = {
  why: 'It did not accept a parameter of the sign-in, and did not say which one.',
  next: 'Remove prompt, lang, resource and identityProvider from the profile, and sign in again.',
  remedies: ['open_settings', 'sign_in'],
};

/** Errors that have one meaning, with any description. */
const certainCauses: Readonly<Record<string, TableCause>> = {
  login_required: {
    why: 'The profile has prompt: none, but no user is signed in to the pool in the browser.',
    next: 'Remove prompt from the profile.',
    remedies: ['open_settings'],
  },
  interaction_required: {
    why: 'The profile has prompt: none, but the identity provider needs an action of the user.',
    next: 'Remove prompt from the profile.',
    remedies: ['open_settings'],
  },
  consent_required: {
    why: 'The user or an administrator must first consent at the identity provider behind Cognito.',
    next: 'Give the consent there, for instance as an administrator of the provider, then sign in again.',
  },
  temporarily_unavailable: {
    why: 'It is overloaded or under maintenance.',
    next: 'Sign in again in a moment.',
    remedies: ['sign_in'],
  },
};

/** What failed behind Cognito, recognised by words of the description. The first match counts, so the most general is last. */
const causesBehind: readonly (TableCause & { readonly words: RegExp })[] = [
  {
    words: /already found an entry for username/i,
    why: 'A PreSignUp trigger has just linked this account to a user, and the first sign-in after that fails.',
    next: 'Sign in again: the second time works.',
    remedies: ['sign_in'],
  },
  {
    words: /user is disabled/i,
    why: 'The user’s account is disabled in the user pool.',
    next: 'Enable the user in the user pool, or sign in as another user.',
  },
  {
    words: /code was already redeemed/i,
    why: 'The identity provider’s code was used twice, for instance because its page was reloaded.',
    next: 'Sign in again.',
    remedies: ['sign_in'],
  },
  {
    words: /\bissuer\b/i,
    why: 'The issuer in the provider’s ID token is not the one that the user pool expects.',
    next: 'Correct the issuer URL of the identity provider in the user pool, then sign in again.',
  },
  {
    words: triggerFailure,
    why: 'A Lambda trigger of the user pool failed or rejected the user. The app client is not the cause.',
    next: 'Check the log of the trigger in Amazon CloudWatch, or this extension’s log for the local user pool, then sign in again.',
    remedies: ['show_log', 'sign_in'],
  },
  {
    words: /\battributes?\b/i,
    why: 'The user data from the identity provider does not fit the attributes of the user pool.',
    next: 'Check the provider’s attribute mapping and the pool’s required attributes, then sign in again.',
  },
  {
    words: /time[d ]*out|connection (?:reset|refused)/i,
    why: 'The identity provider behind Cognito did not answer. The app client is not the cause.',
    next: 'Sign in again. If it happens again, check the provider’s endpoints in the user pool.',
  },
  {
    words: /token response|\bjwks\b|\bIdP\b|identity provider|\bSAML\b|\berror - \S/i,
    why: 'The identity provider behind Cognito answered with an error. The app client is not the cause.',
    next: 'Check the provider’s client id, secret and endpoints in the user pool, then sign in again.',
  },
];

/** What errors mean when the description does not tell more. */
const likelyCauses: Readonly<Record<string, TableCause>> = {
  access_denied: {
    why: 'The user declined, or the identity provider behind Cognito rejected the user.',
    next: 'Sign in again, perhaps as another user.',
  },
  server_error: {
    why: 'The pool failed, or the identity provider or a Lambda trigger behind it failed.',
    next: 'Sign in again in a moment.',
  },
  no_code: {
    why: 'The browser returned with neither a code nor an error.',
    next: 'Sign in again.',
  },
};
