import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { startPool, stopPools } from '../../support/localPools';
import { get, obtainTokens, decode } from '../../support/localPoolRequests';
import { raw } from '../../support/rawAnswers';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';

const discoveryPath = '/local_Pool00001/.well-known/openid-configuration';

describe('discovery at the local user pool', () => {
  after(stopPools);

  it('returns the twelve fields of Cognito’s document in order, with endpoints on the domain', async () => {
    const pool = await startPool();
    const response = await get(pool, discoveryPath);
    equal(response.status, 200);
    match(response.headers.get('content-type') ?? '', /^application\/json/);
    equal(response.headers.get('access-control-allow-origin'), '*');
    const issuer = `${pool.origin}/local_Pool00001`;
    equal(pool.issuer, issuer);
    const document = (await response.json()) as Record<string, unknown>;
    deepEqual(Object.entries(document), [
      ['authorization_endpoint', `${pool.origin}/oauth2/authorize`],
      ['end_session_endpoint', `${pool.origin}/logout`],
      ['id_token_signing_alg_values_supported', ['RS256']],
      ['issuer', issuer],
      ['jwks_uri', `${issuer}/.well-known/jwks.json`],
      ['response_types_supported', ['code', 'token']],
      ['revocation_endpoint', `${pool.origin}/oauth2/revoke`],
      ['scopes_supported', ['openid', 'email', 'phone', 'profile']],
      ['subject_types_supported', ['public']],
      ['token_endpoint', `${pool.origin}/oauth2/token`],
      ['token_endpoint_auth_methods_supported', ['client_secret_basic', 'client_secret_post']],
      ['userinfo_endpoint', `${pool.origin}/oauth2/userInfo`],
    ]);
  });

  it('names endpoints on the issuer host, where every request fails, when the pool has no domain', async () => {
    const pool = await startPool({ config: { ...defaultLocalPoolConfig(), domain: false } });
    const document = (await (await get(pool, discoveryPath)).json()) as Record<string, unknown>;
    equal(pool.domain, undefined);
    equal(document['authorization_endpoint'], `${pool.issuer}/authorize`);
    equal(document['token_endpoint'], `${pool.issuer}/token`);
    equal(document['userinfo_endpoint'], `${pool.issuer}/userInfo`);
    equal(document['revocation_endpoint'], `${pool.issuer}/revoke`);
    equal(document['end_session_endpoint'], `${pool.issuer}/logout`);
    equal((await get(pool, '/local_Pool00001/authorize')).status, 400);
    equal((await get(pool, '/oauth2/authorize')).status, 400);
  });

  it('responds with status 400 and JSON for a pool that does not exist', async () => {
    const pool = await startPool();
    for (const document of ['openid-configuration', 'jwks.json']) {
      const response = await get(pool, `/us-east-1_x/.well-known/${document}`);
      equal(response.status, 400);
      deepEqual(await response.json(), { message: 'User pool us-east-1_x does not exist.' });
    }
  });

  it('responds with status 400 and HTML for a document at the root of the domain', async () => {
    const pool = await startPool();
    for (const path of ['/.well-known/openid-configuration', '/', '/us-east-1_x/jwks.json']) {
      const response = await get(pool, path);
      equal(response.status, 400);
      match(response.headers.get('content-type') ?? '', /^text\/html/);
      ok((await response.text()).startsWith('<'));
    }
  });

  it('returns two RSA keys with padded key ids in the JWKS', async () => {
    const pool = await startPool();
    const { keys } = (await (await get(pool, '/local_Pool00001/.well-known/jwks.json')).json()) as {
      keys: Record<string, string>[];
    };
    equal(keys.length, 2);
    notEqual(keys[0]?.['kid'], keys[1]?.['kid']);
    for (const key of keys) {
      deepEqual(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
      match(key['kid']!, /^[A-Za-z0-9+/]{43}=$/);
      deepEqual([key['alg'], key['e'], key['kty'], key['use']], ['RS256', 'AQAB', 'RSA', 'sig']);
      equal(Buffer.from(key['n']!, 'base64url').length, 256);
    }
  });

  describe('discovery behind public hosts', () => {
    const options = {
      publicIssuerOrigin: 'https://cognito-idp.us-east-1.amazonaws.com',
      publicDomainOrigin: 'https://demo.auth.us-east-1.amazoncognito.com',
    };

    it('names the public origins in the document', async () => {
      const pool = await startPool(options);
      equal(pool.issuer, 'https://cognito-idp.us-east-1.amazonaws.com/local_Pool00001');
      equal(pool.domain, 'https://demo.auth.us-east-1.amazoncognito.com');
      const document = (await (await get(pool, discoveryPath)).json()) as Record<string, unknown>;
      equal(document['issuer'], pool.issuer);
      equal(document['token_endpoint'], `${pool.domain}/oauth2/token`);
    });

    it('serves the issuer and the domain each on its own Host header only', async () => {
      const pool = await startPool(options);
      const on = async (host: string, path: string): Promise<number> =>
        (await raw(pool, { path, headers: { host } })).status;
      equal(await on('cognito-idp.us-east-1.amazonaws.com', discoveryPath), 200);
      equal(await on('issuer-cognito-idp.us-east-1.amazonaws.com:443', discoveryPath), 200);
      equal(await on('demo.auth.us-east-1.amazoncognito.com', discoveryPath), 400);
      equal(await on('demo.auth.us-east-1.amazoncognito.com', '/error'), 400);
      equal(await on('demo.auth.us-east-1.amazoncognito.com', '/oauth2/authorize'), 302);
      equal(await on('cognito-idp.us-east-1.amazonaws.com', '/oauth2/authorize'), 400);
    });

    it('puts the updated issuer into tokens, but not into the pool’s issuer', async () => {
      const pool = await startPool({
        ...options,
        config: { ...defaultLocalPoolConfig(), updatedIssuer: true },
      });
      const tokens = await obtainTokens(pool);
      const updated = 'https://issuer-cognito-idp.us-east-1.amazonaws.com/local_Pool00001';
      equal(decode(tokens.id_token)['iss'], updated);
      equal(decode(tokens.access_token)['iss'], updated);
      equal(pool.issuer, 'https://cognito-idp.us-east-1.amazonaws.com/local_Pool00001');
      const userInfo = await get(pool, '/oauth2/userInfo', {
        authorization: `Bearer ${tokens.access_token}`,
      });
      equal(userInfo.status, 200);
    });
  });
});
