import { deepEqual, equal } from 'node:assert/strict';
import type { LocalPool } from '../../../src/localPool/localPool';
import { Clock, machineClient, publicClient, startPool, stopPools } from '../../support/localPools';
import { basic, get, obtainTokens, post, tokensIn } from '../../support/localPoolRequests';
import { createSigningKeys } from '../../../src/localPool/keys';

const ended =
  'error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."';
const badRequest = 'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"';
const noOpenid = 'error="invalid_token", error_description="Access token does not contain openid scope"';

describe('USERINFO at the local user pool', () => {
  let clock: Clock;
  let pool: LocalPool;
  const requestUserInfo = (token: string): Promise<Response> =>
    get(pool, '/oauth2/userInfo', { authorization: `Bearer ${token}` });
  const refusal = async (response: Response): Promise<unknown[]> => [
    response.status,
    response.headers.get('www-authenticate'),
    await response.text(),
  ];

  beforeEach(async () => {
    clock = new Clock();
    pool = await startPool({ now: clock.now });
  });
  afterEach(stopPools);

  it('returns every user attribute as a string', async () => {
    const { access_token } = await obtainTokens(pool, { scope: 'openid' });
    const response = await requestUserInfo(access_token);
    equal(response.status, 200);
    equal(response.headers.get('content-type'), 'application/json;charset=UTF-8');
    equal(response.headers.get('x-frame-options'), 'DENY');
    equal(response.headers.get('expires'), '0');
    deepEqual(await response.json(), {
      sub: 'a4f8d4c8-0061-70d5-2c1e-3d7f0e5b9a11',
      email: 'jane.doe@example.com',
      email_verified: 'true',
      name: 'Jane Doe',
      given_name: 'Jane',
      family_name: 'Doe',
      'custom:tenant': 'acme',
      username: 'jane',
    });
  });

  it('returns the user attributes that the scopes allow', async () => {
    const keys = async (scope: string): Promise<string[]> => {
      const { access_token } = await obtainTokens(pool, { scope }, 'zoë');
      return Object.keys((await (await requestUserInfo(access_token)).json()) as object);
    };
    deepEqual(await keys('openid email'), ['sub', 'email', 'email_verified', 'username']);
    deepEqual(await keys('openid phone'), ['sub', 'phone_number', 'phone_number_verified', 'username']);
    deepEqual(await keys('openid profile'), [
      'sub',
      'name',
      'given_name',
      'family_name',
      'locale',
      'custom:tenant',
      'username',
    ]);
  });

  it('answers POST like GET', async () => {
    const { access_token } = await obtainTokens(pool);
    const response = await post(pool, '/oauth2/userInfo', {}, { authorization: `Bearer ${access_token}` });
    equal(response.status, 200);
  });

  it('responds with status 400 without a bearer token', async () => {
    deepEqual(await refusal(await get(pool, '/oauth2/userInfo')), [400, badRequest, '']);
    const basicHeader = await get(pool, '/oauth2/userInfo', basic(machineClient));
    deepEqual(await refusal(basicHeader), [400, badRequest, '']);
  });

  it('responds with status 401 for anything but an access token of this pool', async function () {
    this.timeout(60_000);
    const tokens = await obtainTokens(pool);
    const other = await obtainTokens(await startPool({ now: clock.now, keys: await createSigningKeys() }));
    const [header, , signature] = tokens.access_token.split('.');
    const forged = [header, Buffer.from('{"scope":"openid"}').toString('base64url'), signature].join('.');
    for (const token of ['garbage', tokens.id_token, tokens.refresh_token, other.access_token, forged]) {
      deepEqual(await refusal(await requestUserInfo(token)), [401, ended, '']);
    }
  });

  it('responds with status 401 when the access token has expired', async () => {
    const { access_token } = await obtainTokens(pool);
    clock.forward(3599);
    equal((await requestUserInfo(access_token)).status, 200);
    clock.forward(1);
    deepEqual(await refusal(await requestUserInfo(access_token)), [401, ended, '']);
  });

  it('responds with status 401 when the access token is revoked, and with 200 for another sign-in', async () => {
    const tokens = await obtainTokens(pool);
    const other = await obtainTokens(pool);
    await post(pool, '/oauth2/revoke', { token: tokens.refresh_token, client_id: publicClient.clientId });
    deepEqual(await refusal(await requestUserInfo(tokens.access_token)), [401, ended, '']);
    equal((await requestUserInfo(other.access_token)).status, 200);
  });

  it('responds with status 401 when the access token does not have the openid scope', async () => {
    const { access_token } = await obtainTokens(pool, { scope: 'orders/read' });
    deepEqual(await refusal(await requestUserInfo(access_token)), [401, noOpenid, '']);
    const machine = await tokensIn(
      await post(pool, '/oauth2/token', { grant_type: 'client_credentials' }, basic(machineClient)),
    );
    deepEqual(await refusal(await requestUserInfo(machine.access_token)), [401, noOpenid, '']);
  });

  it('responds with status 400 when its path is written in another case', async () => {
    equal((await get(pool, '/oauth2/userinfo')).status, 400);
  });
});
