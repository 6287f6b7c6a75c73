import type { ErrorCode } from '../../core/errors';
import { duration } from '../../core/duration';
import { isCognitoIssuer } from '../../core/issuer';
import { forProfile, profileLabel, text } from '../problem';
import type { Cause, Explain } from '../problem';
import { discoveryReason } from './network';

/** What is wrong with the user pool that a profile names. */
export const poolProblems = {
  discovery_failed: (detail, context) => ({
    what: `The user pool of ${profileLabel(context)} could not be found at ${text(detail, 'host')}.`,
    ...(String(detail.status).startsWith('3')
      ? otherServer(`It redirected the request (status ${text(detail, 'status')}).`)
      : {
          why: `It answered with status ${text(detail, 'status', 'unknown')}.`,
          next: 'Try again in a moment.',
          remedies: ['show_log'],
        }),
  }),
  discovery_invalid: (detail, context) => ({
    what: `${text(detail, 'host')} does not describe a user pool${forProfile(context)}.`,
    ...(detail.reason === 'html' && isCognitoIssuer(text(detail, 'issuer', ''))
      ? otherServer('It answered with a web page.')
      : {
          why: discoveryReason(detail),
          next: 'Check userPoolId or issuer in the profile: the issuer looks like https://cognito-idp.REGION.amazonaws.com/POOL_ID.',
          remedies: ['open_settings'],
        }),
  }),
  pool_not_found: (detail, context) => ({
    what: `There is no user pool${forProfile(context)} at ${text(detail, 'issuer')}.`,
    ...(isCognitoIssuer(text(detail, 'issuer'))
      ? {
          why: 'Amazon Cognito does not know this id in this AWS Region. The pool may have been deleted, or the id may be misspelled.',
          next: 'Compare it with the id on the user pool’s page in the AWS console.',
        }
      : {
          why: 'The server does not know this pool. It may be another server than before, or the address may be misspelled.',
          next: 'Compare issuer in the profile with the issuer in the server’s discovery document.',
        }),
    remedies: ['open_settings'],
  }),
  pool_without_domain: (detail, context) => ({
    what: `The user pool of ${profileLabel(context)}, ${text(detail, 'issuer')}, has no domain.`,
    why: 'Without a domain it has no sign-in page and no token endpoint.',
    next: 'Add a domain in the AWS console under Branding, Domain. Then sign in again.',
    remedies: ['show_log'],
  }),
  domain_foreign: (detail, context) => ({
    what: `${text(detail, 'host')} is not the domain of the user pool of ${profileLabel(context)}. Nothing was stored.`,
    why: `The pool itself names ${text(detail, 'expected')}. Another domain could intercept your tokens.`,
    next: 'Correct domain in the profile, or leave it out and give userPoolId.',
    remedies: ['open_settings'],
  }),
  keys_unusable: (detail, context) => ({
    what: `${text(detail, 'host')} has no keys to verify the tokens of ${profileLabel(context)}.`,
    why:
      detail.status === 200 || detail.status === undefined
        ? 'Its key set has no RS256 key with an id. Every user pool has two of them.'
        : `Its key set answers with status ${text(detail, 'status')}.`,
    next: 'Check that userPoolId or issuer in the profile names the user pool itself.',
    remedies: ['edit_profile', 'open_settings'],
  }),
  clock_wrong: (detail) => ({
    what: `This computer’s clock is ${duration(Math.abs(Number(detail.seconds ?? 0)) * 1000)} ${Number(detail.seconds ?? 0) < 0 ? 'behind' : 'ahead'}.`,
    why: `${text(detail, 'host')} has another time. The extension checks tokens against the clock of that host. Other programs may reject valid tokens.`,
    next: 'Correct this computer’s clock, then try again.',
    remedies: ['show_log'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** @param answer what a user pool does not do, as a sentence */
function otherServer(answer: string): Cause {
  return {
    why: `${answer} A proxy or a Wi-Fi sign-in page probably answered instead of Cognito.`,
    next: 'Open a web page in a browser to see what answers there. Then try again.',
    remedies: ['open_proxy_settings', 'show_log'],
  };
}
