import { randomUUID } from 'node:crypto';
import { callbackError, checkAuthorizationRequest, type AuthorizationRequest } from './authorizationRequest';
import { cookie, redirect, withQuery, type PoolRequest, type Reply } from './http';
import type { Pool } from './pool';
import type { BrowserSession } from './state';

/** The name of the cookie of a signed-in browser. */
export const sessionCookie = 'cognito';

const codeLifetimeMs = 5 * 60_000;

/** `GET /oauth2/authorize`: redirects to the login page, or to the callback URL when the browser is already signed in. */
export function authorize(pool: Pool, request: PoolRequest): Reply {
  const { request: wanted, refusal } = checkAuthorizationRequest(pool, request.query);
  if (wanted === undefined) return refusal;
  return (
    withoutLogin(pool, request, wanted) ?? redirect(`${pool.domain ?? ''}/login?${request.query.toString()}`)
  );
}

/** The answer without a login page; undefined when the user has to sign in. */
export function withoutLogin(
  pool: Pool,
  request: PoolRequest,
  wanted: AuthorizationRequest,
): Reply | undefined {
  const session = pool.state.sessions.get(cookie(request, sessionCookie) ?? '');
  if (session !== undefined && !wanted.prompts.has('login')) return sendCode(pool, wanted, session);
  return wanted.prompts.has('none')
    ? callbackError(wanted.redirectUri, wanted.state, { error: 'login_required' })
    : undefined;
}

/** Redirects to the callback URL with a code that is valid once, for five minutes (RFC 6749 section 4.1.2). */
export function sendCode(
  pool: Pool,
  wanted: AuthorizationRequest,
  session: BrowserSession,
  headers: Reply['headers'] = {},
): Reply {
  const code = randomUUID();
  pool.state.codes.set(
    code,
    {
      grant: {
        clientId: wanted.client.clientId,
        username: session.username,
        scopes: wanted.scopes,
        resource: wanted.resource,
        authTime: session.authTime,
        eventId: randomUUID(),
        originJti: randomUUID(),
      },
      redirectUri: wanted.redirectUri,
      challenge: wanted.challenge,
      nonce: wanted.nonce,
    },
    pool.now() + codeLifetimeMs,
  );
  return redirect(withQuery(wanted.redirectUri, { code, state: wanted.state }), headers);
}
