import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Claims } from '../../../../src/core/jwt';
import type { CheckResult } from '../../../../src/client/verification/claimChecks';
import { verifyToken, type VerificationContext } from '../../../../src/client/verification/verifyToken';
import {
  accessClaims,
  clientId,
  encode,
  idClaims,
  issuer,
  now,
  poolKeys,
  refreshToken,
  unsigned,
  type PoolKeys,
} from '../../../support/tokens';

describe('verifyToken with a forged token', () => {
  let keys: PoolKeys;
  let context: VerificationContext;
  let sound: string;
  before(async () => {
    keys = await poolKeys();
    context = { kind: 'id', clientId, issuers: [issuer], keys: keys.jwks, now };
    sound = await keys.sign(idClaims());
  });

  const signature = async (
    token: string,
    replaced: Partial<VerificationContext> = {},
  ): Promise<CheckResult> => {
    const checks = await verifyToken(token, { ...context, ...replaced });
    const [found] = checks.filter(({ id }) => id === 'signature');
    ok(found, JSON.stringify(checks));
    return found;
  };

  it('passes every check of a genuine token', async () => {
    equal((await signature(sound)).status, 'passed');
  });

  for (const alg of [
    'none',
    'None',
    'NONE',
    '',
    'HS256',
    'RS384',
    'PS256',
    'ES256',
    null,
    7,
    ['RS256'],
    undefined,
  ]) {
    it(`fails the signature for alg ${JSON.stringify(alg)}, with and without keys`, async () => {
      const [, payload, proof] = sound.split('.');
      const token = `${encode({ kid: 'id-key=', alg })}.${payload ?? ''}.${proof ?? ''}`;
      equal((await signature(token)).status, 'failed');
      equal((await signature(token, { keys: { unread: 'No network.' } })).status, 'failed');
      match((await signature(token)).reason, /^Cognito signs with RS256/);
    });
  }

  it('fails the signature for a token without one', async () => {
    const [header, payload] = sound.split('.');
    equal((await signature(`${header ?? ''}.${payload ?? ''}.`)).status, 'failed');
  });

  it('fails the signature for the public key as a shared secret', async () => {
    for (const secret of [keys.publicPem, keys.publicPem.trim(), keys.jwks.keys[0]?.n ?? '']) {
      const start = `${encode({ kid: 'id-key=', alg: 'HS256' })}.${encode(idClaims())}`;
      const token = `${start}.${createHmac('sha256', secret).update(start).digest('base64url')}`;
      equal((await signature(token)).status, 'failed');
    }
  });

  it('fails the signature for a token that contains its own key', async () => {
    const { publicKey } = await generateKeyPair('RS256', { extractable: true });
    const header = {
      kid: 'id-key=',
      alg: 'RS256',
      jwk: await exportJWK(publicKey),
      jku: 'https://evil.tld/jwks.json',
    };
    equal((await signature(unsigned(idClaims(), header))).status, 'failed');
  });

  it('fails the signature for a changed payload, header or signature', async () => {
    const [header = '', payload = '', proof = ''] = sound.split('.');
    for (const token of [
      `${header}.${encode(idClaims({ 'cognito:groups': ['owner'] }))}.${proof}`,
      `${encode({ alg: 'RS256', kid: 'id-key=' })}.${payload}.${proof}`,
      `${header}.${payload}.${encode('signature')}`,
      `${header}.${payload}.${proof.slice(0, -4)}`,
      `${header}.${payload}.!!!`,
    ]) {
      equal((await signature(token)).status, 'failed', token);
    }
  });

  it('fails the signature for the name of another key of the pool', async () => {
    const token = await keys.sign(idClaims(), { kid: 'access-key=' });
    match((await signature(token)).reason, /does not match the pool’s key access-key=/);
  });

  it('fails the signature for an unknown key, and cuts its name', async () => {
    const unknown = await signature(await keys.sign(idClaims(), { kid: 'another' }));
    deepEqual([unknown.status, unknown.reason], ['failed', 'The pool has no key another.']);
    const long = await signature(await keys.sign(idClaims(), { kid: 'k'.repeat(5000) }));
    ok(long.reason.length < 200);
  });

  it('fails the signature when the pool has two keys of that name, or the token names none', async () => {
    const twice = { keys: [...keys.jwks.keys, { ...keys.jwks.keys[1], kty: 'RSA', kid: 'id-key=' }] };
    match((await signature(sound, { keys: twice })).reason, /two keys named id-key=/);
    const nameless = await keys.sign(idClaims(), { kid: undefined });
    equal((await signature(nameless)).status, 'failed');
  });

  it('fails the signature for a key that is weak, damaged or not RSA, and for no key', async () => {
    const [key] = keys.jwks.keys;
    ok(key);
    for (const set of [
      { keys: [{ ...key, n: 'AQAB' }] },
      { keys: [{ ...key, n: undefined }] },
      { keys: [{ kty: 'EC', kid: 'id-key=', crv: 'P-256', x: 'AQAB', y: 'AQAB' }] },
      { keys: [{ kty: 'oct', kid: 'id-key=', k: 'AQAB' }] },
      { keys: [{ ...key, use: 'enc' }] },
      { keys: [{ ...key, kty: '' }] },
      { keys: [] },
    ]) {
      equal((await signature(sound, { keys: set })).status, 'failed', JSON.stringify(set));
    }
  });

  it('fails the signature for a critical extension', async () => {
    const header = { kid: 'id-key=', alg: 'RS256', crit: ['exp'], exp: 1 };
    equal((await signature(unsigned(idClaims(), header))).status, 'failed');
  });

  for (const garbage of ['', 'garbage', 'a.b.c', 'a.b', unsigned([]), refreshToken, '🦊'.repeat(3)]) {
    it(`fails the format for ${JSON.stringify(garbage)}`, async () => {
      const checks = await verifyToken(garbage, context);
      deepEqual(
        checks.map(({ id, status }) => [id, status]),
        [['format', 'failed']],
      );
    });
  }

  const hostile: readonly Claims[] = [
    JSON.parse('{"__proto__":{"iss":"x","token_use":"id"}}') as Claims,
    { constructor: 'x', toString: 'x', hasOwnProperty: 1, valueOf: null },
    {
      iss: { toString: 'x' },
      aud: { toString: null },
      token_use: {},
      exp: {},
      iat: {},
      nonce: {},
      at_hash: {},
    },
    { iss: [], aud: [], token_use: [], exp: [], iat: [], nonce: [], at_hash: [] },
    { iss: 1, aud: 1, token_use: 1, exp: -1, iat: 1e308, nonce: 1, at_hash: 1 },
    { iss: '\ud800\u202e', aud: '\u0000', token_use: '<img onerror=x>', exp: 1e308, iat: -1e308, nonce: '' },
    { iss: 'i'.repeat(50_000), aud: 'a'.repeat(50_000), token_use: 't'.repeat(50_000) },
    Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`claim${index}`, index])),
    { aud: JSON.parse('['.repeat(1000) + ']'.repeat(1000)) as unknown },
  ];
  hostile.forEach((claims, index) => {
    for (const kind of ['id', 'access'] as const) {
      it(`returns short one-line reasons for hostile claims (${index}, ${kind})`, async () => {
        const token = await keys.sign(claims);
        const checks = await verifyToken(token, {
          ...context,
          kind,
          nonce: 'n',
          accessToken: 'a',
          resource: 'r',
        });
        const failed = checks.filter(({ status }) => status === 'failed').map(({ id }) => id);
        for (const id of ['issuer', 'audience', 'token_use'] as const) ok(failed.includes(id), id);
        for (const { reason } of checks) ok(reason.length < 500);
      });
    }
  });

  it('reads no claim from a claim named __proto__', async () => {
    const claims = JSON.parse(
      `{"__proto__":${JSON.stringify(accessClaims())},"token_use":"access"}`,
    ) as Claims;
    const checks = await verifyToken(await keys.sign(claims), { ...context, kind: 'access' });
    deepEqual(
      checks.filter(({ status }) => status === 'failed').map(({ id }) => id),
      ['issuer', 'audience', 'expiry', 'issued_at'],
    );
  });
});
