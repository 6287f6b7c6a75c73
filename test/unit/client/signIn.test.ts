import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { parseSession } from '../../../src/core/session';
import { startFaultyPool, type FaultyPool, type Route } from '../../support/faultyPool';
import { announced, held, respond } from '../../support/faultyPoolAnswers';
import { publicClient } from '../../support/localClients';
import { withResourceServer } from '../../support/localPools';
import { makeProfile } from '../../support/profiles';
import { failure, signIn, statuses, straight, walk } from '../../support/signingIn';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';

const sound = {
  id: ['signature', 'issuer', 'audience', 'token_use', 'expiry', 'issued_at', 'nonce', 'at_hash'].map(
    (id) => `${id}: passed`,
  ),
  access: ['signature', 'issuer', 'audience', 'token_use', 'expiry', 'issued_at'].map(
    (id) => `${id}: passed`,
  ),
};

describe('discover, authorize and redeem', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let pool: FaultyPool;
  let client: CognitoClient;

  beforeEach(async () => {
    pool = await startFaultyPool();
    client = createCognitoClient(straight);
  });

  afterEach(async () => {
    await client.close();
    await pool.stop();
  });

  it('sign in with an issuer and a client id', async () => {
    const session = await signIn(client, makeProfile({ issuer: pool.issuer }));
    deepEqual(statuses(session), sound);
    equal(session.issuer, pool.issuer);
    equal(session.clientId, publicClient);
    equal(session.endpoints.token, `${pool.origin}/oauth2/token`);
    equal(session.userInfo.state === 'answered' && session.userInfo.claims.email, 'jane.doe@example.com');
    ok(session.idToken !== undefined && session.refreshToken !== undefined);
    deepEqual(parseSession(JSON.stringify(session)), session);
  });

  it('accept an issuer with a slash at its end', async () => {
    const session = await signIn(client, makeProfile({ issuer: `${pool.issuer}/` }));
    equal(session.issuer, pool.issuer);
  });

  it('sign in with only a domain, without discovery, and learn the issuer from the ID token', async () => {
    const session = await signIn(client, makeProfile({ domain: pool.origin }));
    deepEqual(statuses(session), sound);
    equal(session.issuer, pool.issuer);
    equal(session.endpoints.jwks, `${pool.issuer}/.well-known/jwks.json`);
    equal(pool.count('discovery'), 0);
  });

  it('refuse a sign-in with only a domain when there is no ID token', async () => {
    const { error, text } = await failure(
      signIn(client, makeProfile({ domain: pool.origin, scopes: ['email'] })),
    );
    equal(error.code, 'token_unsound');
    match(text, /openid/);
    equal(pool.count('userInfo'), 0);
  });

  it('name a missing resource server as the cause when a code for a resource is refused', async () => {
    const resource = 'https://api.example.com/mcp';
    const { error, text } = await failure(signIn(client, makeProfile({ issuer: pool.issuer, resource })));
    deepEqual(
      [error.code, error.detail.error, error.detail.resource],
      ['token_refused', 'invalid_grant', resource],
    );
    match(text, /Create a resource server whose identifier is exactly https:\/\/api\.example\.com\/mcp,/);
    pool.faults.token = respond(400, {
      error: 'invalid_grant',
      error_description: 'PreTokenGeneration failed with error No.',
    });
    ok(
      (await failure(signIn(client, makeProfile({ issuer: pool.issuer, resource })))).text.includes(
        'trigger',
      ),
    );
    pool.faults.token = respond(400, { error: 'invalid_grant' });
    ok(!(await failure(signIn(client, makeProfile({ issuer: pool.issuer })))).text.includes('resource'));
  });

  it('sign in without openid, and do not call USERINFO', async () => {
    const session = await signIn(client, makeProfile({ issuer: pool.issuer, scopes: ['orders/read'] }));
    equal(session.idToken, undefined);
    deepEqual(session.userInfo, { state: 'not_asked' });
    deepEqual(statuses(session), { id: [], access: sound.access });
    equal(pool.count('userInfo'), 0);
  });

  it('return an access token for the requested resource', async () => {
    const resource = 'https://orders.example.com';
    const own = await startFaultyPool({ config: withResourceServer(resource) });
    try {
      const session = await signIn(client, makeProfile({ issuer: own.issuer, resource }));
      equal(session.resource, resource);
      deepEqual(statuses(session), sound);
    } finally {
      await own.stop();
    }
  });

  it('send scope only when the profile has scopes, and always S256', async () => {
    const profile = makeProfile({ issuer: pool.issuer });
    const endpoints = await client.discover(profile);
    const { url } = await client.authorize(profile, endpoints, 'vscode://a.b/callback');
    const query = new URL(url).searchParams;
    equal(query.has('scope'), false);
    equal(query.get('code_challenge_method'), 'S256');
    for (const name of ['state', 'nonce', 'code_challenge']) match(query.get(name) ?? '', /^[\w-]{43}$/);
  });

  it('make new secrets for every sign-in', async () => {
    const profile = makeProfile({ issuer: pool.issuer });
    const endpoints = await client.discover(profile);
    const [one, other] = await Promise.all([
      client.authorize(profile, endpoints, 'vscode://a.b/callback'),
      client.authorize(profile, endpoints, 'vscode://a.b/callback'),
    ]);
    for (const name of ['state', 'nonce', 'codeVerifier'] as const) notEqual(one[name], other[name]);
  });

  it('send one request to each endpoint', async () => {
    await signIn(client, makeProfile({ issuer: pool.issuer }));
    const asked: Route[] = ['discovery', 'jwks', 'token', 'userInfo'];
    deepEqual(
      asked.map((route) => [route, pool.count(route)]),
      asked.map((route) => [route, 1]),
    );
  });

  it('call USERINFO while the key set is read', async () => {
    let asked: (() => void) | undefined;
    const userInfoAsked = new Promise<void>((resolve) => (asked = resolve));
    pool.faults.jwks = held(userInfoAsked);
    pool.faults.userInfo = announced(() => asked?.());
    const session = await signIn(client, makeProfile({ issuer: pool.issuer }));
    deepEqual(statuses(session), sound);
  });

  it('read the key set while USERINFO is called', async () => {
    let asked: (() => void) | undefined;
    const keysAsked = new Promise<void>((resolve) => (asked = resolve));
    pool.faults.userInfo = held(keysAsked);
    pool.faults.jwks = announced(() => asked?.());
    const session = await signIn(client, makeProfile({ domain: pool.origin }));
    equal(session.userInfo.state, 'answered');
  });

  it('read the key set again when the first attempt failed', async () => {
    pool.faults.jwks = (exchange) => {
      delete pool.faults.jwks;
      return respond(500)(exchange);
    };
    deepEqual(statuses(await signIn(client, makeProfile({ issuer: pool.issuer }))), sound);
    equal(pool.count('jwks'), 2);
  });

  it('fail when a code is used twice', async () => {
    const { request, callback } = await walk(client, makeProfile({ issuer: pool.issuer }));
    await client.redeem(request, callback);
    const { error, text } = await failure(client.redeem(request, callback));
    equal(error.code, 'token_refused');
    equal(error.detail.error, 'invalid_grant');
    ok(text.includes(pool.host) && text.includes('Sign in again'));
  });

  it('do not send the code of a callback with another state', async () => {
    const { request, callback } = await walk(client, makeProfile({ issuer: pool.issuer }));
    callback.set('state', 'a'.repeat(43));
    const { error } = await failure(client.redeem(request, callback));
    equal(error.code, 'response_unexpected');
    equal(pool.count('token'), 0);
  });

  it('fail for a code with the verifier of another sign-in', async () => {
    const { request, callback } = await walk(client, makeProfile({ issuer: pool.issuer }));
    const { error } = await failure(client.redeem({ ...request, codeVerifier: 'v'.repeat(43) }, callback));
    equal(error.code, 'token_refused');
    equal(error.detail.error, 'invalid_grant');
  });
});

describe('discover for a pool without a domain', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  it('throws pool_without_domain', async () => {
    const config = { ...defaultLocalPoolConfig(), domain: false };
    const pool = await startFaultyPool({ config });
    const client = createCognitoClient(straight);
    try {
      const { error, text } = await failure(client.discover(makeProfile({ issuer: pool.issuer })));
      equal(error.code, 'pool_without_domain');
      ok(text.includes(pool.issuer) && text.includes('Branding > Domain'), text);
    } finally {
      await client.close();
      await pool.stop();
    }
  });
});
