import { equal, match, ok } from 'node:assert/strict';
import {
  callback,
  machineClient,
  publicClient,
  startPool,
  stopPools,
  withPublicClient,
} from '../../support/localPools';
import {
  authorize,
  authorizeQuery,
  get,
  location,
  signIn,
  type Parameters,
} from '../../support/localPoolRequests';
import { callbackPath } from '../../../src/core/callbackPath';
import type { LocalPool } from '../../../src/localPool/localPool';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('authorization endpoint of the local user pool', () => {
  let pool: LocalPool;
  const at = async (changes: Parameters, headers = {}): Promise<string> =>
    location(await authorize(pool, changes, headers));

  before(async () => {
    pool = await startPool();
  });
  after(stopPools);

  it('redirects to the login page on the domain with the same parameters', async () => {
    const response = await authorize(pool, { nonce: 'n', lang: 'de', identity_provider: 'COGNITO' });
    equal(response.headers.get('x-content-type-options'), 'nosniff');
    const target = new URL(location(response));
    equal(target.origin + target.pathname, `${pool.origin}/login`);
    equal(
      target.searchParams.toString(),
      authorizeQuery({ nonce: 'n', lang: 'de', identity_provider: 'COGNITO' }),
    );
  });

  describe('error page of the domain', () => {
    const mismatch = (id: string): string => `${pool.origin}/error?error=redirect_mismatch&client_id=${id}`;

    it('shows invalid_request when the client is unknown or missing', async () => {
      equal(await at({ client_id: 'unknown' }), `${pool.origin}/error?error=invalid_request`);
      equal(await at({ client_id: undefined }), `${pool.origin}/error?error=invalid_request`);
    });

    it('shows redirect_mismatch when the callback URL differs in any character', async () => {
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

    it('allows the callback URL that an editor keeps for this pool alone, but no other URL with that path', async () => {
      const path = await callbackPath({ issuer: pool.issuer, authorization: pool.origin });
      const editor = 'vscode://cognito-tools.cognito-token-inspector/callback';
      const { pathname } = new URL(await at({ redirect_uri: `${editor}/${path}` }));
      equal(pathname, '/login');
      for (const uri of [`${editor}/${'0'.repeat(32)}`, `${callback}/${path}`, `other://example/${path}`]) {
        equal(await at({ redirect_uri: uri }), mismatch(publicClient.clientId));
      }
    });

    it('shows redirect_mismatch when the request has other errors too', async () => {
      const uri = 'https://evil.example/cb';
      equal(
        await at({ redirect_uri: uri, scope: 'x', code_challenge: 'x', response_type: undefined }),
        mismatch(publicClient.clientId),
      );
    });

    it('shows redirect_mismatch for a machine client', async () => {
      equal(await at({ client_id: machineClient.clientId }), mismatch(machineClient.clientId));
    });

    it('shows invalid_request when the client does not have the identity provider, or has none at all', async () => {
      const expected = `/error?error=invalid_request&client_id=${publicClient.clientId}`;
      equal(await at({ identity_provider: 'Google' }), pool.origin + expected);
      const unusable = await startPool({ config: withPublicClient({ identityProviders: [] }) });
      equal(location(await authorize(unusable)), unusable.origin + expected);
    });

    it('responds with status 400 and shows no part of the request', async () => {
      const response = await get(pool, '/error?error=redirect_mismatch&client_id=%3Cscript%3E');
      equal(response.status, 400);
      match(response.headers.get('content-type') ?? '', /^text\/html/);
      const html = await response.text();
      match(html, /An error was encountered with the requested page\./);
      ok(!html.includes('<script'));
    });
  });

  describe('errors sent to the callback URL', () => {
    it('sends invalid_scope for a scope that is not enabled, with its parameters in Cognito’s order', async () => {
      const expected = `${callback}?error_description=invalid_scope&state=st4te&error=invalid_request`;
      equal(await at({ scope: 'openid offline_access' }), expected);
      equal(
        await at({ scope: 'nope', state: undefined }),
        `${callback}?error_description=invalid_scope&error=invalid_request`,
      );
    });

    it('sends invalid_request for a missing, unknown or contradictory parameter', async () => {
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

    it('sends unauthorized_client when the client may not use the code flow', async () => {
      const off = await startPool({ config: withPublicClient({ flows: [] }) });
      equal(location(await authorize(off)), `${callback}?error=unauthorized_client&state=st4te`);
    });

    it('sends unauthorized_client in the fragment for the implicit grant', async () => {
      equal(await at({ response_type: 'token' }), `${callback}#error=unauthorized_client&state=st4te`);
    });

    it('sends login_required for prompt=none without a session', async () => {
      equal(await at({ prompt: 'none' }), `${callback}?error=login_required&state=st4te`);
    });

    it('keeps the query of the callback URL when it adds an error', async () => {
      const uri = 'https://example.com/?loggedin=yes';
      const own = await startPool({ config: withPublicClient({ redirectUris: [uri] }) });
      const answer = location(await authorize(own, { redirect_uri: uri, prompt: 'none' }));
      equal(answer, `${uri}&error=login_required&state=st4te`);
    });

    it('percent-encodes characters of the callback URL that a header cannot hold', async () => {
      const uri = 'https://example.com/zurück';
      const own = await startPool({ config: withPublicClient({ redirectUris: [uri] }) });
      const answer = location(await authorize(own, { redirect_uri: uri, prompt: 'none' }));
      equal(answer, 'https://example.com/zur%C3%BCck?error=login_required&state=st4te');
    });
  });

  describe('with a login session', () => {
    it('sends code and state to the callback URL without the login page, and nothing else', async () => {
      const { session } = await signIn(pool);
      const answer = await at({}, { cookie: session });
      match(answer, /^http:\/\/localhost:8400\/callback\?code=[0-9a-f-]{36}&state=st4te$/);
      match(new URL(answer).searchParams.get('code')!, uuid);
      match(await at({ prompt: 'none' }, { cookie: session }), /\?code=/);
      match(await at({ prompt: 'select_account' }, { cookie: session }), /\?code=/);
      match(await at({ state: undefined }, { cookie: session }), /\?code=[0-9a-f-]{36}$/);
    });

    it('shows the login page again when the request has prompt=login', async () => {
      const { session } = await signIn(pool);
      match(await at({ prompt: 'login' }, { cookie: session }), /\/login\?.*prompt=login/);
      const page = await get(pool, `/login?${authorizeQuery({ prompt: 'login' })}`, { cookie: session });
      equal(page.status, 200);
      match(await at({}, { cookie: session }), /\?code=/);
    });

    it('accepts a resource that is an https, localhost or custom-scheme URL', async () => {
      const { session } = await signIn(pool);
      for (const resource of ['https://api.example.com', 'http://localhost:3000/api', 'api:orders']) {
        match(await at({ resource }, { cookie: session }), /\?code=/);
      }
    });
  });

  it('answers HEAD like GET', async () => {
    const response = await fetch(`${pool.origin}/oauth2/authorize?${authorizeQuery()}`, {
      method: 'HEAD',
      redirect: 'manual',
    });
    match(location(response), /\/login\?/);
  });

  it('accepts each callback URL of the shipped client', async () => {
    for (const uri of publicClient.redirectUris) {
      match(await at({ redirect_uri: uri }), /\/login\?/);
    }
    ok(
      publicClient.redirectUris.includes('vscode://cognito-tools.cognito-token-inspector/callback'),
      'the default callback of the extension',
    );
  });
});
