import type { ErrorDetail } from '../../core/errors';
import { profileLabel, text, type Cause, type Problem, type ProblemContext } from '../problem';
import { codeGrantOff, scopeNotAllowed } from './appClient';

/**
 * The pool sent the browser back with an error. The causes cover the documented errors and those that Cognito really sends.
 * The error decides before its description, because Amazon is free to change the description.
 * Sources: RFC 6749 section 4.1.2.1; AWS, "Authorize endpoint" and "Identity provider and relying party endpoints".
 */
export function refusedAuthorization(detail: ErrorDetail, context: ProblemContext): Problem {
  const error = text(detail, 'error', 'unknown');
  // AWS documents a description whose value starts with its own name.
  const description = text(detail, 'description', '').replace(/^error_description=/, '');
  // Cognito reports a scope as invalid_request with invalid_scope in its description.
  if (error === 'invalid_scope' || description.includes('invalid_scope')) {
    return scopeNotAllowed(detail, context);
  }
  const problem = refusal(error, description, detail, context);
  if (problem === undefined) {
    const answer = description === '' ? error : `${error}: ${description}`;
    return {
      what: rejected(error, detail, context),
      why: `It answered “${answer}”.`,
      next: 'Sign in again.',
      remedies: ['sign_in', 'show_log'],
    };
  }
  return description === ''
    ? problem
    : { ...problem, why: `${problem.why} The message was “${description}”.` };
}

function refusal(
  error: string,
  description: string,
  detail: ErrorDetail,
  context: ProblemContext,
): Problem | undefined {
  if (error === 'unauthorized_client' || error === 'unsupported_response_type') {
    return codeGrantOff(detail, context);
  }
  const cause =
    error === 'invalid_request' && description === ''
      ? unclearRequest
      : (own(certainCauses, error) ??
        causesBehind.find(({ words }) => words.test(description))?.cause ??
        own(likelyCauses, error));
  return cause && { what: rejected(error, detail, context), ...cause };
}

function rejected(error: string, detail: ErrorDetail, context: ProblemContext): string {
  return `${text(detail, 'host', 'The user pool')} rejected the sign-in to ${profileLabel(context)} (${error}).`;
}

function own(causes: Readonly<Record<string, Cause>>, error: string): Cause | undefined {
  return Object.hasOwn(causes, error) ? causes[error] : undefined;
}

const unclearRequest: Cause = {
  why: 'It did not accept a parameter of the sign-in, and did not say which one.',
  next: 'Remove prompt, lang, resource and identityProvider from the profile, and sign in again.',
  remedies: ['open_settings', 'sign_in'],
};

/** Errors that have one meaning, with any description. */
const certainCauses: Readonly<Record<string, Cause>> = {
  login_required: {
    why: 'The profile has prompt: none, but no user is signed in to the pool in the browser.',
    next: 'Remove prompt from the profile.',
    remedies: ['open_settings'],
  },
  temporarily_unavailable: {
    why: 'It is overloaded or under maintenance.',
    next: 'Sign in again in a moment.',
    remedies: ['sign_in'],
  },
};

/** What failed behind Cognito, recognised by words of the description. The first match counts, so the most general is last. */
const causesBehind: readonly { readonly words: RegExp; readonly cause: Cause }[] = [
  {
    words: /failed with error|invocation failed|\b(?:Pre|Post|User)[A-Z]\w+ failed|\blambda\b/i,
    cause: {
      why: 'A Lambda trigger of the user pool failed or rejected the user. The app client is not the cause.',
      next: 'Check the log of the trigger in Amazon CloudWatch, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /\battributes?\b/i,
    cause: {
      why: 'The user data from the identity provider does not fit the attributes of the user pool.',
      next: 'Check the provider’s attribute mapping and the pool’s required attributes, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /time[d ]*out|connection (?:reset|refused)/i,
    cause: {
      why: 'The identity provider behind Cognito did not answer. The app client is not the cause.',
      next: 'Sign in again. If it happens again, check the provider’s endpoints in the user pool.',
      remedies: ['sign_in', 'show_log'],
    },
  },
  {
    words: /token response|\bjwks\b|\bIdP\b|identity provider|\bSAML\b|\berror - \S/i,
    cause: {
      why: 'The identity provider behind Cognito answered with an error. The app client is not the cause.',
      next: 'Check the provider’s client id, secret and endpoints in the user pool, then sign in again.',
      remedies: ['sign_in', 'show_log'],
    },
  },
];

/** What errors mean when the description does not tell more. */
const likelyCauses: Readonly<Record<string, Cause>> = {
  access_denied: {
    why: 'The user declined, or the identity provider behind Cognito rejected the user.',
    next: 'Sign in again, perhaps as another user.',
    remedies: ['sign_in', 'show_log'],
  },
  server_error: {
    why: 'The pool failed, or the identity provider or a Lambda trigger behind it failed.',
    next: 'Sign in again in a moment.',
    remedies: ['sign_in', 'show_log'],
  },
  no_code: {
    why: 'The browser returned with neither a code nor an error.',
    next: 'Sign in again.',
    remedies: ['sign_in', 'show_log'],
  },
};
