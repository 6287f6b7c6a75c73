import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { LocalPool } from '../../../src/localPool/localPool';
import {
  Clock,
  publicClient,
  startPool,
  stopPools,
  withKim,
  withPublicClient,
  withResourceServer,
} from '../../support/localPools';
import { decode, obtainTokens } from '../../support/localPoolRequests';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('tokens of the local user pool', () => {
  const clock = new Clock();
  let pool: LocalPool;

  before(async () => {
    pool = await startPool({ now: clock.now });
  });
  after(stopPools);

  it('signs the ID token and the access token with different keys of the JWKS', async () => {
    const tokens = await obtainTokens(pool);
    const jwks = createRemoteJWKSet(new URL(`${pool.issuer}/.well-known/jwks.json`));
    const options = { issuer: pool.issuer, algorithms: ['RS256'], currentDate: new Date(clock.ms) };
    const id = await jwtVerify(tokens.id_token, jwks, { ...options, audience: publicClient.clientId });
    const access = await jwtVerify(tokens.access_token, jwks, options);
    notEqual(id.protectedHeader.kid, access.protectedHeader.kid);
    deepEqual(Object.keys(decode(tokens.id_token, 0)), ['kid', 'alg']);
    deepEqual(Object.keys(decode(tokens.access_token, 0)), ['kid', 'alg']);
  });

  it('gives the ID token the claims of Cognito, in Cognito’s order', async () => {
    const tokens = await obtainTokens(pool, { nonce: 'n-1' });
    const claims = decode(tokens.id_token);
    deepEqual(Object.keys(claims), [
      'at_hash',
      'sub',
      'cognito:groups',
      'email_verified',
      'cognito:preferred_role',
      'iss',
      'cognito:username',
      'given_name',
      'nonce',
      'origin_jti',
      'cognito:roles',
      'aud',
      'event_id',
      'token_use',
      'auth_time',
      'acr',
      'amr',
      'exp',
      'iat',
      'jti',
      'email',
      'name',
      'family_name',
      'custom:tenant',
    ]);
    const hash = createHash('sha256').update(tokens.access_token).digest().subarray(0, 16);
    equal(claims['at_hash'], hash.toString('base64url'));
    deepEqual(claims['cognito:groups'], ['admin', 'developers']);
    deepEqual(claims['cognito:roles'], pool.config.users[0]!.roles);
    equal(claims['cognito:preferred_role'], pool.config.users[0]!.preferredRole);
    equal(claims['email_verified'], true);
    equal(claims['custom:tenant'], 'acme');
    equal(claims['nonce'], 'n-1');
    equal(claims['token_use'], 'id');
    equal(claims['cognito:username'], 'jane');
    equal(claims['auth_time'], Math.floor(clock.ms / 1000));
    equal(claims['exp'], Number(claims['iat']) + 3600);
    for (const claim of ['sub', 'origin_jti', 'event_id', 'jti']) {
      match(String(claims[claim]), uuid);
    }
  });

  it('gives the access token no audience and no user attributes', async () => {
    const tokens = await obtainTokens(pool, { scope: 'openid profile email' });
    const claims = decode(tokens.access_token);
    deepEqual(Object.keys(claims), [
      'sub',
      'cognito:groups',
      'iss',
      'version',
      'client_id',
      'origin_jti',
      'event_id',
      'token_use',
      'scope',
      'auth_time',
      'acr',
      'amr',
      'exp',
      'iat',
      'jti',
      'username',
    ]);
    equal(claims['version'], 2);
    equal(claims['client_id'], publicClient.clientId);
    equal(claims['scope'], 'openid profile email');
    equal(claims['username'], 'jane');
    const id = decode(tokens.id_token);
    deepEqual(
      [id['sub'], id['origin_jti'], id['event_id']],
      [claims['sub'], claims['origin_jti'], claims['event_id']],
    );
    notEqual(id['jti'], claims['jti']);
  });

  it('adds no nonce when the request has none', async () => {
    equal('nonce' in decode((await obtainTokens(pool)).id_token), false);
  });

  it('makes the resource the audience of the access token', async () => {
    const resource = 'https://api.example.com/orders';
    const tokens = await obtainTokens(await startPool({ config: withResourceServer(resource) }), {
      resource,
    });
    equal(decode(tokens.access_token)['aud'], resource);
    equal(decode(tokens.id_token)['aud'], publicClient.clientId);
  });

  it('grants all scopes of the client when the request has no scope', async () => {
    const tokens = await obtainTokens(pool);
    equal(decode(tokens.access_token)['scope'], publicClient.scopes.join(' '));
  });

  it('adds to the ID token the user attributes that the scopes allow', async () => {
    const has = async (scope: string): Promise<boolean[]> => {
      const claims = decode((await obtainTokens(pool, { scope }, 'zoë')).id_token);
      return ['email', 'email_verified', 'phone_number', 'given_name'].map((name) => name in claims);
    };
    deepEqual(await has('openid'), [true, true, true, true]);
    deepEqual(await has('openid email'), [true, true, false, false]);
    deepEqual(await has('openid phone'), [false, false, true, false]);
    deepEqual(await has('openid profile'), [false, false, false, true]);
    deepEqual(await has('openid aws.cognito.signin.user.admin'), [true, true, true, true]);
  });

  it('keeps characters outside ASCII in the names of users and groups', async () => {
    const tokens = await obtainTokens(pool, {}, 'zoë');
    const claims = decode(tokens.id_token);
    equal(claims['cognito:username'], 'zoë');
    equal(claims['given_name'], 'Zoë');
    equal(claims['family_name'], 'Nakamura-Øst 山田');
    equal(claims['email_verified'], false);
    equal(claims['phone_number_verified'], true);
    deepEqual(claims['cognito:groups'], ['développeurs']);
    equal(claims['custom:tenant'], 'Ørsted 電力');
    equal(decode(tokens.access_token)['username'], 'zoë');
  });

  it('adds identities and the provider’s group for a federated user', async () => {
    const tokens = await obtainTokens(pool, { scope: 'openid email' }, 'sam@example.com');
    const claims = decode(tokens.id_token);
    equal(claims['cognito:username'], 'google_105212345678901234567');
    deepEqual(claims['cognito:groups'], ['local_Pool00001_Google']);
    const [identity] = claims['identities'] as Record<string, unknown>[];
    deepEqual(Object.keys(identity!), [
      'userId',
      'providerName',
      'providerType',
      'issuer',
      'primary',
      'dateCreated',
    ]);
    equal(identity!['primary'], 'true');
  });

  it('leaves out origin_jti and the ID token’s jti when revocation is off', async () => {
    const own = await startPool({ config: withPublicClient({ revocation: false }) });
    const tokens = await obtainTokens(own);
    equal('origin_jti' in decode(tokens.id_token), false);
    equal('jti' in decode(tokens.id_token), false);
    equal('origin_jti' in decode(tokens.access_token), false);
  });

  it('gives a user without a configured sub the same sub at every start', async () => {
    const sub = async (): Promise<unknown> =>
      decode((await obtainTokens(await startPool({ config: withKim() }), {}, 'kim')).id_token)['sub'];
    const first = await sub();
    match(String(first), uuid);
    equal(await sub(), first);
  });
});
