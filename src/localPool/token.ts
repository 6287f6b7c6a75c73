import { createHash } from 'node:crypto';
import { authenticateClient } from './clients';
import type { LocalClient } from './configSchema';
import { json, type PoolRequest, type Reply } from './http';
import { findUser, sameSecret, type Pool } from './pool';
import type { Grant } from './state';
import { mintAccessToken, mintIdToken, mintMachineToken, mintRefreshToken } from './tokens';

const cors = { 'access-control-allow-origin': '*' };

const exchanges = {
  authorization_code: exchangeCode,
  refresh_token: refresh,
  client_credentials: clientCredentials,
} as const;

/**
 * `POST /oauth2/token`: authorization code (RFC 6749 section 4.1.3), refresh (6) and client credentials (4.4).
 * Every error is a 400, also `invalid_client`.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export async function token(pool: Pool, request: PoolRequest): Promise<Reply> {
  const { form } = request;
  const grantType = form?.get('grant_type');
  if (form === undefined || grantType === null || grantType === undefined || grantType === '') {
    return refuse('invalid_request');
  }
  if (!isExchange(grantType)) return refuse('unsupported_grant_type');
  if (!form.has('client_id') && request.headers.authorization === undefined) return refuse('invalid_request');
  const client = authenticateClient(pool, request);
  return client === undefined ? refuse('invalid_client') : exchanges[grantType](pool, client, form);
}

async function exchangeCode(pool: Pool, client: LocalClient, form: URLSearchParams): Promise<Reply> {
  if (!client.flows.includes('code')) return refuse('unauthorized_client');
  const code = form.get('code');
  const redirectUri = form.get('redirect_uri');
  if (code === null || redirectUri === null) return refuse('invalid_request');
  if (pool.state.codes.get(code)?.grant.clientId !== client.clientId) return refuse('invalid_grant');
  const pending = pool.state.codes.take(code);
  if (pending === undefined || !isVerified(pending.challenge, form.get('code_verifier'))) {
    return refuse('invalid_grant');
  }
  if (pending.redirectUri !== redirectUri) return refuse('unauthorized_client', 'invalid_redirect');
  const endsAt = pool.now() + client.refreshTokenSeconds * 1000;
  return issue(pool, client, pending.grant, { refreshTokenEndsAt: endsAt, nonce: pending.nonce });
}

async function refresh(pool: Pool, client: LocalClient, form: URLSearchParams): Promise<Reply> {
  if (!client.flows.includes('code')) return refuse('unauthorized_client');
  const sent = form.get('refresh_token');
  if (sent === null || sent === '') return refuse('invalid_request');
  const held = pool.state.refreshTokens.get(sent);
  if (held?.grant.clientId !== client.clientId) return refuse('invalid_grant');
  if (client.rotation === undefined) return issue(pool, client, held.grant, {});
  pool.state.refreshTokens.endBy(sent, pool.now() + client.rotation.graceSeconds * 1000);
  return issue(pool, client, held.grant, { refreshTokenEndsAt: held.endsAt });
}

/** The answer is `invalid_grant` for a client that users sign in to. */
async function clientCredentials(pool: Pool, client: LocalClient, form: URLSearchParams): Promise<Reply> {
  if (!client.flows.includes('client_credentials')) return refuse('invalid_grant');
  const asked = [...new Set((form.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== ''))];
  if (!asked.every((scope) => client.scopes.includes(scope))) return refuse('invalid_scope');
  return succeed({
    access_token: await mintMachineToken(pool, client, asked.length === 0 ? client.scopes : asked),
    token_type: 'Bearer',
    expires_in: client.accessTokenSeconds,
  });
}

async function issue(
  pool: Pool,
  client: LocalClient,
  grant: Grant,
  { refreshTokenEndsAt, nonce }: { refreshTokenEndsAt?: number; nonce?: string | undefined },
): Promise<Reply> {
  const user = findUser(pool, grant.username);
  if (user === undefined) return refuse('invalid_grant');
  let refreshToken: string | undefined;
  if (refreshTokenEndsAt !== undefined) {
    refreshToken = mintRefreshToken();
    pool.state.refreshTokens.set(refreshToken, { grant, endsAt: refreshTokenEndsAt }, refreshTokenEndsAt);
  }
  const accessToken = await mintAccessToken(pool, client, user, grant);
  return succeed({
    access_token: accessToken,
    id_token: grant.scopes.includes('openid')
      ? await mintIdToken(pool, client, user, grant, accessToken, nonce)
      : undefined,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: client.accessTokenSeconds,
  });
}

/** RFC 7636 section 4.6. A verifier without a challenge is refused too. */
function isVerified(challenge: string | undefined, verifier: string | null): boolean {
  if (challenge === undefined || verifier === null) return challenge === undefined && verifier === null;
  return sameSecret(challenge, createHash('sha256').update(verifier).digest('base64url'));
}

function isExchange(grantType: string): grantType is keyof typeof exchanges {
  return Object.hasOwn(exchanges, grantType);
}

function succeed(body: Record<string, unknown>): Reply {
  return json(200, body, cors);
}

function refuse(error: string, description?: string): Reply {
  return json(400, { error, error_description: description }, cors);
}
