import { CognitoError } from '../../core/errors';
import type { AwsRefusal } from '../awsApi/callAws';

/** The exceptions of the two operations. Source: AWS, "GetId" and "GetCredentialsForIdentity", Errors. */
export const identityPoolExceptions: ReadonlySet<string> = new Set([
  'ExternalServiceException',
  'InvalidIdentityPoolConfigurationException',
  'InvalidParameterException',
  'LimitExceededException',
  'NotAuthorizedException',
  'ResourceConflictException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
]);

/**
 * What the service means by NotAuthorizedException, by words of its message. AWS does not document the messages; these are in public
 * reports, for example amazon-archives/amazon-cognito-identity-js 7, 40, 68 and 91, and aws-amplify/amplify-js 8644.
 */
const causes: readonly (readonly [RegExp, string])[] = [
  [/token expired/i, 'token_expired'],
  [/token is inactive/i, 'token_revoked'],
  [/not from a supported provider|logins don't match/i, 'client_not_linked'],
  [/unauthenticated access is not supported/i, 'unauthenticated'],
  [/ambiguous role mapping/i, 'role_ambiguous'],
  [/issuer doesn't match/i, 'issuer'],
  [/invalid login token/i, 'token_invalid'],
];

/** @returns aws_refused with `type` and, for NotAuthorizedException, `cause` */
export function identityPoolRefusal({ type, message, detail }: AwsRefusal): CognitoError {
  const cause = type === 'NotAuthorizedException' ? causeOf(message) : undefined;
  return new CognitoError('aws_refused', { ...detail, cause });
}

function causeOf(description: string): string | undefined {
  return causes.find(([words]) => words.test(description))?.[1];
}
