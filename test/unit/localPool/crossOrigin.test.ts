import { deepEqual, equal } from 'node:assert/strict';
import type { LocalPool } from '../../../src/localPool/localPool';
import { startPool, stopPools } from '../../support/localPools';
import { authorizeQuery, get, post } from '../../support/localPoolRequests';

const app = { origin: 'https://app.example.com' };

describe('answers of the local user pool to scripts of other origins', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
  });
  after(stopPools);

  const preflight = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(pool.origin + path, { method: 'OPTIONS', redirect: 'manual', headers: { ...app, ...headers } });

  it('allows every header that a browser asks for at the endpoints for programs', async () => {
    const asked = 'authorization,content-type,x-amz-user-agent,x-own';
    for (const [path, methods] of [
      ['/local_Pool00001/.well-known/openid-configuration', 'GET'],
      ['/local_Pool00001/.well-known/jwks.json', 'GET'],
      ['/oauth2/token', 'POST'],
      ['/oauth2/userInfo', 'GET, POST'],
      ['/oauth2/revoke', 'POST'],
      ['/', 'GET, POST'],
    ] as const) {
      const { status, headers } = await preflight(path, { 'access-control-request-headers': asked });
      equal(status, 200, path);
      equal(headers.get('access-control-allow-origin'), '*', path);
      equal(headers.get('access-control-allow-headers'), asked, path);
      equal(headers.get('access-control-allow-methods'), methods, path);
    }
  });

  it('names no header in the answer when the browser asks for none', async () => {
    equal((await preflight('/oauth2/token')).headers.get('access-control-allow-headers'), null);
  });

  it('lets scripts read answers and errors', async () => {
    const answers = [
      await get(pool, '/local_Pool00001/.well-known/openid-configuration', app),
      await post(pool, '/oauth2/token', { grant_type: 'refresh_token' }, app),
      await get(pool, '/oauth2/userInfo', app),
      await post(pool, '/oauth2/revoke', {}, app),
    ];
    deepEqual(
      answers.map(({ headers }) => headers.get('access-control-allow-origin')),
      ['*', '*', '*', '*'],
    );
  });

  it('allows nothing at the pages for people', async () => {
    for (const path of ['/login', '/logout', '/oauth2/authorize', '/error']) {
      const asked = await preflight(path, { 'access-control-request-method': 'GET' });
      equal(asked.status, 405, path);
      equal(asked.headers.get('access-control-allow-origin'), null, path);
      const { headers } = await get(pool, `${path}?${authorizeQuery()}`, app);
      equal(headers.get('access-control-allow-origin'), null, path);
    }
  });
});
