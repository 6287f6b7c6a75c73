import { jwtVerify, type JWTPayload } from 'jose';
import type { PoolRequest } from './http';
import { findClient, type Pool } from './pool';

/** The token of an `Authorization` header (RFC 6750 section 2.1); undefined without one. */
export function bearerToken({ headers }: PoolRequest): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(headers.authorization ?? '')?.[1];
}

/** The claims of a valid access token of this pool; undefined for any other token. */
export async function accessTokenClaims(pool: Pool, token: string): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, pool.keys.access.publicKey, {
      algorithms: ['RS256'],
      issuer: pool.tokenIssuer,
      currentDate: new Date(pool.now()),
    });
    const revoked = pool.revoked.get(textClaim(payload, 'origin_jti')) === true;
    return revoked || findClient(pool, textClaim(payload, 'client_id')) === undefined ? undefined : payload;
  } catch {
    return undefined;
  }
}

/** Whether an access token has a scope. */
export function hasScope(claims: JWTPayload, scope: string): boolean {
  return textClaim(claims, 'scope').split(' ').includes(scope);
}

/** A claim that is text; empty for any other one. */
export function textClaim(claims: JWTPayload, name: string): string {
  const value = claims[name];
  return typeof value === 'string' ? value : '';
}
