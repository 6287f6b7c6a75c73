import * as v from 'valibot';
import { CognitoError, quoted } from '../../core/errors';
import { furthestTime } from '../../core/jwt';
import { defined } from '../../core/members';
import type { TokenContext, TokenSet } from '../oauth/tokenRequest';
import { callAws } from './callAws';
import { userPoolOperation } from './userPoolApi';

/**
 * The exceptions that a user can do something about. Source: AWS, "GetClientToken", Errors; the one of a Lambda trigger is that of the
 * other operations with triggers, and the last one is of servers that do not have the operation.
 */
const exceptions: ReadonlySet<string> = new Set([
  'ForbiddenException',
  'InvalidParameterException',
  'NotAuthorizedException',
  'OperationNotEnabledException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
  'UserLambdaValidationException',
  'UnknownOperationException',
]);

const answer = v.object({
  ClientAuthenticationResult: v.object({
    AccessToken: v.string(),
    ExpiresIn: v.optional(v.pipe(v.number(), v.finite())),
    TokenType: v.optional(v.pipe(v.string(), v.regex(/^bearer$/i))),
  }),
});

/**
 * Requests an access token for a machine client with `GetClientToken`, which needs neither a domain nor a signature.
 * @param scopes left out or empty, Cognito grants all that the app client allows
 * @throws CognitoError client_secret_missing, client_token_refused, response_unexpected, network, timeout
 * Source: AWS, "GetClientToken".
 */
export async function requestClientToken(
  { endpoints: { issuer = '' }, clientId, clientSecret, fetch }: TokenContext,
  scopes: readonly string[] = [],
): Promise<TokenSet> {
  if (clientSecret === undefined) throw new CognitoError('client_secret_missing');
  const { ClientAuthenticationResult: issued } = await callAws(
    {
      ...userPoolOperation(issuer, 'GetClientToken'),
      exceptions,
      refused: ({ detail, message }) => {
        const description = quoted(message, clientSecret);
        return new CognitoError('client_token_refused', { ...detail, description, clientId });
      },
    },
    { ClientId: clientId, Secret: clientSecret, ...(scopes.length > 0 && { Scopes: scopes }) },
    answer,
    fetch,
  );
  const expiresIn =
    issued.ExpiresIn === undefined ? undefined : Math.min(issued.ExpiresIn * 1000, furthestTime);
  return { accessToken: issued.AccessToken, issuer, ...defined({ expiresIn }) };
}
