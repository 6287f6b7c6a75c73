import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import type { ErrorCode } from '../../../../src/core/errors';
import { respond, html, redirectTo, silent } from '../../../support/faultyPoolAnswers';
import { startFaultyPool, type Fault, type FaultyPool } from '../../../support/faultyPool';
import { fails } from '../../../support/answers';
import { makeProfile } from '../../../support/profiles';
import { straight } from '../../../support/signingIn';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';

/** The profiles of these tests have a callback URL of their own settings. */
const source = { editorUrl: 'vscode://example.editor/callback', writtenByUser: true };

describe('checkSignIn', () => {
  let pool: FaultyPool;
  let client: CognitoClient;
  before(async function () {
    this.timeout(60_000);
    pool = await startFaultyPool();
    client = createCognitoClient({ ...straight, requestTimeout: 400 });
  });
  afterEach(() => {
    pool.requests.length = 0;
    delete pool.faults.authorize;
  });
  after(async () => {
    await Promise.all([client.close(), pool.stop()]);
  });

  const ask = async (
    entry: Readonly<Record<string, unknown>> = {},
    callback = redirectUri,
  ): Promise<void> => {
    const profile = makeProfile({ issuer: pool.issuer, redirectUri: callback, ...entry });
    const endpoints = await client.discover(profile);
    pool.requests.length = 0;
    const check = await client.checkSignIn(profile, endpoints, source);
    equal(check.redirectUri, callback);
    const refusal = await check.refusal;
    if (refusal) throw refusal;
  };

  it('sends one request when the sign-in can work', async () => {
    await ask();
    deepEqual(pool.requests, ['authorize']);
  });

  it('leaves out prompt, login_hint and lang, because no user is signed in', async () => {
    let query = new URLSearchParams();
    pool.faults.authorize = async ({ url, response, pass }) => {
      query = new URL(url, pool.origin).searchParams;
      const { status, headers } = await pass();
      response.writeHead(status, headers as Record<string, string>).end();
    };
    await ask({ prompt: 'none', loginHint: 'jane@example.com', lang: 'de', scopes: ['openid'] });
    equal(query.get('prompt') ?? query.get('login_hint') ?? query.get('lang'), null);
    equal(query.get('scope'), 'openid');
    equal(query.get('code_challenge_method'), 'S256');
  });

  it('sends a state, a nonce and a challenge that the sign-in does not use', async () => {
    const asked: URLSearchParams[] = [];
    pool.faults.authorize = ({ url, response }) => {
      asked.push(new URL(url, pool.origin).searchParams);
      response.writeHead(302, { location: `${pool.origin}/login` }).end();
    };
    const profile = makeProfile({ issuer: pool.issuer, redirectUri });
    const endpoints = await client.discover(profile);
    const [request, { refusal }] = await Promise.all([
      client.authorize(profile, endpoints, redirectUri),
      client.checkSignIn(profile, endpoints, source),
    ]);
    await refusal;
    const real = new URL(request.url).searchParams;
    for (const name of ['state', 'nonce', 'code_challenge']) {
      ok(asked[0]?.get(name));
      notEqual(asked[0]?.get(name), real.get(name));
    }
  });

  const faults: readonly (readonly [
    string,
    Fault | undefined,
    Record<string, unknown>,
    string,
    ErrorCode,
  ])[] = [
    ['a callback URL that is not registered', undefined, {}, `${redirectUri}/`, 'redirect_mismatch'],
    ['an unknown client', undefined, { clientId: 'nosuch' }, redirectUri, 'client_unknown'],
    ['a scope that is not allowed', undefined, { scopes: ['nosuch'] }, redirectUri, 'scope_not_allowed'],
    [
      'an identity provider that the client does not allow',
      undefined,
      { identityProvider: 'Okta' },
      redirectUri,
      'client_unusable',
    ],
    ['the older error page without a reason', redirectTo(302, '/error#'), {}, redirectUri, 'client_unusable'],
    [
      'the documented name of a refused scope',
      redirectTo(302, `${redirectUri}?error=invalid_scope`),
      {},
      redirectUri,
      'scope_not_allowed',
    ],
    [
      'a grant that is off',
      redirectTo(302, `${redirectUri}?error=unauthorized_client`),
      {},
      redirectUri,
      'code_grant_off',
    ],
  ];
  for (const [name, fault, entry, callback, code] of faults) {
    it(`returns ${code} for ${name}`, async () => {
      if (fault) pool.faults.authorize = fault;
      await fails(ask(entry, callback), code);
    });
  }

  const inconclusive: readonly (readonly [string, Fault])[] = [
    ['no answer', silent],
    ['a broken connection', ({ response }) => void response.destroy()],
    ['a server error', respond(500)],
    ['too many requests', respond(429)],
    ['a firewall’s page', html(403)],
    ['a page', html()],
    ['a redirect to an invalid address', redirectTo(302, 'https://[')],
    ['an identity provider', redirectTo(302, 'https://accounts.example.com/?error_uri=a')],
    ['an error page of another host', redirectTo(302, 'https://example.com/error?error=redirect_mismatch')],
  ];
  it('ends after two seconds without an answer', async () => {
    pool.faults.authorize = silent;
    const patient = createCognitoClient(straight);
    const profile = makeProfile({ issuer: pool.issuer, redirectUri });
    const { refusal } = await patient.checkSignIn(profile, await patient.discover(profile), source);
    equal(await refusal, undefined);
    await patient.close();
  });

  for (const [name, fault] of inconclusive) {
    it(`does not stop the sign-in after ${name}`, async () => {
      pool.faults.authorize = fault;
      await ask();
      equal(pool.count('authorize'), 1);
    });
  }
});
