import { CognitoError, quoted } from '../../core/errors';
import { member } from '../../core/members';
import { bodyFault, retryAfter } from '../oauth/refusals';
import { peekJson } from '../oauth/tokenRequest';

/** The exceptions of the two operations. Source: AWS, "GetId" and "GetCredentialsForIdentity", Errors. */
const types: ReadonlySet<string> = new Set([
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

/**
 * The error of an answer that is not a success.
 * @returns aws_refused with `type` and, for NotAuthorizedException, `cause`; response_unexpected when the service did not say why
 */
export async function identityPoolRefusal(response: Response, host: string): Promise<CognitoError> {
  const { status } = response;
  const body = await peekJson(response);
  const type = exceptionOf(response.headers.get('x-amzn-errortype') ?? member(body, '__type'));
  const pause = retryAfter(response);
  if (type === undefined) {
    return new CognitoError('response_unexpected', { host, status, reason: bodyFault(response), ...pause });
  }
  // Some AWS services write the name of this member in upper case.
  const message = member(body, 'message') ?? member(body, 'Message');
  const description = typeof message === 'string' ? message : '';
  return new CognitoError('aws_refused', {
    host,
    status,
    type,
    cause: type === 'NotAuthorizedException' ? causeOf(description) : undefined,
    description: quoted(description),
    ...pause,
  });
}

/** The exception in `x-amzn-errortype` or `__type`: its name can have a namespace before it and an address after it. */
function exceptionOf(written: unknown): string | undefined {
  const name = typeof written === 'string' ? /^(?:[^#]*#)?(\w+)/.exec(written)?.[1] : undefined;
  return name !== undefined && types.has(name) ? name : undefined;
}

function causeOf(description: string): string | undefined {
  return causes.find(([words]) => words.test(description))?.[1];
}
