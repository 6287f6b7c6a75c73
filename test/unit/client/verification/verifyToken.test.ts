import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Claims } from '../../../../src/core/jwt';
import { clockTolerance, type CheckId } from '../../../../src/client/verification/claimChecks';
import {
  keyIsMissing,
  verifyToken,
  type VerificationContext,
} from '../../../../src/client/verification/verifyToken';
import {
  accessClaims,
  clientId,
  idClaims,
  issuer,
  now,
  poolKeys,
  unsigned,
  updatedIssuer,
  type PoolKeys,
} from '../../../support/tokens';

const nonce = 'n-0S6_WzA2Mj';
let keys: PoolKeys;

function context(replaced: Partial<VerificationContext> = {}): VerificationContext {
  return {
    kind: 'id',
    clientId,
    issuers: [issuer, updatedIssuer],
    keys: keys.jwks,
    now: now * 1000,
    nonce,
    ...replaced,
  };
}

/** The checks of a signed token, by name. */
async function check(
  claims: Claims,
  replaced: Partial<VerificationContext> = {},
): Promise<Partial<Record<CheckId, string>>> {
  const checks = await verifyToken(await keys.sign(claims), context(replaced));
  return Object.fromEntries(checks.map(({ id, status }) => [id, status]));
}

const access = { kind: 'access', nonce: undefined } as const;

describe('verifyToken', () => {
  before(async () => {
    keys = await poolKeys();
  });

  describe('passes every check', () => {
    it('of the ID token of a sign-in, with its access token', async () => {
      const accessToken = await keys.sign(accessClaims());
      const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
      deepEqual(await check(idClaims({ at_hash: hash }), { accessToken }), {
        signature: 'passed',
        issuer: 'passed',
        audience: 'passed',
        token_use: 'passed',
        expiry: 'passed',
        issued_at: 'passed',
        nonce: 'passed',
        at_hash: 'passed',
      });
    });

    it('of an access token, which has no nonce, no at_hash and no aud', async () => {
      deepEqual(await check(accessClaims(), access), {
        signature: 'passed',
        issuer: 'passed',
        audience: 'passed',
        token_use: 'passed',
        expiry: 'passed',
        issued_at: 'passed',
      });
    });

    it('with either issuer of the pool', async () => {
      equal((await check(idClaims({ iss: updatedIssuer }))).issuer, 'passed');
      equal((await check(accessClaims({ iss: updatedIssuer }), access)).issuer, 'passed');
    });

    it('and names the key, the issuer and the app client in its reasons, but never the nonce', async () => {
      const checks = await verifyToken(await keys.sign(idClaims()), context());
      const reasons = new Map(checks.map(({ id, reason }) => [id, reason]));
      match(reasons.get('signature') ?? '', /RS256.*id-key=/);
      equal(reasons.get('issuer'), issuer);
      equal(reasons.get('audience'), clientId);
      doesNotMatch(JSON.stringify(checks), new RegExp(nonce));
    });
  });

  it('fails format for what is no signed token', async () => {
    deepEqual(await verifyToken('a.b.c', context()), [
      { id: 'format', status: 'failed', reason: 'This is not a signed JSON web token.' },
    ]);
  });

  it('fails signature when it cannot be read', async () => {
    const [header, payload] = (await keys.sign(idClaims())).split('.');
    const [signature] = await verifyToken(`${header}.${payload}.!`, context());
    deepEqual(signature, {
      id: 'signature',
      status: 'failed',
      reason: 'The signature could not be read with the pool’s key id-key=.',
    });
  });

  describe('does not check', () => {
    it('the signature when the keys could not be read', async () => {
      const checks = await verifyToken(
        await keys.sign(idClaims()),
        context({ keys: { unread: 'The pool answered with status 503.' } }),
      );
      const signature = checks.find(({ id }) => id === 'signature');
      equal(signature?.status, 'unknown');
      match(signature.reason, /could not be read\. The pool answered with status 503\.$/);
    });

    it('the issuer when the pool is not known', async () => {
      equal((await check(idClaims(), { issuers: [] })).issuer, 'unknown');
    });

    it('the nonce of a token that does not come from a sign-in', async () => {
      equal('nonce' in (await check(idClaims(), { nonce: undefined })), false);
    });

    it('at_hash when the token has none, or there is no access token', async () => {
      equal('at_hash' in (await check(idClaims(), { accessToken: 'a.b.c' })), false);
      equal((await check(idClaims({ at_hash: 'a' }))).at_hash, 'unknown');
      equal((await check(idClaims({ at_hash: 7 }), { accessToken: 'a.b.c' })).at_hash, 'failed');
    });
  });

  const wrong: readonly (readonly [CheckId, Claims])[] = [
    ['issuer', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0000' }],
    ['issuer', { iss: `${issuer}/` }],
    ['issuer', { iss: undefined }],
    ['issuer', { iss: [issuer] }],
    ['issuer', { iss: 7 }],
    ['audience', { aud: 'another' }],
    ['audience', { aud: undefined }],
    ['audience', { aud: null }],
    ['audience', { aud: [clientId, 'another'] }],
    ['audience', { aud: undefined, client_id: clientId }],
    ['token_use', { token_use: undefined }],
    ['token_use', { token_use: ['id'] }],
    ['token_use', { token_use: 'ID' }],
    ['expiry', { exp: now - 3600 }],
    ['expiry', { exp: undefined }],
    ['expiry', { exp: String(now + 3600) }],
    ['expiry', { exp: null }],
    ['issued_at', { iat: now + 3600 }],
    ['issued_at', { iat: undefined }],
    ['issued_at', { iat: [now] }],
    ['nonce', { nonce: 'another' }],
    ['nonce', { nonce: undefined }],
    ['nonce', { nonce: [nonce] }],
    ['nonce', { nonce: '' }],
  ];
  for (const [id, claims] of wrong) {
    it(`fails only ${id} for ${JSON.stringify(claims)}`, async () => {
      const checks = await verifyToken(await keys.sign(idClaims(claims)), context());
      deepEqual(
        checks.filter(({ status }) => status === 'failed').map((failed) => failed.id),
        [id],
      );
    });
  }

  it('passes audience for a list of one app client, and names a longer list', async () => {
    equal((await check(idClaims({ aud: [clientId] }))).audience, 'passed');
    const checks = await verifyToken(
      await keys.sign(idClaims({ aud: [clientId, 'another'] })),
      context({ clientId: undefined }),
    );
    match(checks.find(({ id }) => id === 'audience')?.reason ?? '', new RegExp(`"${clientId}","another"`));
  });

  for (const [claim, id] of [
    ['exp', 'expiry'],
    ['iat', 'issued_at'],
    ['nbf', 'not_before'],
  ] as const) {
    for (const [value, reason] of [
      [now * 1000, `${claim} is too large for a time in seconds. It is probably in milliseconds.`],
      [String(now), `${claim} is text, not a number.`],
      [[now], `${claim} is not a number.`],
      [1.7e26, `${claim} is too large for a time.`],
    ] as const) {
      it(`fails ${id} when ${claim} is ${JSON.stringify(value)}`, async () => {
        const checks = await verifyToken(await keys.sign(idClaims({ [claim]: value })), context());
        deepEqual(
          checks.find((check) => check.id === id),
          { id, status: 'failed', reason },
        );
      });
    }
  }

  it('checks nbf when the token has it', async () => {
    equal((await check(idClaims())).not_before, undefined);
    equal((await check(idClaims({ nbf: now - 10 }))).not_before, 'passed');
    equal((await check(idClaims({ nbf: now + 9999 }))).not_before, 'failed');
    equal((await check(idClaims({ nbf: now + 50 }))).not_before, 'passed');
  });

  it('fails a missing iat or exp only for Cognito, which always sends both', async () => {
    const others = { issuers: ['http://localhost:4566/us-east-1_abc'] };
    const missing = { iat: undefined, exp: undefined };
    const ofCognito = await check(idClaims(missing));
    deepEqual([ofCognito.issued_at, ofCognito.expiry], ['failed', 'failed']);
    const ofOthers = await check(idClaims({ ...missing, iss: others.issuers[0] }), others);
    deepEqual([ofOthers.issued_at, ofOthers.expiry], ['unknown', 'unknown']);
  });

  it('fails token_use for an ID token used as an access token, and vice versa', async () => {
    const asAccess = await check(idClaims(), access);
    equal(asAccess.token_use, 'failed');
    equal(asAccess.audience, 'failed');
    const asId = await check(accessClaims());
    equal(asId.token_use, 'failed');
    equal(asId.audience, 'failed');
  });

  it('fails audience for an access token of another app client, also when aud is the right one', async () => {
    equal((await check(accessClaims({ client_id: 'another' }), access)).audience, 'failed');
    equal((await check(accessClaims({ client_id: undefined, aud: clientId }), access)).audience, 'failed');
  });

  it('fails at_hash for an ID token of another access token', async () => {
    const hash = createHash('sha256').update('one').digest().subarray(0, 16).toString('base64url');
    equal((await check(idClaims({ at_hash: hash }), { accessToken: 'one' })).at_hash, 'passed');
    equal((await check(idClaims({ at_hash: hash }), { accessToken: 'two' })).at_hash, 'failed');
    equal((await check(idClaims({ at_hash: '' }), { accessToken: 'one' })).at_hash, 'failed');
  });

  describe('checks audience of an access token for a resource', () => {
    const resource = 'https://api.example.com';
    const audience = async (aud: unknown): Promise<string | undefined> =>
      (await check(accessClaims({ aud }), { ...access, resource })).audience;

    it('and passes when aud is or contains the resource', async () => {
      equal(await audience(resource), 'passed');
      equal(await audience(['https://other.example.com', resource]), 'passed');
    });

    it('and fails when aud is another value or absent', async () => {
      for (const aud of [undefined, 'https://other.example.com', [], [[resource]], { [resource]: 1 }]) {
        equal(await audience(aud), 'failed', JSON.stringify(aud));
      }
    });

    it('and fails for another app client with the right resource', async () => {
      const claims = accessClaims({ aud: resource, client_id: 'another' });
      equal((await check(claims, { ...access, resource })).audience, 'failed');
    });
  });

  describe('tolerates clock skew', () => {
    const tolerance = clockTolerance / 1000;

    it(`and passes a token until ${tolerance - 1} seconds after its expiry`, async () => {
      const exp = now;
      equal((await check(idClaims({ exp }), { now: (exp + tolerance - 1) * 1000 })).expiry, 'passed');
      equal((await check(idClaims({ exp }), { now: (exp + tolerance) * 1000 })).expiry, 'failed');
    });

    it(`and passes a token issued at most ${tolerance} seconds ahead`, async () => {
      equal((await check(idClaims({ iat: now + tolerance }))).issued_at, 'passed');
      equal((await check(idClaims({ iat: now + tolerance + 1 }))).issued_at, 'failed');
    });
  });
});

describe('keyIsMissing', () => {
  it('returns true only for a named key that the set lacks', async () => {
    const { jwks } = await poolKeys();
    ok(!keyIsMissing(unsigned({}, { kid: 'id-key=' }), jwks));
    ok(!keyIsMissing(unsigned({}, { kid: 'access-key=' }), jwks));
    ok(keyIsMissing(unsigned({}, { kid: 'another' }), jwks));
    ok(keyIsMissing(unsigned({}, { kid: '__proto__' }), jwks));
    for (const header of [{}, { kid: 7 }, { kid: null }]) ok(!keyIsMissing(unsigned({}, header), jwks));
    ok(!keyIsMissing('garbage', jwks));
  });
});
