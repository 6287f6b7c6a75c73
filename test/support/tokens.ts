import {
  CompactSign,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type CryptoKey,
  type JSONWebKeySet,
} from 'jose';
import type { Claims } from '../../src/core/jwt';

export const userPoolId = 'us-east-1_AbCdEf123';
export const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
export const updatedIssuer = `https://issuer-cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
export const clientId = '57cbishk4j24pabc1234567890';
export const subject = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
/** The time of every test, in seconds since 1970. */
export const now = 1_750_000_000;

/** The claims of a Cognito ID token, some of them replaced; `undefined` leaves one out. */
export function idClaims(replaced: Claims = {}): Claims {
  return {
    sub: subject,
    'cognito:groups': ['admin', 'user'],
    email_verified: true,
    iss: issuer,
    'cognito:username': 'janedoe',
    nonce: 'n-0S6_WzA2Mj',
    aud: clientId,
    token_use: 'id',
    auth_time: now,
    exp: now + 3600,
    iat: now,
    email: 'janedoe@example.com',
    'custom:tenant': 'Zürich',
    ...replaced,
  };
}

/** The claims of a Cognito access token. It has no `aud`. */
export function accessClaims(replaced: Claims = {}): Claims {
  return {
    sub: subject,
    iss: issuer,
    version: 2,
    client_id: clientId,
    token_use: 'access',
    scope: 'openid profile email',
    auth_time: now,
    exp: now + 3600,
    iat: now,
    username: 'janedoe',
    ...replaced,
  };
}

/** A refresh token like those of Cognito: a JWE of five parts that only the pool can read. */
export const refreshToken = `${encode({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' })}.a2V5.aXY.Y2lwaGVy.dGFn`;

/** Text in base64url. */
export function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return Buffer.from(text).toString('base64url');
}

/** A token with an invalid signature, for code that does not verify it. */
export function unsigned(claims: unknown, header: unknown = { kid: 'id-key=', alg: 'RS256' }): string {
  return `${encode(header)}.${encode(claims)}.${encode('signature')}`;
}

/** A user pool's two signing keys. */
export interface PoolKeys {
  readonly jwks: JSONWebKeySet;
  /** The public key of ID tokens as PEM, which an attacker can read. */
  readonly publicPem: string;
  readonly sign: (
    claims: Claims,
    header?: Readonly<{ kid?: string; crit?: string[]; b64?: boolean }>,
  ) => Promise<string>;
}

let made: Promise<PoolKeys> | undefined;

/** The keys that all tests of a run share, because making them is slow. */
export function poolKeys(): Promise<PoolKeys> {
  return (made ??= makeKeys());
}

async function makeKeys(): Promise<PoolKeys> {
  const [id, access] = await Promise.all([makeKey(), makeKey()]);
  const publicJwk = async (key: CryptoKey, kid: string): Promise<JSONWebKeySet['keys'][number]> => ({
    ...(await exportJWK(key)),
    kty: 'RSA',
    kid,
    alg: 'RS256',
    use: 'sig',
  });
  return {
    jwks: {
      keys: [await publicJwk(id.publicKey, 'id-key='), await publicJwk(access.publicKey, 'access-key=')],
    },
    publicPem: await exportSPKI(id.publicKey),
    sign: (claims, header = {}) => {
      const isAccess = claims.token_use === 'access';
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ kid: isAccess ? 'access-key=' : 'id-key=', ...header, alg: 'RS256' })
        .sign((isAccess ? access : id).privateKey);
    },
  };
}

function makeKey(): ReturnType<typeof generateKeyPair> {
  return generateKeyPair('RS256', { extractable: true });
}
