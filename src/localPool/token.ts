import { createHash } from 'node:crypto';
import { isSameSecret } from '../loopback/sameSecret';
import { authenticateClient } from './clientAuthentication';
import type { LocalClient } from './configSchema';
import { anyOrigin, empty, json, words, type PoolRequest, type Reply } from './http';
import { issueMachineToken } from './machineToken';
import { parseJson } from './parseJson';
import { findUser, hasResourceServer, type Grant, type HeldRefreshToken, type Pool } from './pool';
import { createSession, endTokenSession, makeRoom, useOf } from './sessionTracking';
import { accessClaims, idClaims, mintRefreshToken, signTokens } from './tokens';
import type { TriggerChanges } from './triggers/answer';
import { runPreTokenGeneration, withChanges } from './triggers/preTokenGeneration';
import { TriggerFailure } from './triggers/triggerFailure';

type Exchange = (pool: Pool, client: LocalClient, request: PoolRequest) => Promise<Reply>;

const exchanges = new Map<string, Exchange>([
  ['authorization_code', exchangeCode],
  ['refresh_token', refresh],
  ['client_credentials', clientCredentials],
]);

/**
 * `POST /oauth2/token`: authorization code (RFC 6749 section 4.1.3), refresh (6) and client credentials (4.4).
 * Every error is a 400, also `invalid_client`.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export async function token(pool: Pool, request: PoolRequest): Promise<Reply> {
  const { form } = request;
  const grantType = form.get('grant_type');
  if (!grantType) return refuse(400, 'invalid_request');
  const exchange = exchanges.get(grantType);
  if (exchange === undefined) return refuse(400, 'unsupported_grant_type');
  if (!form.has('client_id') && request.headers.authorization === undefined) {
    return refuse(400, 'invalid_request');
  }
  const client = authenticateClient(pool, request);
  if (client === undefined) return refuse(400, 'invalid_client');
  try {
    return await exchange(pool, client, request);
  } catch (error) {
    // AWS does not document this answer. The description is that of a sign-in.
    if (error instanceof TriggerFailure) return refuse(400, 'invalid_grant', error.message);
    throw error;
  }
}

async function exchangeCode(pool: Pool, client: LocalClient, request: PoolRequest): Promise<Reply> {
  const { form } = request;
  if (!client.flows.includes('code')) return refuse(400, 'unauthorized_client');
  const code = form.get('code');
  const redirectUri = form.get('redirect_uri');
  if (code === null || redirectUri === null) return refuse(400, 'invalid_request');
  if (pool.codes.get(code)?.request.client !== client) return refuse(400, 'invalid_grant');
  const grant = pool.codes.take(code);
  if (grant === undefined || !isVerified(grant.request.challenge, form.get('code_verifier'))) {
    return refuse(400, 'invalid_grant');
  }
  if (grant.request.redirectUri !== redirectUri) {
    return refuse(400, 'unauthorized_client', 'invalid_redirect');
  }
  if (!hasResourceServer(pool, grant.request.resource)) return refuse(400, 'invalid_grant');
  makeRoom(pool, grant.username);
  const session = createSession('tkn', pool, client, request);
  grant.sso.lastUse = session.lastUse;
  const endsAt = pool.now() + client.refreshTokenSeconds * 1000;
  return issue(pool, grant, grant.changes, { grant, session, endsAt }, grant.request.nonce);
}

async function refresh(pool: Pool, client: LocalClient, request: PoolRequest): Promise<Reply> {
  if (!client.flows.includes('code')) return refuse(400, 'unauthorized_client');
  const sent = request.form.get('refresh_token');
  if (!sent) return refuse(400, 'invalid_request');
  const held = pool.refreshTokens.get(sent);
  if (held?.grant.request.client !== client) return refuse(400, 'invalid_grant');
  const { grant } = held;
  const changes = await runPreTokenGeneration(pool, {
    source: 'TokenGeneration_RefreshTokens',
    clientId: client.clientId,
    scopes: grant.request.scopes,
    user: findUser(pool, grant.username),
  });
  // While the trigger ran, the sign-in may have ended, or another request may have used the refresh token.
  if (pool.refreshTokens.get(sent) !== held) return refuse(400, 'invalid_grant');
  held.session.lastUse = useOf(pool, request);
  if (client.rotation === undefined) return issue(pool, grant, changes);
  grant.sso.lastUse = held.session.lastUse;
  pool.refreshTokens.endBy(sent, pool.now() + client.rotation.graceSeconds * 1000);
  return issue(pool, grant, changes, held);
}

/** The answer is `invalid_grant` for a client that users sign in to. */
async function clientCredentials(pool: Pool, client: LocalClient, { form }: PoolRequest): Promise<Reply> {
  if (!client.flows.includes('client_credentials')) return refuse(400, 'invalid_grant');
  const asked = words(form.get('scope'));
  if (!asked.every((scope) => client.scopes.includes(scope))) return refuse(400, 'invalid_scope');
  const scopes = asked.length === 0 ? client.scopes : asked;
  const metadata = parseJson(form.get('aws_client_metadata') ?? '');
  return succeed({
    access_token: await issueMachineToken(pool, client, scopes, metadata),
    token_type: 'Bearer',
    expires_in: client.accessTokenSeconds,
  });
}

/** @param held what a new refresh token stands for; without it, none is issued */
async function issue(
  pool: Pool,
  grant: Grant,
  changes: TriggerChanges | undefined,
  held?: HeldRefreshToken,
  nonce?: string,
): Promise<Reply> {
  const user = findUser(pool, grant.username);
  if (user === undefined) return refuse(400, 'invalid_grant');
  let refreshToken: string | undefined;
  if (held !== undefined) {
    refreshToken = mintRefreshToken();
    pool.refreshTokens.set(refreshToken, held, held.endsAt);
  }
  const { client, scopes } = grant.request;
  const claims = {
    id: scopes.includes('openid') ? idClaims(pool, user, grant, nonce) : undefined,
    access: accessClaims(pool, user, grant),
  };
  const { idToken, accessToken } = await signTokens(
    pool,
    withChanges(pool, client.clientId, claims, changes),
  );
  return succeed({
    access_token: accessToken,
    id_token: idToken,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: client.accessTokenSeconds,
  });
}

/** RFC 7636 section 4.6. A verifier without a challenge is refused too. */
function isVerified(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined || verifier === null) return challenge === undefined && verifier === null;
  return isSameSecret(challenge, createHash('sha256').update(verifier).digest('base64url'));
}

function succeed(body: Record<string, unknown>): Reply {
  return json(200, body, anyOrigin);
}

/**
 * `POST /oauth2/revoke` (RFC 7009): revokes a refresh token and every token of its sign-in. A server that verifies access
 * tokens offline accepts them until they expire.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html
 */
export function revoke(pool: Pool, request: PoolRequest): Reply {
  const client = authenticateClient(pool, request);
  if (client === undefined) return refuse(401, 'invalid_client');
  const sent = request.form.get('token');
  if (!sent || !client.revocation) return refuse(400, 'invalid_request');
  if (isJws(sent)) return refuse(400, 'unsupported_token_type');
  const grant = pool.refreshTokens.get(sent)?.grant;
  if (grant !== undefined && grant.request.client !== client) return refuse(400, 'invalid_request');
  if (grant !== undefined) endTokenSession(pool, grant);
  return empty(200, anyOrigin);
}

/** ID and access tokens have three parts, refresh tokens five. */
function isJws(sent: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(sent);
}

function refuse(status: number, error: string, description?: string): Reply {
  return json(status, { error, error_description: description }, anyOrigin);
}
