import { deepEqual, equal } from 'node:assert/strict';
import type { LocalPool } from '../../../src/localPool/localPool';
import {
  confidentialClient,
  publicClient,
  rotatingClient,
  startPool,
  stopPools,
  withPublicClient,
} from '../../support/localPools';
import {
  basic,
  exchange,
  obtainTokens,
  outcome,
  post,
  refresh,
  refused,
  signIn,
  tokensIn,
  type Parameters,
} from '../../support/localPoolRequests';

const client_id = publicClient.clientId;

describe('revocation endpoint of the local user pool', () => {
  let pool: LocalPool;
  const revoke = async (fields: Parameters, headers = {}) =>
    outcome(await post(pool, '/oauth2/revoke', fields, headers));
  const done = { status: 200, body: '' };

  before(async () => {
    pool = await startPool();
  });
  after(stopPools);

  it('revokes a refresh token, and responds with status 200 when it is already revoked or unknown', async () => {
    const { refresh_token: token } = await obtainTokens(pool);
    deepEqual(await revoke({ token, client_id }), done);
    deepEqual(await outcome(await refresh(pool, token)), refused(400, 'invalid_grant'));
    deepEqual(await revoke({ token, client_id }), done);
    deepEqual(await revoke({ token: 'garbage', client_id }), done);
  });

  it('keeps the refresh token of another sign-in valid when it revokes one', async () => {
    const first = await obtainTokens(pool);
    const second = await obtainTokens(pool);
    await revoke({ token: first.refresh_token, client_id });
    equal((await refresh(pool, second.refresh_token)).status, 200);
  });

  it('revokes the earlier refresh token too when tokens rotate', async () => {
    const id = rotatingClient.clientId;
    const first = await obtainTokens(pool, { client_id: id });
    const second = await tokensIn(await refresh(pool, first.refresh_token, id));
    deepEqual(await revoke({ token: second.refresh_token, client_id: id }), done);
    equal((await refresh(pool, first.refresh_token, id)).status, 400);
  });

  it('accepts the client secret of a confidential client', async () => {
    const { code } = await signIn(pool, { client_id: confidentialClient.clientId });
    const tokens = await tokensIn(
      await exchange(pool, code, { client_id: undefined }, basic(confidentialClient)),
    );
    const fields = { token: tokens.refresh_token };
    deepEqual(await revoke(fields, basic(confidentialClient)), done);
  });

  it('responds with status 401 invalid_client when the client is missing or unknown, or its secret is wrong', async () => {
    const { refresh_token: token } = await obtainTokens(pool);
    deepEqual(await revoke({ token }), refused(401, 'invalid_client'));
    deepEqual(await revoke({ token, client_id: 'unknown' }), refused(401, 'invalid_client'));
    deepEqual(
      await revoke({ token, client_id: confidentialClient.clientId }),
      refused(401, 'invalid_client'),
    );
    deepEqual(await revoke({ token }, basic(confidentialClient, 'x')), refused(401, 'invalid_client'));
    equal((await refresh(pool, token)).status, 200);
  });

  it('responds with status 400 invalid_request when the token is missing or belongs to another client', async () => {
    const { refresh_token: token } = await obtainTokens(pool);
    deepEqual(await revoke({ client_id }), refused(400, 'invalid_request'));
    deepEqual(await revoke({ token, client_id: rotatingClient.clientId }), refused(400, 'invalid_request'));
    equal((await refresh(pool, token)).status, 200);
  });

  it('responds with status 400 invalid_request when revocation is off', async () => {
    const own = await startPool({ config: withPublicClient({ revocation: false }) });
    const { refresh_token: token } = await obtainTokens(own);
    const response = await post(own, '/oauth2/revoke', { token, client_id });
    deepEqual(await outcome(response), refused(400, 'invalid_request'));
    equal((await refresh(own, token)).status, 200);
  });

  it('responds with status 400 unsupported_token_type when it gets an ID token or an access token', async () => {
    const { access_token, id_token } = await obtainTokens(pool);
    deepEqual(await revoke({ token: access_token, client_id }), refused(400, 'unsupported_token_type'));
    deepEqual(await revoke({ token: id_token, client_id }), refused(400, 'unsupported_token_type'));
  });
});
