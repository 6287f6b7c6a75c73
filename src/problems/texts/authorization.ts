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
  const refused = `${text(detail, 'host', 'The pool')} rejected the sign-in to ${profileLabel(context)}`;
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
  why: 'The pool did not accept a parameter of the sign-in, and did not say which one.',
  next: 'Leave prompt, lang, resource and identityProvider out of the profile and sign in again.',
  remedies: ['open_settings', 'sign_in'],
};

/** Errors with one meaning: their description adds nothing. */
const certainCauses: Readonly<Record<string, Cause>> = {
  login_required: {
    why: 'The profile has prompt: none, and the browser has no session at the pool.',
    next: 'Remove prompt from the profile.',
    remedies: ['open_settings'],
  },
  unauthorized_client: grantNotAllowed,
  unsupported_response_type: grantNotAllowed,
  temporarily_unavailable: {
    why: 'The pool is overloaded or in maintenance.',
    next: 'Sign in again in a moment.',
    remedies: ['sign_in'],
  },
};

/** What failed behind Cognito, told by few words of the description. The first match counts: the last is the most general. */
const causesBehind: readonly { readonly words: RegExp; readonly cause: Cause }[] = [
  {
    words: /failed with error|invocation failed|\b(?:Pre|Post|User)[A-Z]\w+ failed|\blambda\b/i,
    cause: {
      why: 'A Lambda trigger of the user pool failed or rejected the user. The app client is not the cause.',
      next: 'Read the trigger’s log in Amazon CloudWatch, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /\battributes?\b/i,
    cause: {
      why: 'The user’s attributes from the identity provider do not match the attributes of the user pool.',
      next: 'Check the provider’s attribute mapping and the pool’s required attributes, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /time[d ]*out|connection (?:reset|refused)/i,
    cause: {
      why: 'Cognito got no response from the identity provider. The app client is not the cause.',
      next: 'Sign in again. If it happens again, check the provider’s endpoints in the user pool.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /token response|\bjwks\b|\bIdP\b|identity provider|\bSAML\b|\berror - \S/i,
    cause: {
      why: 'The identity provider answered Cognito with an error. The app client is not the cause.',
      next: 'Check the provider’s client id, secret and endpoints in the user pool, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
];

/** What errors mean when the description tells no more. */
const likelyCauses: Readonly<Record<string, Cause>> = {
  access_denied: {
    why: 'The user declined, or the identity provider rejected the user.',
    next: 'Sign in again, or sign in as another user.',
    remedies: ['sign_in', 'show_log'],
  },
  server_error: {
    why: 'The pool, its identity provider or one of its Lambda triggers failed.',
    next: 'Sign in again in a moment.',
    remedies: ['sign_in', 'show_log'],
  },
  no_code: {
    why: 'The callback has neither a code nor an error.',
    next: 'Sign in again.',
    remedies: ['sign_in', 'show_log'],
  },
};
