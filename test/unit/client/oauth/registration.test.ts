import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { createClientRegistration, type RegistrationOffer } from '../../../../src/client/oauth/registration';
import { defaultLocalPoolConfig } from '../../../../src/localPool/defaults';
import type { LocalPool } from '../../../../src/localPool/localPool';
import { explain } from '../../../../src/problems/explain';
import { answering, assertSilent, fails, html, json, raw } from '../../../support/answers';
import { callbackUrl } from '../../../support/fakeClient';
import { basic, post, tokensIn } from '../../../support/localPoolRequests';
import { machineClient, startPool, stopPools } from '../../../support/localPools';
import { endpoints, signInHost } from '../../../support/sessions';
import { issuer } from '../../../support/tokens';
import { discoveryDocument } from './discoveryDocument';

const app = { name: 'Visual Studio Code (Token Inspector)', editorUrl: callbackUrl };
const endpoint = `${signInHost}/oauth2/register`;
const initialToken = 'eyJhbGciOiJSUzI1NiJ9.initial-access-token.0123456789';
const offer: RegistrationOffer = {
  issuer,
  endpoints,
  endpoint,
  name: app.name,
  redirectUris: [callbackUrl],
  scope: 'openid',
  callbackUrl,
};

describe('createClientRegistration', () => {
  it('finds no offer in a discovery document without a registration endpoint', async () => {
    const { fetch, sent } = answering(() => json(discoveryDocument()));
    equal(await createClientRegistration(fetch).find(issuer, app), undefined);
    equal(sent.length, 1);
  });

  it('offers the callback URLs of the editor and of the loopback listener', async () => {
    const { fetch } = answering(() => json(discoveryDocument({ registration_endpoint: endpoint })));
    const found = await createClientRegistration(fetch).find(issuer, app);
    equal(found?.endpoint, endpoint);
    equal(found.callbackUrl, callbackUrl);
    equal(found.scope, 'openid email phone profile');
    deepEqual(found.redirectUris, [
      callbackUrl,
      'http://127.0.0.1:8400/callback',
      'http://localhost:8400/callback',
    ]);
  });

  for (const [named, found] of [
    ['https://evil.example/oauth2/register', 'evil.example'],
    [`${signInHost}.evil.example/register`, `${new URL(signInHost).host}.evil.example`],
    [`${signInHost.replace('https:', 'http:')}/oauth2/register`, 'an address that is not secure'],
    [`https://user@${new URL(signInHost).host}/register`, 'an address that is not secure'],
  ] as const) {
    it(`refuses the endpoint ${named} and sends nothing there`, async () => {
      const { fetch, sent } = answering(() => json(discoveryDocument({ registration_endpoint: named })));
      const finding = createClientRegistration(fetch).find(issuer, app);
      const error = await fails(finding, 'registration_refused', {
        reason: 'other_host',
        found,
        callbackUrl,
      });
      equal(sent.length, 1);
      const { next, remedies } = explain(error);
      ok(next.includes(callbackUrl));
      equal(remedies[0], 'copy_callback_url');
    });
  }

  it('asks for no secret, and returns the one that it gets anyway', async () => {
    const { fetch, sent } = answering(() =>
      json(
        {
          client_id: 'c1',
          client_secret: 's1',
          client_secret_expires_at: 0,
          registration_access_token: 't1',
        },
        201,
      ),
    );
    deepEqual(await createClientRegistration(fetch).register(offer), {
      clientId: 'c1',
      clientSecret: 's1',
      registrationToken: 't1',
    });
    equal(sent[0]?.url, endpoint);
    const { body } = sent[0].init;
    ok(typeof body === 'string');
    deepEqual(JSON.parse(body), {
      client_name: app.name,
      application_type: 'native',
      redirect_uris: [callbackUrl],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'openid',
    });
  });

  const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
  for (const [name, answer, why] of [
    ['401', () => json({ error: 'invalid_token' }, 401, challenge), /only with an access token/],
    ['401 without a challenge', () => raw(null, 401), /only with an access token/],
    ['403', () => raw('Forbidden', 403), /firewall/],
    ['429', () => raw('', 429, { 'retry-after': '30' }), /too many requests/],
    [
      'invalid_redirect_uri',
      () => json({ error: 'invalid_redirect_uri', error_description: 'no custom schemes' }, 400),
      /\(invalid_redirect_uri\)\. It says: no custom schemes\./,
    ],
    [
      'invalid_client_metadata',
      () => json({ error: 'invalid_client_metadata' }, 400),
      /\(invalid_client_metadata\)\./,
    ],
    ['HTML', () => html(), /web page with status 200/],
    ['a redirect', () => raw(null, 307, { location: 'https://evil.example/' }), /status 307/],
    ['an answer without an id', () => json({ client_name: 'x' }, 201), /status 201/],
    ['an id with a line break', () => json({ client_id: 'a\nb' }, 201), /status 201/],
    ['an id of a megabyte', () => json({ client_id: 'a'.repeat(1_000_000) }, 201), /status 201/],
    ['500', () => raw('', 500), /status 500/],
  ] as const) {
    it(`explains ${name}, with the URL to register by hand`, async () => {
      const { fetch, sent } = answering(answer);
      const registering = createClientRegistration(fetch).register(offer);
      const error = await fails(registering, 'registration_refused', { callbackUrl, token: 'none' });
      const problem = explain(error);
      ok(why.test(problem.why), problem.why);
      ok(problem.next.includes(callbackUrl), problem.next);
      equal(problem.remedies[0], 'copy_callback_url');
      equal(sent.length, 1);
      equal(sent[0]?.init.redirect, 'manual');
    });
  }

  it('keeps the initial access token out of the error', async () => {
    const body = { error: 'insufficient_scope', error_description: `not ${initialToken}` };
    const { fetch } = answering(() => json(body, 403));
    const registering = createClientRegistration(fetch).register(offer, initialToken);
    const error = await fails(registering, 'registration_refused', { status: 403, token: 'sent' });
    assertSilent(error, [initialToken]);
    ok(/access token of your machine client/.test(explain(error).why));
  });
});

describe('createClientRegistration with the local user pool', () => {
  afterEach(stopPools);

  const registrar = { ...machineClient, scopes: ['aws.cognito/dcr/register'] };
  const start = (dynamicRegistration: 'open' | 'authenticated'): Promise<LocalPool> => {
    const { clients, ...config } = defaultLocalPoolConfig();
    const others = clients.filter(({ clientId }) => clientId !== registrar.clientId);
    return startPool({ config: { ...config, clients: [...others, registrar], dynamicRegistration } });
  };
  const registration = createClientRegistration(fetch);

  it('registers without an access token', async () => {
    const pool = await start('open');
    const found = await registration.find(pool.issuer, app);
    ok(found);
    const [first, second] = [await registration.register(found), await registration.register(found)];
    notEqual(first.clientId, second.clientId);
    deepEqual(Object.keys(first), ['clientId']);
    // A host that Amazon does not run gets callback URLs of its own.
    for (const url of found.redirectUris) ok(/\/callback\/[0-9a-f]{32}$/.test(url), url);
  });

  it('registers with the access token of a machine client', async () => {
    const pool = await start('authenticated');
    const found = await registration.find(pool.issuer, app);
    ok(found);
    await fails(registration.register(found), 'registration_refused', { status: 401, token: 'none' });
    const answer = await post(pool, '/oauth2/token', { grant_type: 'client_credentials' }, basic(registrar));
    const { access_token } = await tokensIn(answer);
    ok((await registration.register(found, access_token)).clientId);
  });
});
