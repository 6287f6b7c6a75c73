import { authenticateClient } from './clients';
import { empty, json, type PoolRequest, type Reply } from './http';
import type { Pool } from './pool';

const cors = { 'access-control-allow-origin': '*' };
const longestAccessTokenMs = 86_400_000;

/**
 * `POST /oauth2/revoke` (RFC 7009): revokes a refresh token and every token of its sign-in. A server that verifies access
 * tokens offline accepts them until they expire.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
 */
export function revoke(pool: Pool, request: PoolRequest): Reply {
  const client = authenticateClient(pool, request);
  if (client === undefined) return refuse(401, 'invalid_client');
  const sent = request.form?.get('token');
  if (sent === null || sent === undefined || sent === '' || !client.revocation) {
    return refuse(400, 'invalid_request');
  }
  if (isJws(sent)) return refuse(400, 'unsupported_token_type');
  const grant = pool.state.refreshTokens.get(sent)?.grant;
  if (grant !== undefined && grant.clientId !== client.clientId) return refuse(400, 'invalid_request');
  if (grant !== undefined) {
    pool.state.refreshTokens.removeWhere((held) => held.grant.originJti === grant.originJti);
    pool.state.revoked.set(grant.originJti, true, pool.now() + longestAccessTokenMs);
  }
  return empty(200, cors);
}

/** ID and access tokens have three parts, refresh tokens five. */
function isJws(sent: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(sent);
}

function refuse(status: number, error: string): Reply {
  return json(status, { error }, cors);
}
