import * as l10n from '@vscode/l10n';
import { duration } from '../../core/duration';
import type { ErrorCode } from '../../core/errors';
import { own, type Cause, type Explain, type Facts } from '../problem';

/**
 * Why there are no AWS credentials for the signed-in user.
 * Sources: AWS, "GetId" and "GetCredentialsForIdentity", Errors; "Using role-based access control"; "Identity pools console overview".
 */
export const awsProblems = {
  identity_pool_missing: ({ profile }) => ({
    what: l10n.t`There are no AWS credentials for ${profile}.`,
    why: l10n.t(
      'The profile names no identity pool, and only an identity pool exchanges an ID token for AWS credentials.',
    ),
    next: l10n.t(
      'Set identityPoolId in the profile. The id is on the identity pool’s page in the AWS console.',
    ),
    remedies: ['edit_profile', 'open_settings'],
  }),
  aws_expired: ({ forProfile }) => ({
    what: l10n.t`The AWS credentials${forProfile} had expired when they arrived.`,
    why: l10n.t('The clock of this computer or the one of the identity pool is wrong.'),
    next: l10n.t(
      'Let the system set the clock of this computer, then sign in again, because its difference is measured then.',
    ),
    remedies: ['sign_in', 'show_log'],
  }),
  aws_refused: (facts) => ({
    what: l10n.t`${facts.host} gave no AWS credentials${facts.forProfile} (${facts.text('type', l10n.t('an error'))}).`,
    ...(own(notAuthorized, facts.detail.cause) ?? own(exceptions, facts.detail.type) ?? unknownCause)(facts),
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

type ExplainCause = (facts: Facts) => Cause;

/** What NotAuthorizedException means, as far as its message or the ID token tells. */
const notAuthorized: Readonly<Record<string, ExplainCause>> = {
  token_expired: () => ({
    why: l10n.t('The ID token has expired.'),
    next: l10n.t('Sign in again. If it happens right after a sign-in, check the clock of this computer.'),
    remedies: ['sign_in', 'show_log'],
  }),
  token_revoked: () => ({
    why: l10n.t(
      'The ID token is not valid any more, because the user was signed out everywhere, disabled or deleted.',
    ),
    next: l10n.t('Sign in again.'),
    remedies: ['sign_in'],
  }),
  client_not_linked: (facts) => ({
    why: l10n.t`The identity pool ${identityPool(facts)} does not accept ID tokens of this app client.`,
    next: l10n.t`In the AWS console, open Amazon Cognito, Identity pools, this identity pool, User access, and add an identity provider with the user pool ${facts.text('provider', l10n.t('of the profile')).replace(/^.*\//, '')} and the app client ${facts.text('clientId', l10n.t('of the profile'))}.`,
    remedies: ['edit_profile', 'open_settings'],
  }),
  unauthenticated: (facts) => ({
    why: l10n.t`The identity pool ${identityPool(facts)} saw no sign-in in the request, and gives no credentials to guests.`,
    next: l10n.t('A proxy may have changed the request. Check the proxy settings, then try again.'),
    remedies: ['open_proxy_settings', 'show_log'],
  }),
  role_ambiguous: (facts) => ({
    why: l10n.t`The identity pool ${identityPool(facts)} takes the role from the ID token or from rules, and found no role or several roles without a preferred one.`,
    next: l10n.t(
      'Give the group that counts most the lowest precedence in the user pool, set customRoleArn in the profile, or set Role resolution to the default authenticated role in the identity pool.',
    ),
    remedies: ['edit_profile', 'open_settings'],
  }),
  role_not_in_token: (facts) => ({
    why: l10n.t`The role ${facts.text('customRoleArn', l10n.t('in customRoleArn'))} is not in cognito:roles of the ID token, so the identity pool probably refuses it.`,
    next: l10n.t(
      'Set customRoleArn to one of those roles or remove it from the profile, or add the user to a group that has the role and sign in again.',
    ),
    remedies: ['edit_profile', 'sign_in'],
  }),
  issuer: (facts) => ({
    why: l10n.t`It was told that the ID token comes from ${facts.text('provider', l10n.t('the user pool'))}, and did not find this in the token.`,
    next: l10n.t(
      'Identity pools may not accept the updated issuer of a user pool. Check the issuer setting of the user pool.',
    ),
    remedies: ['show_log'],
  }),
  token_invalid: (facts) => ({
    why: l10n.t`It does not accept the ID token.${message(facts)}`,
    next: l10n.t('Sign in again. If it happens again, check that the user pool still exists.'),
    remedies: ['sign_in', 'show_log'],
  }),
};

/** What the other exceptions mean. */
const exceptions: Readonly<Record<string, ExplainCause>> = {
  ResourceNotFoundException: (facts) => ({
    why: l10n.t`There is no identity pool ${identityPool(facts)} in this AWS Region.`,
    next: l10n.t(
      'Compare identityPoolId in the profile with the id on the identity pool’s page in the AWS console.',
    ),
    remedies: ['edit_profile', 'open_settings'],
  }),
  InvalidIdentityPoolConfigurationException: (facts) => ({
    why: l10n.t`The identity pool ${identityPool(facts)} has no usable role for signed-in users: no role is set, or the trust policy of the role does not allow this identity pool.`,
    next: l10n.t(
      'In AWS IAM, let the trust policy of the role allow sts:AssumeRoleWithWebIdentity to cognito-identity.amazonaws.com, with this identity pool as aud and authenticated as amr.',
    ),
    remedies: ['show_log'],
  }),
  InvalidParameterException: (facts) => ({
    why: l10n.t`It does not accept a value of the request.${message(facts)}`,
    next: l10n.t('Check identityPoolId and customRoleArn in the profile.'),
    remedies: ['edit_profile', 'open_settings'],
  }),
  TooManyRequestsException: ({ detail }) => ({
    why: l10n.t('It is receiving too many requests from this AWS account.'),
    next: l10n.t`Try again in ${detail.retryAfter === undefined ? l10n.t('a minute') : duration(Number(detail.retryAfter) * 1000)}.`,
    remedies: ['show_log'],
  }),
  ResourceConflictException: () => ({
    why: l10n.t('The sign-in is linked to another identity of the identity pool already.'),
    next: l10n.t('Try again. If it happens again, unlink or delete that identity in the identity pool.'),
    remedies: ['show_log'],
  }),
  ExternalServiceException: () => ({
    why: l10n.t('A service that it depends on did not answer.'),
    next: l10n.t('Try again in a moment.'),
    remedies: ['show_log'],
  }),
  LimitExceededException: () => ({
    why: l10n.t('The AWS account has reached a quota of Amazon Cognito identity pools.'),
    next: l10n.t('Look at the quotas of Amazon Cognito Federated Identities in the Service Quotas console.'),
    remedies: ['show_log'],
  }),
};

function unknownCause(facts: Facts): Cause {
  return {
    why: l10n.t`It could not be told what it refuses.${message(facts)}`,
    next: l10n.t(
      'Check the user access and the role settings of the identity pool in the AWS console, then sign in again.',
    ),
    remedies: ['sign_in', 'edit_profile', 'show_log'],
  };
}

function identityPool({ text }: Facts): string {
  return text('identityPoolId', l10n.t('of the profile'));
}

function message({ text }: Facts): string {
  const description = text('description', '');
  return description === '' ? '' : l10n.t` The message was “${description}”.`;
}
