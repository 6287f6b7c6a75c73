import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import type { LocalClient, LocalUser } from './configSchema';
import { defined } from '../core/members';
import type { SigningKeys } from './keys';
import { levelClaims } from './levels';
import { subjectOf, type Grant, type Pool } from './pool';
import type { Claims, TokenClaims } from './triggers/applyChanges';

const profileAttributes = new Set([
  'name',
  'family_name',
  'given_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'updated_at',
]);

/**
 * The attributes that the scopes allow, in the ID token and at userInfo. `openid` alone allows all of them.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
 */
export function grantedAttributes(user: LocalUser, scopes: readonly string[]): Record<string, string> {
  const has = (scope: string): boolean => scopes.includes(scope);
  const everything = !has('profile') && !has('email') && !has('phone');
  const granted = (name: string): boolean =>
    everything ||
    name === 'identities' ||
    (has('profile') && (profileAttributes.has(name) || name.startsWith('custom:'))) ||
    (has('email') && (name === 'email' || name === 'email_verified')) ||
    (has('phone') && (name === 'phone_number' || name === 'phone_number_verified'));
  return Object.fromEntries(Object.entries(user.attributes).filter(([name]) => granted(name)));
}

/** What the claims of tokens depend on. */
export type Issuer = Pick<Pool, 'config' | 'now' | 'tokenIssuer'>;

/** The claims of a signed-in user's access token. It has `aud` only when the client requested a resource. */
export function accessClaims(pool: Issuer, user: LocalUser, grant: Omit<Grant, 'sso'>): Claims {
  const { client, resource, scopes } = grant.request;
  const issuedAt = seconds(pool);
  return defined({
    sub: subjectOf(pool, user),
    'cognito:groups': user.groups,
    iss: pool.tokenIssuer,
    version: 2,
    client_id: client.clientId,
    aud: resource,
    origin_jti: client.revocation ? grant.originJti : undefined,
    event_id: grant.eventId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: grant.authTime,
    ...(pool.config.stepUp && levelClaims(grant.methods)),
    exp: issuedAt + client.accessTokenSeconds,
    iat: issuedAt,
    jti: randomUUID(),
    username: user.username,
  });
}

/** The claims of a machine client's access token, which has no user and no groups. */
export function machineClaims(pool: Issuer, client: LocalClient, scopes: readonly string[]): Claims {
  const issuedAt = seconds(pool);
  return {
    sub: client.clientId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: issuedAt,
    iss: pool.tokenIssuer,
    exp: issuedAt + client.accessTokenSeconds,
    iat: issuedAt,
    version: 2,
    jti: randomUUID(),
    client_id: client.clientId,
  };
}

/**
 * The claims of an ID token. `signTokens` adds `at_hash`.
 *
 * @param nonce as in the authorization request; a refreshed ID token has none (OpenID Connect Core section 12.2)
 */
export function idClaims(
  pool: Issuer,
  user: LocalUser,
  grant: Omit<Grant, 'sso'>,
  nonce: string | undefined,
): Claims {
  const { client, scopes } = grant.request;
  const issuedAt = seconds(pool);
  const { email_verified, phone_number_verified, given_name, identities, ...others } = grantedAttributes(
    user,
    scopes,
  );
  return defined({
    sub: subjectOf(pool, user),
    'cognito:groups': user.groups,
    email_verified: asBoolean(email_verified),
    'cognito:preferred_role': user.preferredRole,
    iss: pool.tokenIssuer,
    phone_number_verified: asBoolean(phone_number_verified),
    'cognito:username': user.username,
    given_name,
    nonce,
    origin_jti: client.revocation ? grant.originJti : undefined,
    'cognito:roles': user.roles,
    aud: client.clientId,
    identities: identities === undefined ? undefined : (JSON.parse(identities) as unknown),
    event_id: grant.eventId,
    token_use: 'id',
    auth_time: grant.authTime,
    ...(pool.config.stepUp && levelClaims(grant.methods)),
    exp: issuedAt + client.idTokenSeconds,
    iat: issuedAt,
    jti: client.revocation ? randomUUID() : undefined,
    ...others,
  });
}

/** Signs tokens that are issued together. The ID token begins with `at_hash` (OpenID Connect Core section 3.1.3.6). */
export async function signTokens(
  { keys }: Pool,
  { id, access }: TokenClaims,
): Promise<{ readonly idToken: string | undefined; readonly accessToken: string }> {
  const accessToken = await sign(keys, 'access', access);
  const at_hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  return { idToken: id && (await sign(keys, 'id', { at_hash, ...id })), accessToken };
}

/** The header of every refresh token of Cognito: `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`. */
const refreshTokenHeader = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString(
  'base64url',
);

/** A new refresh token with the form of a JWE (RFC 7516 section 3.1) and random content. */
export function mintRefreshToken(): string {
  const parts = [256, 12, 700, 16].map((size) => randomBytes(size).toString('base64url'));
  return [refreshTokenHeader, ...parts].join('.');
}

function seconds(pool: Pick<Pool, 'now'>): number {
  return Math.floor(pool.now() / 1000);
}

function asBoolean(attribute: string | undefined): boolean | undefined {
  return attribute === undefined ? undefined : attribute === 'true';
}

/** Signs a token. The claims keep their order. The header is kid and alg, without `typ`. */
function sign(keys: SigningKeys, use: keyof SigningKeys, claims: Claims): Promise<string> {
  const { kid, privateKey } = keys[use];
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ kid, alg: 'RS256' })
    .sign(privateKey);
}
