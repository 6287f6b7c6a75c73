import { randomUUID } from 'node:crypto';
import { Refusal, type Operation } from './awsOperation';
import { getClientToken } from './clientToken';
import { anyOrigin, json, jsonObject, type PoolRequest, type Reply } from './http';
import { getCredentialsForIdentity, getId } from './identityPool';
import type { Pool } from './pool';
import { getTokensFromRefreshToken, revokeToken } from './refreshTokens';
import { listUserSessions, revokeUserSession } from './userSessions';

const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['AWSCognitoIdentityService.GetId', getId],
  ['AWSCognitoIdentityService.GetCredentialsForIdentity', getCredentialsForIdentity],
  ['AWSCognitoIdentityProviderService.GetClientToken', getClientToken],
  ['AWSCognitoIdentityProviderService.GetTokensFromRefreshToken', getTokensFromRefreshToken],
  ['AWSCognitoIdentityProviderService.RevokeToken', revokeToken],
  ['AWSCognitoIdentityProviderService.ListUserSessions', listUserSessions],
  ['AWSCognitoIdentityProviderService.RevokeUserSession', revokeUserSession],
]);

/**
 * `POST /` with `X-Amz-Target`: an operation of identity pools or of the user pools API that needs no AWS credentials, in the protocol
 * AWS JSON 1.1.
 */
export async function awsApi(pool: Pool, request: PoolRequest): Promise<Reply> {
  const operation = operations.get(String(request.headers['x-amz-target']));
  try {
    if (operation === undefined) throw new Refusal('UnknownOperationException', '');
    const parameters = jsonObject(request.body);
    if (parameters === undefined) throw new Refusal('SerializationException', '');
    return answer(200, await operation(pool, parameters, request));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { type, message } = error;
    return answer(400, { __type: type, message }, { 'x-amzn-errortype': type });
  }
}

function answer(status: number, body: object, headers: Reply['headers'] = {}): Reply {
  return json(status, body, {
    ...anyOrigin,
    'access-control-expose-headers': 'x-amzn-errortype,x-amzn-requestid',
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
}
