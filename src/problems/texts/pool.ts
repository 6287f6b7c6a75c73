import { sentences } from '../../core/text';
import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { duration } from '../../core/duration';
import { isCognitoIssuer } from '../../core/issuer';
import { errorStatus, own, type Cause, type Explain, type Facts } from '../problem';
import { firewallCause } from './network';

/** What is wrong with the user pool that a profile names. */
export const poolProblems = {
  discovery_failed: (facts) => ({
    what: l10n.t`The user pool of ${facts.profile} could not be looked up at ${facts.host}.`,
    ...failedDiscovery(facts),
  }),
  discovery_invalid: (facts) => ({
    what:
      facts.context.profile === undefined
        ? l10n.t`${facts.host} does not describe a user pool.`
        : l10n.t`${facts.host} does not describe the user pool of ${facts.profile}.`,
    ...invalidDiscovery(facts),
  }),
  pool_not_found: ({ context, profile, text }) => {
    const issuer = text('issuer');
    return {
      what:
        context.profile === undefined
          ? l10n.t`No user pool was found at ${issuer}.`
          : l10n.t`The user pool of ${profile} was not found at ${issuer}.`,
      why: isCognitoIssuer(issuer)
        ? l10n.t(
            'Amazon Cognito does not know this pool id in this AWS Region. The pool may have been deleted, or the id may have a typo.',
          )
        : l10n.t(
            'The server does not know this pool. It may be a different server than before, or the address may have a typo.',
          ),
      next: isCognitoIssuer(issuer)
        ? l10n.t('Compare the id with the one on the user pool’s page in the AWS console.')
        : l10n.t('Compare issuer in the profile with the issuer that the server names.'),
      remedies: ['open_settings'],
    };
  },
  pool_without_domain: ({ profile, text }) => ({
    what: l10n.t`The user pool of ${profile}, ${text('issuer')}, has no domain.`,
    why: l10n.t('Without a domain, a user pool has no sign-in page and no token endpoint.'),
    next: l10n.t('Add a domain in the AWS console under Branding > Domain, then sign in again.'),
    remedies: ['show_log'],
  }),
  domain_foreign: ({ host, profile, text }) => ({
    what: l10n.t`${host} is not the domain of the user pool of ${profile}, so nothing was stored.`,
    why: l10n.t`The domain of the pool is ${text('expected')}. Another domain could intercept your tokens.`,
    next: l10n.t('Correct domain in the profile, or remove it and set userPoolId.'),
    remedies: ['open_settings'],
  }),
  keys_unusable: ({ detail, host, profile, text }) => ({
    what: l10n.t`The tokens of ${profile} cannot be verified, because ${host} provides no usable keys.`,
    why:
      detail.status === 200 || detail.status === undefined
        ? l10n.t('Its key set has no RS256 key with an id. Every user pool has two of them.')
        : l10n.t`The request for the key set was answered with status ${text('status')}.`,
    next: l10n.t('Check that userPoolId or issuer in the profile names the user pool itself.'),
    remedies: ['edit_profile', 'open_settings'],
  }),
  clock_wrong: ({ detail, host }) => {
    const skew = Number(detail.skew ?? 0);
    const difference = duration(Math.abs(skew));
    return {
      what:
        skew > 0
          ? l10n.t`This computer’s clock is ${difference} behind ${host}.`
          : l10n.t`This computer’s clock is ${difference} ahead of ${host}.`,
      why: l10n.t(
        'Here, token times are checked against that host’s clock, but other programs may reject valid tokens.',
      ),
      next: l10n.t('Let the system set the clock, then try again.'),
      remedies: ['show_log'],
    };
  },
} satisfies Partial<Record<ErrorCode, Explain>>;

function failedDiscovery(facts: Facts): Cause {
  if (facts.detail.status === 403) return firewallCause;
  return String(facts.detail.status).startsWith('3')
    ? intercepted(
        l10n.t`It redirected the request (status ${facts.text('status')}), which a user pool never does.`,
      )
    : errorStatus(facts);
}

/** Why a discovery document cannot be used. */
function invalidDiscovery({ detail, text }: Facts): Cause {
  if (detail.status === 403) return firewallCause;
  if (detail.reason === 'html' && isCognitoIssuer(text('issuer', ''))) {
    return intercepted(l10n.t('It answered with a web page, which a user pool never does.'));
  }
  const field = text('field');
  const reasons = {
    html: l10n.t(
      'It answered with a web page, as a sign-in domain does. The discovery document is at the issuer.',
    ),
    other_issuer: l10n.t`It describes another issuer: ${text('found', l10n.t('none'))}. An emulator names its public address there, which its configuration sets.`,
    other_host: l10n.t`The ${field} in its discovery document is on another host, so a code or a token could be sent to the wrong server.`,
    endpoint: l10n.t`The ${field} in its discovery document is missing or is not an https address.`,
  };
  return {
    why: own(reasons, detail.reason) ?? l10n.t('Its answer is empty or not JSON.'),
    next: l10n.t(
      'Check userPoolId or issuer in the profile. The issuer looks like https://cognito-idp.REGION.amazonaws.com/POOL_ID.',
    ),
    remedies: ['open_settings'],
  };
}

/** Something between this computer and the pool has answered. @param answer a sentence about its answer */
function intercepted(answer: string): Cause {
  return {
    why: sentences(answer, l10n.t('A proxy or a Wi-Fi sign-in page probably answered instead of Cognito.')),
    next: l10n.t('Open any page in a browser to see what answers, then try again.'),
    remedies: ['open_proxy_settings', 'show_log'],
  };
}
