import { equal, match } from 'node:assert/strict';
import type { LocalPool } from '../../../src/localPool/localPool';
import { callback, publicClient, startPool, stopPools } from '../../support/localPools';
import {
  authorize,
  authorizeQuery,
  form,
  get,
  location,
  signIn,
  type Parameters,
} from '../../support/localPoolRequests';

const client_id = publicClient.clientId;
const logoutUri = 'https://example.com/signed-out';

describe('logout endpoint of the local user pool', () => {
  let pool: LocalPool;
  const logout = (parameters: Parameters, headers = {}): Promise<Response> =>
    get(pool, `/logout?${form(parameters).toString()}`, headers);

  before(async () => {
    pool = await startPool();
  });
  after(stopPools);

  it('redirects to the sign-out URL and ends the login session', async () => {
    const { session } = await signIn(pool);
    const response = await logout(
      { client_id, logout_uri: logoutUri, redirect_uri: callback },
      { cookie: session },
    );
    equal(location(response), logoutUri);
    match(response.headers.getSetCookie()[0] ?? '', /^cognito=; .*Max-Age=0/);
    match(location(await authorize(pool, {}, { cookie: session })), /\/login\?/);
  });

  it('redirects to each sign-out URL of the shipped client', async () => {
    for (const uri of publicClient.logoutUris) {
      equal(location(await logout({ client_id, logout_uri: uri })), uri);
    }
  });

  it('redirects to the login page, which responds with status 400, when the sign-out URL is not registered', async () => {
    for (const parameters of [
      { client_id, logout_uri: `${logoutUri}/` },
      { client_id, logout_uri: callback },
      { client_id: 'unknown', logout_uri: logoutUri },
      { client_id, post_logout_redirect_uri: logoutUri },
      {},
    ]) {
      const target = new URL(location(await logout(parameters)));
      equal(target.origin + target.pathname, `${pool.origin}/login`);
      equal((await fetch(target)).status, 400);
    }
  });

  it('redirects to the login page with the parameters of an authorization request', async () => {
    const { session } = await signIn(pool);
    const query = authorizeQuery({ scope: 'openid', nonce: 'n', identity_provider: 'COGNITO' });
    const response = await get(pool, `/logout?${query}`, { cookie: session });
    const target = new URL(location(response));
    equal(target.pathname, '/login');
    equal(
      target.searchParams.toString(),
      form({
        client_id,
        redirect_uri: callback,
        response_type: 'code',
        scope: 'openid',
        state: 'st4te',
        nonce: 'n',
      }).toString(),
    );
    equal((await get(pool, target.pathname + target.search, { cookie: session })).status, 200);
  });
});
