import { randomUUID } from 'node:crypto';
import type { LocalClient } from './configSchema';
import { cookie, formEncode, redirect, withQuery, words, type PoolRequest, type Reply } from './http';
import { missingMethod } from './levels';
import { parseJson } from './parseJson';
import { findClient, findUser, type BrowserSession, type Pool } from './pool';
import { ssoSeconds } from './sessionTracking';
import { runPreTokenGeneration } from './triggers/preTokenGeneration';
import { TriggerFailure } from './triggers/triggerFailure';

/** A valid authorization request. */
export interface AuthorizationRequest {
  readonly client: LocalClient;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly nonce: string | undefined;
  /** The S256 code challenge (RFC 7636). */
  readonly challenge: string | undefined;
  /** The API that the access token is for (RFC 8707). */
  readonly resource: string | undefined;
  readonly prompts: readonly string[];
  /** The authentication levels to reach, the best one first. */
  readonly acrValues: readonly string[];
  /** Seconds after which the user has to sign in again. */
  readonly maxAge: number | undefined;
  readonly loginHint: string;
}

/** The name of the cookie of a signed-in browser. */
export const sessionCookie = 'cognito';

const codeLifetimeMs = 5 * 60_000;

/** `GET /oauth2/authorize`: redirects to the login page, or to the callback URL when the browser is already signed in. */
export async function authorize(pool: Pool, request: PoolRequest): Promise<Reply> {
  const checked = checkAuthorizationRequest(pool, request.query);
  if ('status' in checked) return checked;
  return (
    (await withoutLogin(pool, request, checked)) ??
    redirect(`${pool.domain ?? ''}/login?${request.query.toString()}`)
  );
}

/** The answer without a login page; undefined when the user has to sign in. */
export async function withoutLogin(
  pool: Pool,
  request: PoolRequest,
  wanted: AuthorizationRequest,
): Promise<Reply | undefined> {
  const session = usableSession(pool, request, wanted);
  if (
    session !== undefined &&
    missingMethod(wanted.acrValues, findUser(pool, session.username), session.methods) === undefined
  ) {
    return sendCode(pool, wanted, session);
  }
  return wanted.prompts.includes('none') ? sendError(wanted, 'login_required') : undefined;
}

/** The session of the browser; undefined when the user has to sign in again for this request. */
export function usableSession(
  pool: Pool,
  request: PoolRequest,
  { client, prompts, maxAge = Infinity }: AuthorizationRequest,
): BrowserSession | undefined {
  const session = pool.sessions.get(cookie(request, sessionCookie) ?? '');
  if (session === undefined || prompts.includes('login')) return undefined;
  // OpenID Connect Core section 3.1.2.1: 0 means the same as prompt=login.
  const oldest = Math.min(maxAge, ssoSeconds(pool.config, client));
  return oldest > 0 && pool.now() / 1000 - session.authTime <= oldest ? session : undefined;
}

/**
 * Redirects to the callback URL with a code that is valid once, for five minutes (RFC 6749 section 4.1.2). The pre token generation
 * trigger runs before, so its failure ends the sign-in at the callback URL.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoint-idp-responses.html; the `error` and the
 * text are those of redirects in public code
 */
export async function sendCode(
  pool: Pool,
  wanted: AuthorizationRequest,
  session: BrowserSession,
  headers: Reply['headers'] = {},
): Promise<Reply> {
  const code = randomUUID();
  let changes;
  try {
    changes = await runPreTokenGeneration(pool, {
      source: 'TokenGeneration_HostedAuth',
      clientId: wanted.client.clientId,
      scopes: wanted.scopes,
      user: findUser(pool, session.username),
    });
  } catch (error) {
    if (error instanceof TriggerFailure) return sendError(wanted, 'invalid_request', error.message);
    throw error;
  }
  const grant = { ...session, request: wanted, eventId: randomUUID(), originJti: randomUUID(), changes };
  pool.codes.set(code, grant, pool.now() + codeLifetimeMs);
  return redirect(withQuery(wanted.redirectUri, { code, state: wanted.state }), headers);
}

/**
 * Whether an app client allows a callback URL. One that allows an editor's callback URL also allows the one that the editor keeps for
 * this pool alone, because a configuration could not name it: it depends on the pool's port.
 */
function isAllowed(redirectUri: string, { redirectUris }: LocalClient, { callbackPath }: Pool): boolean {
  if (redirectUris.includes(redirectUri)) return true;
  const own = `/${callbackPath}`;
  return (
    !/^https?:/.test(redirectUri) &&
    redirectUri.endsWith(own) &&
    redirectUris.includes(redirectUri.slice(0, -own.length))
  );
}

/**
 * Checks the parameters of an authorization request (RFC 6749 section 4.1.1, RFC 7636, RFC 8707). A wrong client id or
 * callback URL redirects to the `/error` page of the domain, any other error to the callback URL.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
 */
export function checkAuthorizationRequest(pool: Pool, query: URLSearchParams): AuthorizationRequest | Reply {
  const client = findClient(pool, query.get('client_id'));
  const errorPage = (error: string): Reply =>
    redirect(withQuery(`${pool.domain ?? ''}/error`, { error, client_id: client?.clientId }));
  if (client === undefined) return errorPage('invalid_request');
  const redirectUri = query.get('redirect_uri');
  if (redirectUri === null || !isAllowed(redirectUri, client, pool)) {
    return errorPage('redirect_mismatch');
  }
  const providers = client.identityProviders ?? ['COGNITO'];
  const provider = query.get('identity_provider');
  if (providers.length === 0 || (provider !== null && !providers.includes(provider))) {
    return errorPage('invalid_request');
  }
  const optional = (name: string): string | undefined => query.get(name) || undefined;
  const requestedScopes = words(query.get('scope'));
  const { classicPages, stepUp } = pool.config;
  const maxAge = optional('max_age');
  const request: AuthorizationRequest = {
    client,
    redirectUri,
    state: optional('state'),
    scopes: requestedScopes.length === 0 ? client.scopes : requestedScopes,
    nonce: optional('nonce'),
    challenge: optional('code_challenge'),
    resource: optional('resource'),
    prompts: classicPages ? [] : words(query.get('prompt')),
    acrValues: stepUp ? words(query.get('acr_values')) : [],
    maxAge: stepUp && maxAge !== undefined ? Number(maxAge) : undefined,
    loginHint: query.get('login_hint') ?? '',
  };
  const responseType = query.get('response_type');
  if (responseType === 'token') {
    // The implicit grant has its answers in the fragment.
    return redirect(`${redirectUri}#${formEncode({ error: 'unauthorized_client', state: request.state })}`);
  }
  if (responseType === 'code' && !client.flows.includes('code')) {
    return sendError(request, 'unauthorized_client');
  }
  // A challenge has the method S256. Its form is not checked.
  const method = request.challenge === undefined ? undefined : 'S256';
  if (
    responseType !== 'code' ||
    optional('code_challenge_method') !== method ||
    !isResource(request.resource) ||
    isJson(request.state) ||
    (stepUp && maxAge !== undefined && !/^\d+$/.test(maxAge)) ||
    (request.prompts.includes('none') && request.prompts.length > 1)
  ) {
    return sendError(request, 'invalid_request');
  }
  return request.scopes.every((scope) => client.scopes.includes(scope))
    ? request
    : sendError(request, 'invalid_request', 'invalid_scope');
}

/** Redirects to the callback URL with an error. Cognito writes `error_description` first. */
function sendError({ redirectUri, state }: AuthorizationRequest, error: string, description?: string): Reply {
  const parameters =
    description === undefined ? { error, state } : { error_description: description, state, error };
  return redirect(withQuery(redirectUri, parameters));
}

/** Whether the resource is an https URL, one at http://localhost, or one with a custom scheme. */
function isResource(resource: string | undefined): boolean {
  if (resource === undefined) return true;
  if (!URL.canParse(resource)) return false;
  const { protocol, hostname } = new URL(resource);
  return protocol !== 'http:' || hostname === 'localhost';
}

/** Cognito refuses a `state` that is a JSON object or list. */
function isJson(state = ''): boolean {
  return /^\s*[[{]/.test(state) && parseJson(state) !== undefined;
}
