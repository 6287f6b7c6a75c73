import { deepEqual, equal, ok } from 'node:assert/strict';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { startFaultyPool, type FaultyPool } from '../../support/faultyPool';
import { html, respond, rewrite } from '../../support/faultyPoolAnswers';
import {
  byPublicKey,
  byStranger,
  byUnknownKey,
  forgeAccessToken,
  forgeIdToken,
  tampered,
  unsigned,
  withClaims,
  type Forgery,
} from '../../support/faultyPoolTokens';
import { startProxy } from '../../support/proxyServer';
import { makeProfile } from '../../support/profiles';
import { failure, signIn, straight, walk } from '../../support/signingIn';

const day = 86_400;
const seconds = Math.floor(Date.now() / 1000);
const anotherPool = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other1';

const anotherIssuer = 'https://login.example.com/us-east-1_Other1';

const idTokens: Readonly<Record<string, readonly [Forgery, check: string]>> = {
  'signed by another user': [byStranger, 'signature'],
  'signed with an unknown key': [byUnknownKey, 'signature'],
  'changed after it was signed': [tampered, 'signature'],
  'with alg none': [unsigned, 'signature'],
  'signed with the public key as a secret': [byPublicKey, 'signature'],
  'for another app client': [withClaims({ aud: 'another' }), 'audience'],
  'for no app client': [withClaims({ aud: undefined }), 'audience'],
  'for two app clients': [withClaims({ aud: ['2p5pub1icl0ca1demo7qk3v9xz', 'another'] }), 'audience'],
  'of another issuer': [withClaims({ iss: anotherIssuer }), 'issuer'],
  'of no pool': [withClaims({ iss: undefined }), 'issuer'],
  'for another sign-in': [withClaims({ nonce: 'n'.repeat(43) }), 'nonce'],
  'for no sign-in': [withClaims({ nonce: undefined }), 'nonce'],
  'that has expired': [withClaims({ exp: seconds - day }), 'expiry'],
  'without an expiry': [withClaims({ exp: undefined }), 'expiry'],
  'with an expiry in words': [withClaims({ exp: 'tomorrow' }), 'expiry'],
  'issued tomorrow': [withClaims({ iat: seconds + day }), 'issued_at'],
  'that is an access token': [withClaims({ token_use: 'access' }), 'token_use'],
  'beside another access token': [withClaims({ at_hash: 'a'.repeat(22) }), 'at_hash'],
  'that is no token': [() => Promise.resolve('garbage'), 'format'],
  'that is encrypted': [() => Promise.resolve('a.b.c.d.e'), 'format'],
};

const accessTokens: Readonly<Record<string, readonly [Forgery, check: string]>> = {
  'signed by another user': [byStranger, 'signature'],
  'with alg none': [unsigned, 'signature'],
  'for another app client': [withClaims({ client_id: 'another' }), 'audience'],
  'of another pool': [withClaims({ iss: anotherPool }), 'issuer'],
  'that has expired': [withClaims({ exp: seconds - day }), 'expiry'],
  'that is an ID token': [withClaims({ token_use: 'id' }), 'token_use'],
  'that is opaque': [() => Promise.resolve('opaque'), 'format'],
};

describe('redeem with tokens that are not valid', function () {
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

  for (const [profileKind, entry] of [
    ['issuer', () => ({ issuer: pool.issuer })],
    ['domain', () => ({ domain: pool.origin })],
  ] as const) {
    for (const [what, [forgery, check]] of Object.entries(idTokens)) {
      it(`refuses an ID token ${what}, for a profile with its ${profileKind}`, async () => {
        pool.faults.token = forgeIdToken(pool.keys, forgery);
        const { error, text } = await failure(signIn(client, makeProfile(entry())));
        deepEqual([error.code, error.detail.check], ['token_unsound', check]);
        ok(text.includes(pool.host) && text.includes('nothing was stored'), text);
        ok(text.includes('then sign in again'), text);
      });
    }
  }

  for (const [what, [forgery, check]] of Object.entries(accessTokens)) {
    it(`refuses an access token ${what}`, async () => {
      pool.faults.token = forgeAccessToken(pool.keys, forgery);
      const { error, text } = await failure(signIn(client, makeProfile({ issuer: pool.issuer })));
      deepEqual([error.code, error.detail.check], ['token_unsound', check]);
      ok(text.includes(pool.host) && text.includes('nothing was stored'), text);
    });
  }

  it('refuses an ID token of another pool', async () => {
    pool.faults.token = forgeIdToken(pool.keys, withClaims({ iss: anotherPool }));
    const { error } = await failure(signIn(client, makeProfile({ issuer: pool.issuer })));
    deepEqual([error.code, error.detail.check], ['token_unsound', 'issuer']);
  });

  it('revokes the refresh token of the same answer', async () => {
    pool.faults.token = forgeIdToken(pool.keys, withClaims({ aud: 'another client' }));
    await failure(signIn(client, makeProfile({ issuer: pool.issuer })));
    equal(pool.count('revoke'), 1);
  });

  it('refuses a token that names another pool, because the keys of that pool do not verify it', async () => {
    const proxy = await startProxy();
    const outside = createCognitoClient({ ...straight, useProxy: true, proxy: proxy.origin });
    pool.faults.token = forgeIdToken(pool.keys, withClaims({ iss: anotherPool }));
    const { error } = await failure(signIn(outside, makeProfile({ domain: pool.origin })));
    deepEqual([error.code, error.detail.check], ['token_unsound', 'signature']);
    deepEqual([...new Set(proxy.connects)], ['cognito-idp.us-east-1.amazonaws.com:443']);
    await outside.close();
    await proxy.stop();
  });

  it('accepts a token that expired or is issued within the tolerance', async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const claims of [{ exp: now - 20 }, { iat: now + 40 }]) {
      pool.faults.token = forgeIdToken(pool.keys, withClaims(claims));
      await signIn(client, makeProfile({ issuer: pool.issuer }));
    }
  });

  it('refuses every token when the key set cannot be read', async () => {
    for (const fault of [respond(500), html(), respond(200, { keys: {} }), respond(200, { keys: [] })]) {
      pool.faults.jwks = fault;
      const own = createCognitoClient(straight);
      const { error, text } = await failure(signIn(own, makeProfile({ issuer: pool.issuer })));
      await own.close();
      deepEqual([error.code, error.detail.check], ['token_unsound', 'signature']);
      ok(text.includes(pool.host), text);
    }
  });

  it('refuses a token when the key set has two keys of that name, or only a weak one', async () => {
    const twice = [
      pool.keys.id.jwk,
      pool.keys.access.jwk,
      { ...pool.keys.access.jwk, kid: pool.keys.id.kid },
    ];
    const weak = [{ ...pool.keys.id.jwk, n: 'AQAB' }, pool.keys.access.jwk];
    for (const keys of [twice, weak]) {
      pool.faults.jwks = respond(200, { keys });
      const own = createCognitoClient(straight);
      const { error } = await failure(signIn(own, makeProfile({ issuer: pool.issuer })));
      await own.close();
      deepEqual([error.code, error.detail.check], ['token_unsound', 'signature']);
    }
  });
});

describe('redeem with a token of an unknown key', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  it('reads the key set once more, and not again for half a minute', async () => {
    let time = Date.now();
    const pool = await startFaultyPool({ now: () => time });
    const client = createCognitoClient(straight, () => time);
    const profile = makeProfile({ issuer: pool.issuer });
    await signIn(client, profile);
    equal(pool.count('jwks'), 1);
    pool.faults.token = forgeIdToken(pool.keys, byUnknownKey);
    await failure(signIn(client, profile));
    equal(pool.count('jwks'), 1);
    time += 31_000;
    await failure(signIn(client, profile));
    equal(pool.count('jwks'), 2);
    await failure(signIn(client, profile));
    equal(pool.count('jwks'), 2);
    delete pool.faults.token;
    await signIn(client, profile);
    await client.close();
    await pool.stop();
  });

  it('accepts the token when the pool has added the key', async () => {
    let time = Date.now();
    const pool = await startFaultyPool({ now: () => time });
    const client = createCognitoClient(straight, () => time);
    const profile = makeProfile({ issuer: pool.issuer });
    const old = { ...pool.keys.id.jwk, kid: 'old' };
    pool.faults.jwks = rewrite(() => ({ keys: [old] }));
    await failure(signIn(client, profile));
    delete pool.faults.jwks;
    time += 31_000;
    const { request, callback } = await walk(client, profile);
    await client.redeem(request, callback);
    await client.close();
    await pool.stop();
  });
});
