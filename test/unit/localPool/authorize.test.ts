import { equal, match, ok } from 'node:assert/strict';
import {
  authorize,
  authorizeQuery,
  callback,
  get,
  location,
  machineClient,
  publicClient,
  signIn,
  startPool,
  stopPools,
  withPublicClient,
} from './support';
import type { Parameters } from './support';
import type { LocalPool } from '../../../src/localPool/localPool';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('local pool: authorize', () => {
  let pool: LocalPool;
  const at = async (changes: Parameters, headers = {}): Promise<string> =>
    location(await authorize(pool, changes, headers));

  before(async () => {
    pool = await startPool();
  });
  after(stopPools);

  it('goes to the login page on the domain with the same parameters', async () => {
    const response = await authorize(pool, { nonce: 'n', lang: 'de', identity_provider: 'COGNITO' });
    equal(response.headers.get('x-content-type-options'), 'nosniff');
    const target = new URL(location(response));
    equal(target.origin + target.pathname, `${pool.origin}/login`);
    equal(
      target.searchParams.toString(),
      authorizeQuery({ nonce: 'n', lang: 'de', identity_provider: 'COGNITO' }),
    );
  });

  describe("errors on the domain's own page", () => {
    const mismatch = (id: string): string => `${pool.origin}/error?error=redirect_mismatch&client_id=${id}`;

    it('unknown or missing client: invalid_request', async () => {
      equal(await at({ client_id: 'nobody' }), `${pool.origin}/error?error=invalid_request`);
      equal(await at({ client_id: undefined }), `${pool.origin}/error?error=invalid_request`);
    });

    it('a callback that differs in any character: redirect_mismatch', async () => {
      for (const uri of [
        `${callback}/`,
        `${callback}?a=b`,
        callback.replace('8400', '8401'),
        callback.replace('http:', 'https:'),
        'http://LOCALHOST:8400/callback',
        'vscode://cognito-tools.cognito-token-inspector/callback?windowId=1',
        undefined,
      ]) {
        equal(await at({ redirect_uri: uri }), mismatch(publicClient.clientId));
      }
    });

    it('a bad callback hides every other fault', async () => {
      const uri = 'https://evil.example/cb';
      equal(
        await at({ redirect_uri: uri, scope: 'x', code_challenge: 'x', response_type: undefined }),
        mismatch(publicClient.clientId),
      );
    });

    it('a machine-to-machine client: redirect_mismatch', async () => {
      equal(await at({ client_id: machineClient.clientId }), mismatch(machineClient.clientId));
    });

    it('a client without identity provider, or a provider it does not have: invalid_request', async () => {
      const expected = `/error?error=invalid_request&client_id=${publicClient.clientId}`;
      equal(await at({ identity_provider: 'Google' }), pool.origin + expected);
      const unusable = await startPool({ config: withPublicClient({ identityProviders: [] }) });
      equal(location(await authorize(unusable)), unusable.origin + expected);
    });

    it('the page answers 400', async () => {
      const response = await get(pool, '/error?error=redirect_mismatch&client_id=%3Cscript%3E');
      equal(response.status, 400);
      match(response.headers.get('content-type') ?? '', /^text\/html/);
      const html = await response.text();
      match(html, /An error was encountered with the requested page\./);
      ok(!html.includes('<script'));
    });
  });

  describe('errors at the callback', () => {
    it('scope not enabled, in the order of the real service', async () => {
      const expected = `${callback}?error_description=invalid_scope&state=st4te&error=invalid_request`;
      equal(await at({ scope: 'openid offline_access' }), expected);
      equal(
        await at({ scope: 'nope', state: undefined }),
        `${callback}?error_description=invalid_scope&error=invalid_request`,
      );
    });

    it('invalid_request', async () => {
      const cases: Parameters[] = [
        { response_type: undefined },
        { response_type: 'id_token' },
        { code_challenge: 'abc' },
        { code_challenge: 'abc', code_challenge_method: 'plain' },
        { code_challenge_method: 'S256' },
        { resource: 'http://api.example.com' },
        { resource: 'not a url' },
        { prompt: 'none login' },
      ];
      for (const changes of cases) {
        equal(await at(changes), `${callback}?error=invalid_request&state=st4te`, JSON.stringify(changes));
      }
      match(await at({ state: '{"a":1}' }), /\?error=invalid_request&/);
    });

    it('a flow that is off: unauthorized_client', async () => {
      const off = await startPool({ config: withPublicClient({ flows: [] }) });
      equal(location(await authorize(off)), `${callback}?error=unauthorized_client&state=st4te`);
    });

    it('the implicit grant: unauthorized_client, in the fragment', async () => {
      equal(await at({ response_type: 'token' }), `${callback}#error=unauthorized_client&state=st4te`);
    });

    it('prompt=none without a session: login_required', async () => {
      equal(await at({ prompt: 'none' }), `${callback}?error=login_required&state=st4te`);
    });

    it('keeps the query of a callback', async () => {
      const uri = 'https://example.com/?loggedin=yes';
      const own = await startPool({ config: withPublicClient({ redirectUris: [uri] }) });
      const answer = location(await authorize(own, { redirect_uri: uri, prompt: 'none' }));
      equal(answer, `${uri}&error=login_required&state=st4te`);
    });

    it('percent-encodes what a header cannot hold', async () => {
      const uri = 'https://example.com/zurück';
      const own = await startPool({ config: withPublicClient({ redirectUris: [uri] }) });
      const answer = location(await authorize(own, { redirect_uri: uri, prompt: 'none' }));
      equal(answer, 'https://example.com/zur%C3%BCck?error=login_required&state=st4te');
    });
  });

  describe('with a session', () => {
    it('sends code and state at once, and nothing else', async () => {
      const { session } = await signIn(pool);
      const answer = await at({}, { cookie: session });
      match(answer, /^http:\/\/localhost:8400\/callback\?code=[0-9a-f-]{36}&state=st4te$/);
      match(new URL(answer).searchParams.get('code')!, uuid);
      match(await at({ prompt: 'none' }, { cookie: session }), /\?code=/);
      match(await at({ prompt: 'select_account' }, { cookie: session }), /\?code=/);
      match(await at({ state: undefined }, { cookie: session }), /\?code=[0-9a-f-]{36}$/);
    });

    it('prompt=login asks again', async () => {
      const { session } = await signIn(pool);
      match(await at({ prompt: 'login' }, { cookie: session }), /\/login\?.*prompt=login/);
      const page = await get(pool, `/login?${authorizeQuery({ prompt: 'login' })}`, { cookie: session });
      equal(page.status, 200);
      match(await at({}, { cookie: session }), /\?code=/);
    });

    it('accepts every form of resource that names an API', async () => {
      const { session } = await signIn(pool);
      for (const resource of ['https://api.example.com', 'http://localhost:3000/api', 'api:orders']) {
        match(await at({ resource }, { cookie: session }), /\?code=/);
      }
    });
  });

  it('answers HEAD as GET', async () => {
    const response = await fetch(`${pool.origin}/oauth2/authorize?${authorizeQuery()}`, {
      method: 'HEAD',
      redirect: 'manual',
    });
    match(location(response), /\/login\?/);
  });

  it('takes every shipped callback', async () => {
    for (const uri of publicClient.redirectUris) {
      match(await at({ redirect_uri: uri }), /\/login\?/);
    }
    ok(
      publicClient.redirectUris.includes('vscode://cognito-tools.cognito-token-inspector/callback'),
      'the default callback of the extension',
    );
  });
});
