import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  createAuthorizationRequest,
  type AuthorizationRequest,
} from '../../../../src/client/oauth/authorization';
import type { Profile } from '../../../../src/core/profile';
import { clientId, userPoolId } from '../../../support/tokens';
import { endpoints } from '../../../support/sessions';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';
const least: Profile = { name: 'dev', userPoolId, clientId, grant: 'authorization_code', production: false };

function request(
  fields: Partial<Profile> = {},
  endpoint = endpoints.authorization,
): Promise<AuthorizationRequest> {
  return createAuthorizationRequest({ ...least, ...fields }, endpoint, redirectUri);
}

async function parameters(fields: Partial<Profile> = {}): Promise<Record<string, string>> {
  return Object.fromEntries(new URL((await request(fields)).url).searchParams);
}

describe('createAuthorizationRequest', () => {
  it('requests a code with PKCE, a state and a nonce, and sends nothing else', async () => {
    const made = await request();
    const url = new URL(made.url);
    equal(url.origin + url.pathname, endpoints.authorization);
    deepEqual(Object.fromEntries(url.searchParams), {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state: made.state,
      nonce: made.nonce,
      code_challenge: createHash('sha256').update(made.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  it('never contains the verifier', async () => {
    const made = await request();
    ok(!decodeURIComponent(made.url).includes(made.codeVerifier));
  });

  it('makes state, nonce and verifier of 256 bits, in characters that need no encoding', async () => {
    const made = await request();
    for (const secret of [made.state, made.nonce, made.codeVerifier]) {
      match(secret, /^[A-Za-z0-9_-]{43,128}$/);
    }
  });

  it('never repeats a state, a nonce or a verifier', async () => {
    const made = await Promise.all(Array.from({ length: 200 }, () => request()));
    const secrets = made.flatMap(({ state, nonce, codeVerifier }) => [state, nonce, codeVerifier]);
    equal(new Set(secrets).size, 600);
  });

  it('leaves scope and acr_values out when the profile has none', async () => {
    ok(!('scope' in (await parameters())));
    ok(!('scope' in (await parameters({ scopes: [] }))));
    ok(!('acr_values' in (await parameters({ acrValues: [] }))));
  });

  it('sends the scopes of the profile, separated by spaces', async () => {
    equal((await parameters({ scopes: ['openid', 'api/read'] })).scope, 'openid api/read');
  });

  const passed: readonly (readonly [Partial<Profile>, string, string])[] = [
    [{ identityProvider: 'My & IdP' }, 'identity_provider', 'My & IdP'],
    [{ loginHint: 'jane+a@example.com' }, 'login_hint', 'jane+a@example.com'],
    [{ prompt: 'login' }, 'prompt', 'login'],
    [{ lang: 'de' }, 'lang', 'de'],
    [{ resource: 'https://api.example.com/?a=b' }, 'resource', 'https://api.example.com/?a=b'],
    [{ acrValues: ['urn:cognito:loa:4', 'strong'] }, 'acr_values', 'urn:cognito:loa:4 strong'],
    [{ maxAge: 0 }, 'max_age', '0'],
  ];
  for (const [fields, name, value] of passed) {
    it(`sends ${name}`, async () => {
      equal((await parameters(fields))[name], value);
      ok(!(name in (await parameters())));
    });
  }

  it('keeps the query of the endpoint, and replaces parameters of its own', async () => {
    const { url, state } = await request(
      {},
      `${endpoints.authorization}?tenant=a&state=fixed&response_type=token`,
    );
    const query = new URL(url).searchParams;
    equal(query.get('tenant'), 'a');
    deepEqual(query.getAll('state'), [state]);
    deepEqual(query.getAll('response_type'), ['code']);
  });

  it('encodes the client id and the redirect URI', async () => {
    const made = await createAuthorizationRequest(
      { ...least, clientId: 'a&response_type=token' },
      endpoints.authorization,
      'https://example.com/?x=1&state=evil',
    );
    const query = new URL(made.url).searchParams;
    deepEqual(query.getAll('response_type'), ['code']);
    deepEqual(query.getAll('state'), [made.state]);
    equal(query.get('redirect_uri'), 'https://example.com/?x=1&state=evil');
  });
});
