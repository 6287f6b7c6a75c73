import type { Endpoints } from '../../core/endpoints';
import { originalForm } from '../../core/issuer';

/** The name of the service in `X-Amz-Target`. */
const service = 'AWSCognitoIdentityProviderService';

/**
 * Where an operation of the user pools API goes that needs no signature. The API of a Region is at the host of its issuers. A server
 * that is not Amazon's, such as the local user pool, answers at the origin of its issuer, which has issued the tokens that are sent.
 * @param issuer in either form
 * Source: AWS general reference, "Amazon Cognito user pools endpoints".
 */
export function userPoolOperation(
  issuer: string,
  operation: string,
): { readonly endpoint: string; readonly target: string } {
  return { endpoint: userPoolApi(issuer), target: `${service}.${operation}` };
}

/** The address of the user pools API for the pool of an issuer. */
export function userPoolApi(issuer: string): string {
  return `${new URL(originalForm(issuer)).origin}/`;
}

/** Whether the tokens of a machine client come from the user pools API, because the pool has no domain. */
export function hasClientTokens({ issuer, token }: Endpoints): boolean {
  return issuer !== undefined && token === userPoolApi(issuer);
}
