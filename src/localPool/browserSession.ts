import { randomUUID } from 'node:crypto';
import { sendCode, sessionCookie, type AuthorizationRequest } from './authorize';
import { cookie, type PoolRequest, type Reply } from './http';
import { type AuthenticatedUser, type Pool } from './pool';
import { isSameSecret } from '../loopback/sameSecret';
import { createSession, ssoSeconds } from './sessionTracking';

const csrfCookie = 'XSRF-TOKEN';
const csrfToken = /^[0-9a-f-]{36}$/;

/** Signs the browser in, and sends the code to the callback URL. */
export function startSession(
  pool: Pool,
  request: PoolRequest,
  wanted: AuthorizationRequest,
  user: AuthenticatedUser,
): Promise<Reply> {
  const clients = [...pool.config.clients, ...pool.registeredClients.values()];
  const seconds = Math.max(...clients.map((client) => ssoSeconds(pool.config, client)));
  const sso = createSession('sso', pool, wanted.client, request);
  const session = { ...user, sso, authTime: Math.floor(pool.now() / 1000) };
  const sessionId = randomUUID();
  pool.sessions.delete(cookie(request, sessionCookie) ?? '');
  pool.sessions.set(sessionId, session, pool.now() + seconds * 1000);
  return sendCode(pool, wanted, session, setCookie(pool, sessionCookie, sessionId, seconds));
}

/** Signs the browser out. @returns the header that removes the cookie */
export function endSession(pool: Pool, request: PoolRequest): Reply['headers'] {
  pool.sessions.delete(cookie(request, sessionCookie) ?? '');
  return setCookie(pool, sessionCookie, '', 0);
}

/** The CSRF token for a form. A second tab uses the one of the first tab, so that both forms stay valid. */
export function formToken(
  pool: Pool,
  request: PoolRequest,
): { readonly token: string; readonly headers: Reply['headers'] } {
  const known = cookie(request, csrfCookie) ?? '';
  const token = csrfToken.test(known) ? known : randomUUID();
  return { token, headers: setCookie(pool, csrfCookie, token) };
}

/** Whether a form has the CSRF token of the browser's cookie. */
export function hasFormToken(request: PoolRequest): boolean {
  const expected = cookie(request, csrfCookie) ?? '';
  return csrfToken.test(expected) && isSameSecret(expected, request.form.get('_csrf') ?? '');
}

function setCookie(pool: Pool, name: string, value: string, maxAgeSeconds?: number): Reply['headers'] {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  if (pool.domain?.startsWith('https:') === true) parts.push('Secure');
  return { 'set-cookie': parts.join('; ') };
}
