import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { isRecord } from '../core/members';
import { notAuthorized, type Refusal } from './awsOperation';
import type { LocalIdentityPool } from './configSchema';
import { findClient, type Pool } from './pool';

/** The name of the user pool in `Logins`: its issuer without the scheme. */
export function providerOf({ tokenIssuer }: Pool): string {
  return tokenIssuer.replace(/^https?:\/\//, '');
}

/** The claims of the ID token in `Logins`, for an app client that the identity pool knows. @throws Refusal */
export async function loginClaims(
  pool: Pool,
  identities: LocalIdentityPool,
  logins: unknown,
): Promise<JWTPayload> {
  if (!isRecord(logins) || Object.keys(logins).length === 0) {
    throw notAuthorized('Unauthenticated access is not supported for this identity pool.');
  }
  const token = logins[providerOf(pool)];
  if (typeof token !== 'string') throw otherLogins();
  const claims = await verifiedClaims(pool, token);
  const { clients } = identities;
  const client = findClient(pool, String(claims.aud));
  if (client === undefined || clients?.includes(client.clientId) === false) {
    throw notAuthorized('Token is not from a supported provider of this identity pool.');
  }
  const origin = claims['origin_jti'];
  const isRevoked = typeof origin === 'string' && pool.revoked.get(origin) === true;
  if (identities.serverSideTokenCheck && isRevoked) throw notAuthorized('Token is inactive.');
  return claims;
}

/** @throws Refusal */
async function verifiedClaims(pool: Pool, token: string): Promise<JWTPayload> {
  const unverified = unverifiedClaims(token);
  if (unverified.iss !== pool.tokenIssuer) {
    throw invalidToken("Issuer doesn't match providerName");
  }
  if (unverified.aud === undefined) throw invalidToken('Missing a required claim: aud');
  if (unverified['token_use'] !== 'id') throw invalidToken('Not a Cognito token.');
  const now = Math.floor(pool.now() / 1000);
  try {
    const { payload } = await jwtVerify(token, pool.keys.id.publicKey, {
      algorithms: ['RS256'],
      currentDate: new Date(now * 1000),
    });
    return payload;
  } catch (error) {
    throw error instanceof errors.JWTExpired
      ? invalidToken(`Token expired: ${now} >= ${String(error.payload.exp)}`)
      : invalidToken("Couldn't verify signed token.");
  }
}

function unverifiedClaims(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch {
    throw invalidToken('Not a Cognito token.');
  }
}

function invalidToken(reason: string): Refusal {
  return notAuthorized(`Invalid login token. ${reason}`);
}

/** The refusal of logins that are not those of the identity or of the identity pool. */
export function otherLogins(): Refusal {
  return notAuthorized(
    "Logins don't match. Please include at least one valid login for this identity or identity pool.",
  );
}
