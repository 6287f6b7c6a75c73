import type { ErrorDetail } from '../../core/errors';
import { profileLabel, text } from '../problem';
import type { Cause, Problem, ProblemContext } from '../problem';

/**
 * The pool sent the browser back with an error. Both what Cognito documents and what it really sends count, and the
 * description decides only where the error says nothing, because Amazon keeps it free to change.
 * Sources: RFC 6749 section 4.1.2.1; AWS, "Authorize endpoint" and "Identity provider and relying party endpoints".
 */
export function refusedAuthorization(detail: ErrorDetail, context: ProblemContext): Problem {
  const error = text(detail, 'error', 'unknown');
  // AWS documents one whose value starts with its own name.
  const description = text(detail, 'description', '').replace(/^error_description=/, '');
  const refused = `${text(detail, 'host', 'The pool')} did not let the sign-in to ${profileLabel(context)} through`;
  const what = `${refused} (${error}).`;
  // Cognito reports a scope as invalid_request with invalid_scope in its description.
  if (error === 'invalid_scope' || description.includes('invalid_scope')) {
    return {
      what: `${refused} (invalid_scope).`,
      why: `The app client does not allow one of the scopes that ${profileLabel(context)} asks for.`,
      next: 'Allow it in the app client, or leave scopes out of the profile to get all that are allowed.',
      remedies: ['open_settings'],
    };
  }
  if (error === 'invalid_request' && description === '') return { what, ...unclearRequest };
  const cause =
    own(certainCauses, error) ??
    causesBehind.find(({ words }) => words.test(description))?.cause ??
    own(likelyCauses, error);
  if (cause === undefined) {
    const said = description === '' ? error : `${error}: ${description}`;
    return { what, why: `It answered “${said}”.`, next: 'Sign in again.', remedies: ['sign_in', 'show_log'] };
  }
  const why = description === '' ? cause.why : `${cause.why} It said “${description}”.`;
  return { ...cause, what, why };
}

function own(causes: Readonly<Record<string, Cause>>, error: string): Cause | undefined {
  return Object.hasOwn(causes, error) ? causes[error] : undefined;
}

const grantNotAllowed: Cause = {
  why: 'The app client does not allow the authorization code grant.',
  next: 'Turn it on in the AWS console under the app client’s login pages.',
  remedies: ['show_log'],
};

const unclearRequest: Cause = {
  why: 'It did not accept a parameter of the sign-in, and did not say which.',
  next: 'Leave prompt, lang, resource and identityProvider out of the profile and sign in again.',
  remedies: ['open_settings', 'sign_in'],
};

/** Errors that mean one thing, whatever the description says. */
const certainCauses: Readonly<Record<string, Cause>> = {
  login_required: {
    why: 'The profile says prompt: none, and nobody is signed in in the browser.',
    next: 'Remove prompt from the profile.',
    remedies: ['open_settings'],
  },
  unauthorized_client: grantNotAllowed,
  unsupported_response_type: grantNotAllowed,
  temporarily_unavailable: {
    why: 'It is overloaded or being maintained.',
    next: 'Sign in again in a moment.',
    remedies: ['sign_in'],
  },
};

/** What failed behind Cognito, told by few words of the description. The first match counts: the last is the most general. */
const causesBehind: readonly { readonly words: RegExp; readonly cause: Cause }[] = [
  {
    words: /failed with error|invocation failed|\b(?:Pre|Post|User)[A-Z]\w+ failed|\blambda\b/i,
    cause: {
      why: 'A Lambda trigger of the user pool failed or turned the user away; the app client is not at fault.',
      next: 'Look in the trigger’s log in Amazon CloudWatch, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /\battributes?\b/i,
    cause: {
      why: 'What the identity provider says of the user does not fit the attributes of the user pool.',
      next: 'Check the provider’s attribute mapping and the pool’s required attributes, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /time[d ]*out|connection (?:reset|refused)/i,
    cause: {
      why: 'Cognito got no answer from the identity provider behind it; the app client is not at fault.',
      next: 'Sign in again. If it stays so, check the provider’s endpoints in the user pool.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /token response|\bjwks\b|\bIdP\b|identity provider|\bSAML\b|\berror - \S/i,
    cause: {
      why: 'The identity provider behind Cognito answered with an error; the app client is not at fault.',
      next: 'Check the provider’s client id, secret and endpoints in the user pool, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
];

/** What errors mean when the description tells no more. */
const likelyCauses: Readonly<Record<string, Cause>> = {
  access_denied: {
    why: 'The user declined, or the identity provider behind Cognito turned the user away.',
    next: 'Sign in again, maybe as another user.',
    remedies: ['sign_in', 'show_log'],
  },
  server_error: {
    why: 'It met a fault of its own, or one of the identity provider or the Lambda triggers behind it.',
    next: 'Sign in again in a moment.',
    remedies: ['sign_in', 'show_log'],
  },
  no_code: {
    why: 'The browser came back with neither a code nor an error.',
    next: 'Sign in again.',
    remedies: ['sign_in', 'show_log'],
  },
};
