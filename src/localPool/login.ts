import { randomUUID } from 'node:crypto';
import {
  checkAuthorizationRequest,
  usableSession,
  withoutLogin,
  type AuthorizationRequest,
} from './authorize';
import { endSession, formToken, hasFormToken, startSession } from './browserSession';
import { redirect, withQuery, type PoolRequest, type Reply } from './http';
import { errorPage, loginPage, messagePage } from './pages';
import { findClient, findUser, type AuthenticatedUser, type Pool } from './pool';
import { isSameSecret } from '../loopback/sameSecret';
import { askForCode, submitCode } from './secondStep';

const outdated = 'This page is no longer valid. Please sign in again.';

/** `GET /login`: the login page of an authorization request, or the page for a code when the browser is signed in. */
export async function showLogin(pool: Pool, request: PoolRequest): Promise<Reply> {
  const wanted = checkLogin(pool, request);
  if ('status' in wanted) return wanted;
  const answer = await withoutLogin(pool, request, wanted);
  if (answer !== undefined) return answer;
  const session = usableSession(pool, request, wanted);
  return (
    (session && askForCode(pool, request, wanted, session)) ??
    show(pool, request, wanted, 200, wanted.loginHint)
  );
}

/** `POST /login`: checks the form and the password or the code, signs the browser in and sends the code. */
export async function submitLogin(pool: Pool, request: PoolRequest): Promise<Reply> {
  const wanted = checkLogin(pool, request);
  if ('status' in wanted) return wanted;
  const field = (name: string): string => request.form.get(name) ?? '';
  const username = field('username');
  if (!hasFormToken(request)) return show(pool, request, wanted, 403, username, outdated);
  if (request.form.has('step')) {
    return (await submitCode(pool, request, wanted)) ?? show(pool, request, wanted, 200, username, outdated);
  }
  const user = findUser(pool, username);
  // An unknown user and a wrong password have the same answer.
  if (!isSameSecret(user?.password ?? randomUUID(), field('password')) || user === undefined) {
    return show(pool, request, wanted, 200, username, 'Incorrect username or password.');
  }
  if (user.disabled === true) return show(pool, request, wanted, 200, username, 'User is disabled.');
  const authenticated: AuthenticatedUser = { username: user.username, methods: ['pwd'] };
  return (
    askForCode(pool, request, wanted, authenticated) ?? startSession(pool, request, wanted, authenticated)
  );
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
  const { token, headers } = formToken(pool, request);
  const view = {
    clientName: wanted.client.name,
    users: pool.config.users,
    query: request.query,
    csrfToken: token,
    username,
    alert,
  };
  return loginPage(status, view, headers);
}
