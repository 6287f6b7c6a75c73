import { notAuthorized, Refusal, type Parameters as Sent } from './awsOperation';
import { findClient, type Pool } from './pool';
import { isSameSecret } from '../loopback/sameSecret';
import { TriggerFailure } from './triggers/triggerFailure';
import { issueMachineToken } from './machineToken';

/**
 * `GetClientToken`: an access token for a machine client, also in a pool without a domain. AWS does not document the messages, nor the
 * error for a scope that the app client does not have.
 *
 * @throws Refusal
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
 */
export async function getClientToken(
  pool: Pool,
  { ClientId, Secret, Scopes = [], ClientMetadata }: Sent,
): Promise<object> {
  if (typeof ClientId !== 'string' || typeof Secret !== 'string' || !isTextList(Scopes)) {
    throw new Refusal('InvalidParameterException', 'ClientId, Secret or Scopes has the wrong type.');
  }
  const client = findClient(pool, ClientId);
  if (client === undefined) {
    throw new Refusal('ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
  }
  if (!client.flows.includes('client_credentials')) {
    throw new Refusal('InvalidParameterException', 'ALLOW_CLIENT_TOKEN_AUTH is not enabled for the client.');
  }
  if (!isSameSecret(client.secret ?? '', Secret)) {
    throw notAuthorized(`Unable to verify secret for client ${ClientId}`);
  }
  if (!Scopes.every((scope) => client.scopes.includes(scope))) {
    throw new Refusal('InvalidParameterException', 'The client does not have one of the scopes.');
  }
  return {
    ClientAuthenticationResult: {
      AccessToken: await issue(pool, client, Scopes.length === 0 ? client.scopes : Scopes, ClientMetadata),
      ExpiresIn: client.accessTokenSeconds,
      TokenType: 'Bearer',
    },
  };
}

/** Source: API reference, `UserLambdaValidationException`. */
async function issue(...parameters: Parameters<typeof issueMachineToken>): Promise<string> {
  try {
    return await issueMachineToken(...parameters);
  } catch (error) {
    if (error instanceof TriggerFailure) throw new Refusal('UserLambdaValidationException', error.message);
    throw error;
  }
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
