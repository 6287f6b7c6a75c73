import { defined } from '../core/members';
import { randomUUID } from 'node:crypto';
import { checkAuthorizationRequest, type AuthorizationRequest } from './authorizationRequest';
import { sendCode, sessionCookie, withoutLogin } from './authorize';
import type { LocalUser } from './configSchema';
import { cookie, type PoolRequest, type Reply } from './http';
import { loginPage } from './loginPage';
import { errorPage, messagePage } from './pages';
import { findUser, sameSecret, type Pool } from './pool';

const csrfCookie = 'XSRF-TOKEN';
const csrfToken = /^[0-9a-f-]{36}$/;
const sessionSeconds = 3600;

/** `GET /login`: the login page of an authorization request. */
export function showLogin(pool: Pool, request: PoolRequest): Reply {
  const checked = checkLogin(pool, request);
  return 'status' in checked
    ? checked
    : (withoutLogin(pool, request, checked) ?? show(pool, request, checked, 200, checked.loginHint));
}

/** `POST /login`: checks the form and the password, signs the browser in for an hour and sends the code. */
export function submitLogin(pool: Pool, request: PoolRequest): Reply {
  const checked = checkLogin(pool, request);
  if ('status' in checked) return checked;
  const username = request.form?.get('username') ?? '';
  const expected = cookie(request, csrfCookie) ?? '';
  if (!csrfToken.test(expected) || !sameSecret(expected, request.form?.get('_csrf') ?? '')) {
    return show(pool, request, checked, 403, username, 'This page is no longer valid. Please sign in again.');
  }
  const user = checkPassword(pool, username, request.form?.get('password') ?? '');
  if (user === undefined) {
    return show(pool, request, checked, 200, username, 'Incorrect username or password.');
  }
  if (user.disabled === true) return show(pool, request, checked, 200, username, 'User is disabled.');
  const session = { username: user.username, authTime: Math.floor(pool.now() / 1000) };
  const sessionId = randomUUID();
  pool.state.sessions.delete(cookie(request, sessionCookie) ?? '');
  pool.state.sessions.set(sessionId, session, pool.now() + sessionSeconds * 1000);
  return sendCode(pool, checked, session, {
    'set-cookie': [setCookie(pool, sessionCookie, sessionId, sessionSeconds)],
  });
}

/** Signs a browser out. */
export function endSession(pool: Pool, request: PoolRequest): Reply['headers'] {
  pool.state.sessions.delete(cookie(request, sessionCookie) ?? '');
  return { 'set-cookie': [setCookie(pool, sessionCookie, '', 0)] };
}

/** Whether the request has the parameters of an authorization request. Otherwise the page answers 400. */
function checkLogin(pool: Pool, { query }: PoolRequest): AuthorizationRequest | Reply {
  if (!query.has('client_id') || !query.has('redirect_uri') || !query.has('response_type')) {
    return errorPage();
  }
  const { request, refusal } = checkAuthorizationRequest(pool, query);
  if (request === undefined) return refusal;
  return pool.config.brandingless
    ? messagePage(403, 'Login pages unavailable', 'Login pages unavailable. Please contact an administrator.')
    : request;
}

function show(
  pool: Pool,
  request: PoolRequest,
  wanted: AuthorizationRequest,
  status: number,
  username: string,
  alert?: string,
): Reply {
  // A second tab uses the token of the first one, so that both forms stay valid.
  const known = cookie(request, csrfCookie) ?? '';
  const token = csrfToken.test(known) ? known : randomUUID();
  return loginPage(
    {
      status,
      clientName: wanted.client.name,
      users: pool.config.users,
      query: request.query,
      csrfToken: token,
      username,
      ...defined({ alert }),
    },
    { 'set-cookie': [setCookie(pool, csrfCookie, token)] },
  );
}

/** An unknown user and a wrong password have the same answer. */
function checkPassword(pool: Pool, username: string, password: string): LocalUser | undefined {
  const user = findUser(pool, username);
  return sameSecret(user?.password ?? randomUUID(), password) ? user : undefined;
}

function setCookie(pool: Pool, name: string, value: string, maxAgeSeconds?: number): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  if (pool.domain?.startsWith('https:') === true) parts.push('Secure');
  return parts.join('; ');
}
