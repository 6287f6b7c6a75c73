import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { duration } from '../../core/duration';
import { isCognitoIssuer } from '../../core/issuer';
import {
  errorStatus,
  ifProfile,
  profileLabel,
  text,
  type Cause,
  type Explain,
  type Problem,
  type ProblemContext,
} from '../problem';

/** What is wrong with the user pool that a profile names. */
export const poolProblems = {
  discovery_failed: (detail, context) => ({
    what: `The user pool of ${profileLabel(context)} could not be looked up at ${text(detail, 'host')}.`,
    ...failedDiscovery(detail),
  }),
  discovery_invalid: (detail, context) => ({
    what: ifProfile(
      context,
      (profile) => `${text(detail, 'host')} does not describe the user pool of ${profile}.`,
      `${text(detail, 'host')} does not describe a user pool.`,
    ),
    ...(detail.reason === 'html' && isCognitoIssuer(text(detail, 'issuer', ''))
      ? intercepted(
          'It answered with a web page, which a user pool never does. A proxy or a Wi-Fi sign-in page probably answered instead of Cognito.',
        )
      : {
          why: invalidDiscovery(detail),
          next: 'Check userPoolId or issuer in the profile. The issuer looks like https://cognito-idp.REGION.amazonaws.com/POOL_ID.',
          remedies: ['open_settings'],
        }),
  }),
  pool_not_found: poolNotFound,
  pool_without_domain: (detail, context) => ({
    what: `The user pool of ${profileLabel(context)}, ${text(detail, 'issuer')}, has no domain.`,
    why: 'Without a domain, a user pool has no sign-in page and no token endpoint.',
    next: 'Add a domain in the AWS console under Branding > Domain, then sign in again.',
    remedies: ['show_log'],
  }),
  domain_foreign: (detail, context) => ({
    what: `${text(detail, 'host')} is not the domain of the user pool of ${profileLabel(context)}, so nothing was stored.`,
    why: `The domain of the pool is ${text(detail, 'expected')}. Another domain could intercept your tokens.`,
    next: 'Correct domain in the profile, or remove it and set userPoolId.',
    remedies: ['open_settings'],
  }),
  keys_unusable: (detail, context) => ({
    what: `The tokens of ${profileLabel(context)} cannot be verified, because ${text(detail, 'host')} provides no usable keys.`,
    why:
      detail.status === 200 || detail.status === undefined
        ? 'Its key set has no RS256 key with an id. Every user pool has two of them.'
        : `The request for the key set was answered with status ${text(detail, 'status')}.`,
    next: 'Check that userPoolId or issuer in the profile names the user pool itself.',
    remedies: ['edit_profile', 'open_settings'],
  }),
  clock_wrong: (detail) => ({
    what:
      Number(detail.skew ?? 0) > 0
        ? `This computer’s clock is ${clockError(detail)} behind ${text(detail, 'host')}.`
        : `This computer’s clock is ${clockError(detail)} ahead of ${text(detail, 'host')}.`,
    why: 'Here, token times are checked against that host’s clock, but other programs may reject valid tokens.',
    next: 'Let the system set the clock, then try again.',
    remedies: ['show_log'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function failedDiscovery(detail: ErrorDetail): Cause {
  if (String(detail.status).startsWith('3')) {
    return intercepted(
      `It redirected the request (status ${text(detail, 'status')}), which a user pool never does. A proxy or a Wi-Fi sign-in page probably answered instead of Cognito.`,
    );
  }
  return errorStatus(detail);
}

function intercepted(why: string): Cause {
  return {
    why,
    next: 'Open any page in a browser to see what answers, then try again.',
    remedies: ['open_proxy_settings', 'show_log'],
  };
}

/** Why a discovery document cannot be used. */
function invalidDiscovery(detail: ErrorDetail): string {
  const field = text(detail, 'field');
  switch (detail.reason) {
    case 'html':
      return 'It answered with a web page, as a sign-in domain does. The discovery document is at the issuer.';
    case 'other_issuer':
      return `It describes another issuer: ${text(detail, 'found', 'none')}.`;
    case 'other_host':
      return `The ${field} in its discovery document is on another host, so a code or a token could be sent to the wrong server.`;
    case 'endpoint':
      return `The ${field} in its discovery document is missing or is not an https address.`;
    default:
      return 'Its answer is empty or not JSON.';
  }
}

function poolNotFound(detail: ErrorDetail, context: ProblemContext): Problem {
  const issuer = text(detail, 'issuer');
  const what = ifProfile(
    context,
    (profile) => `The user pool of ${profile} was not found at ${issuer}.`,
    `No user pool was found at ${issuer}.`,
  );
  return isCognitoIssuer(issuer)
    ? {
        what,
        why: 'Amazon Cognito does not know this pool id in this AWS Region. The pool may have been deleted, or the id may have a typo.',
        next: 'Compare the id with the one on the user pool’s page in the AWS console.',
        remedies: ['open_settings'],
      }
    : {
        what,
        why: 'The server does not know this pool. It may be a different server than before, or the address may have a typo.',
        next: 'Compare issuer in the profile with the issuer that the server names.',
        remedies: ['open_settings'],
      };
}

function clockError({ skew }: ErrorDetail): string {
  return duration(Math.abs(Number(skew ?? 0)));
}
