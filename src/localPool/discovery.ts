import { anyOrigin, json, type PoolRequest, type Reply } from './http';
import type { Pool } from './pool';
import { canRegister } from './registration';

const headers = { ...anyOrigin, 'content-type': 'application/json' };

/**
 * `GET ISSUER/.well-known/openid-configuration`: the twelve fields of Cognito, and `registration_endpoint` when app clients may be
 * registered. For a pool without a domain, it names endpoints at the issuer, which do not exist.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function discovery(pool: Pool): Reply {
  const { issuer, domain } = pool;
  const oauth2 = domain === undefined ? issuer : `${domain}/oauth2`;
  return json(
    200,
    {
      authorization_endpoint: `${oauth2}/authorize`,
      end_session_endpoint: `${domain ?? issuer}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      registration_endpoint: canRegister(pool) ? `${oauth2}/register` : undefined,
      response_types_supported: ['code', 'token'],
      revocation_endpoint: `${oauth2}/revoke`,
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint: `${oauth2}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      userinfo_endpoint: `${oauth2}/userInfo`,
    },
    headers,
  );
}

/** `GET ISSUER/.well-known/jwks.json`: the key of the ID tokens and the key of the access tokens. */
export function jwks({ keys }: Pool): Reply {
  return json(200, { keys: [keys.id.jwk, keys.access.jwk] }, headers);
}

/** The answer for a pool id that does not exist. */
export function noSuchPool(_: Pool, { path }: PoolRequest): Reply {
  return json(400, { message: `User pool ${path.split('/', 2)[1] ?? ''} does not exist.` }, headers);
}
