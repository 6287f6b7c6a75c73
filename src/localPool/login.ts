import { randomUUID } from 'node:crypto';
import {
  checkAuthorizationRequest,
  sendCode,
  sessionCookie,
  withoutLogin,
  type AuthorizationRequest,
} from './authorize';
import { cookie, redirect, withQuery, type PoolRequest, type Reply } from './http';
import { errorPage, loginPage, messagePage } from './pages';
import { findClient, findUser, sameSecret, type Pool } from './pool';

const csrfCookie = 'XSRF-TOKEN';
const csrfToken = /^[0-9a-f-]{36}$/;
const sessionSeconds = 3600;

/** `GET /login`: the login page of an authorization request. */
export async function showLogin(pool: Pool, request: PoolRequest): Promise<Reply> {
  const wanted = checkLogin(pool, request);
  return 'status' in wanted
    ? wanted
    : ((await withoutLogin(pool, request, wanted)) ?? show(pool, request, wanted, 200, wanted.loginHint));
}

/** `POST /login`: checks the form and the password, signs the browser in for an hour and sends the code. */
export async function submitLogin(pool: Pool, request: PoolRequest): Promise<Reply> {
  const wanted = checkLogin(pool, request);
  if ('status' in wanted) return wanted;
  const field = (name: string): string => request.form.get(name) ?? '';
  const username = field('username');
  const expected = cookie(request, csrfCookie) ?? '';
  if (!csrfToken.test(expected) || !sameSecret(expected, field('_csrf'))) {
    return show(pool, request, wanted, 403, username, 'This page is no longer valid. Please sign in again.');
  }
  const user = findUser(pool, username);
  // An unknown user and a wrong password have the same answer.
  if (!sameSecret(user?.password ?? randomUUID(), field('password')) || user === undefined) {
    return show(pool, request, wanted, 200, username, 'Incorrect username or password.');
  }
  if (user.disabled === true) return show(pool, request, wanted, 200, username, 'User is disabled.');
  const session = { username: user.username, authTime: Math.floor(pool.now() / 1000) };
  const sessionId = randomUUID();
  pool.sessions.delete(cookie(request, sessionCookie) ?? '');
  pool.sessions.set(sessionId, session, pool.now() + sessionSeconds * 1000);
  return sendCode(pool, wanted, session, setCookie(pool, sessionCookie, sessionId, sessionSeconds));
}

/** The parameters that the next sign-in takes over. The identity provider is not one of them. */
const takenOver = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce'];

/**
 * `GET /logout`: signs the browser out, then redirects to `logout_uri`, or to the login page for `redirect_uri`.
 * A sign-out URL that is not registered redirects to the login page, which answers 400.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
 */
export function logout(pool: Pool, request: PoolRequest): Reply {
  const { query } = request;
  const login = `${pool.domain ?? ''}/login`;
  const logoutUri = query.get('logout_uri');
  if (logoutUri === null && query.has('redirect_uri')) {
    const parameters = Object.fromEntries(takenOver.map((name) => [name, query.get(name)]));
    return redirect(withQuery(login, parameters), endSession(pool, request));
  }
  const client = findClient(pool, query.get('client_id'));
  return logoutUri !== null && client?.logoutUris.includes(logoutUri) === true
    ? redirect(logoutUri, endSession(pool, request))
    : redirect(withQuery(login, { client_id: query.get('client_id') }));
}

function endSession(pool: Pool, request: PoolRequest): Reply['headers'] {
  pool.sessions.delete(cookie(request, sessionCookie) ?? '');
  return setCookie(pool, sessionCookie, '', 0);
}

/** Whether the request has the parameters of an authorization request. Otherwise the page answers 400. */
function checkLogin(pool: Pool, { query }: PoolRequest): AuthorizationRequest | Reply {
  if (!query.has('client_id') || !query.has('redirect_uri') || !query.has('response_type')) {
    return errorPage();
  }
  const wanted = checkAuthorizationRequest(pool, query);
  return pool.config.brandingless && !('status' in wanted)
    ? messagePage(403, 'Login pages unavailable', 'Login pages unavailable. Please contact an administrator.')
    : wanted;
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
  const view = {
    clientName: wanted.client.name,
    users: pool.config.users,
    query: request.query,
    csrfToken: token,
    username,
    alert,
  };
  return loginPage(status, view, setCookie(pool, csrfCookie, token));
}

function setCookie(pool: Pool, name: string, value: string, maxAgeSeconds?: number): Reply['headers'] {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  if (pool.domain?.startsWith('https:') === true) parts.push('Secure');
  return { 'set-cookie': parts.join('; ') };
}
