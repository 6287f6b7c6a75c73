import { deepEqual, equal } from 'node:assert/strict';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import type { LocalPool } from '../../../src/localPool/localPool';
import { callUserPool, errorOf, type AwsAnswer } from '../../support/awsCalls';
import { confidentialClient, machineClient, startPool, stopPools } from '../../support/localPools';
import { decode } from '../../support/localPoolRequests';

interface ClientToken {
  readonly ClientAuthenticationResult?: {
    readonly AccessToken: string;
    readonly ExpiresIn: number;
    readonly TokenType: string;
  };
}

const credentials = { ClientId: machineClient.clientId, Secret: machineClient.secret };

describe('GetClientToken of the local user pool', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool({ config: { ...defaultLocalPoolConfig(), domain: false } });
  });
  after(stopPools);

  const getClientToken = (parameters: object): Promise<AwsAnswer<ClientToken>> =>
    callUserPool(pool, 'GetClientToken', { ...credentials, ...parameters });

  it('gives a machine client an access token, also in a pool without a domain', async () => {
    const { status, headers, body } = await getClientToken({ ClientMetadata: { tenant: 'acme' } });
    equal(status, 200);
    equal(headers.get('content-type'), 'application/x-amz-json-1.1');
    const { AccessToken = '', ...others } = body.ClientAuthenticationResult ?? {};
    deepEqual(others, { ExpiresIn: 3600, TokenType: 'Bearer' });
    const claims = decode(AccessToken);
    equal(claims['client_id'], machineClient.clientId);
    equal(claims['token_use'], 'access');
    equal(claims['scope'], 'orders/read orders/write');
  });

  it('grants the scopes of the request only', async () => {
    const { body } = await getClientToken({ Scopes: ['orders/read'] });
    equal(decode(body.ClientAuthenticationResult?.AccessToken ?? '')['scope'], 'orders/read');
  });

  it('refuses a wrong secret, client, scope or type', async () => {
    const type = async (parameters: object): Promise<string> => errorOf(await getClientToken(parameters))[0];
    equal(await type({ Secret: 'wrong' }), 'NotAuthorizedException');
    equal(await type({ ClientId: 'unknown' }), 'ResourceNotFoundException');
    for (const parameters of [
      { ClientId: confidentialClient.clientId, Secret: confidentialClient.secret },
      { Scopes: ['openid'] },
      { Scopes: 'orders/read' },
      { Scopes: [7] },
      { ClientId: undefined },
      { Secret: undefined },
    ]) {
      equal(await type(parameters), 'InvalidParameterException', JSON.stringify(parameters));
    }
  });
});
