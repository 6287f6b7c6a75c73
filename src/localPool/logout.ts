import { withQuery, redirect, type PoolRequest, type Reply } from './http';
import { endSession } from './login';
import { findClient, type Pool } from './pool';

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
    const parameters = takenOver.map((name) => [name, query.get(name) ?? undefined] as const);
    return redirect(withQuery(login, Object.fromEntries(parameters)), endSession(pool, request));
  }
  const client = findClient(pool, query.get('client_id'));
  if (logoutUri === null || client?.logoutUris.includes(logoutUri) !== true) {
    return redirect(withQuery(login, { client_id: query.get('client_id') ?? undefined }));
  }
  return redirect(logoutUri, endSession(pool, request));
}
