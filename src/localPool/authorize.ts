import { randomUUID } from 'node:crypto';
import { callbackError, judge, type AuthorizationRequest } from './authorizationRequest';
import { cookie, redirect, withQuery, type PoolRequest, type Reply } from './http';
import type { Pool } from './pool';
import type { BrowserSession } from './state';

/** The cookie of a browser that is signed in. */
export const sessionCookie = 'cognito';

const codeLifetimeMs = 5 * 60_000;

/** `GET /oauth2/authorize`: to the login page, or straight to the callback URL for a browser that is signed in. */
export function authorize(pool: Pool, request: PoolRequest): Reply {
  const { request: wanted, refusal } = judge(pool, request.query);
  if (wanted === undefined) return refusal;
  return (
    withoutLogin(pool, request, wanted) ?? redirect(`${pool.domain ?? ''}/login?${request.query.toString()}`)
  );
}

/** The answer that needs no login page; undefined when the user has to sign in. */
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

/** Back to the callback URL with a code that works once, for five minutes (RFC 6749 section 4.1.2). */
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
