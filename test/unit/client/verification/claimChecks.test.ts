import { deepEqual, equal } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  checkClaims,
  clockTolerance,
  type CheckId,
  type CheckResult,
  type ClaimContext,
} from '../../../../src/client/verification/claimChecks';
import type { Claims } from '../../../../src/core/jwt';
import { defined } from '../../../../src/core/members';
import { localTime } from '../../../../src/core/localTime';
import { accessClaims, clientId, idClaims, issuer, now, updatedIssuer } from '../../../support/tokens';

const id: ClaimContext = {
  kind: 'id',
  clientId,
  issuers: [issuer, updatedIssuer],
  now: now * 1000,
  nonce: 'n-0S6_WzA2Mj',
};
const access: ClaimContext = { ...id, kind: 'access', nonce: undefined };
const other: ClaimContext = { ...id, kind: 'other', nonce: undefined };
const time = (seconds: number): string => localTime(seconds * 1000);

async function check(
  name: CheckId,
  claims: Claims,
  context: ClaimContext,
): Promise<Omit<CheckResult, 'id'> | undefined> {
  const found = (await checkClaims(defined(claims), context)).find((result) => result.id === name);
  return found && { status: found.status, reason: found.reason };
}

type Case = readonly [
  check: CheckId,
  claims: Claims,
  context: ClaimContext,
  status: CheckResult['status'],
  reason: string,
];

/** What each check says. Users read it in the inspector and in errors. */
const cases: readonly Case[] = [
  ['issuer', idClaims(), id, 'passed', issuer],
  ['issuer', idClaims(), { ...id, issuers: [] }, 'unknown', 'The pool of this token is not known.'],
  ['issuer', idClaims({ iss: undefined }), { ...id, issuers: [] }, 'unknown', 'The token has no issuer.'],
  [
    'issuer',
    idClaims({ iss: undefined }),
    id,
    'failed',
    `Expected ${issuer} or ${updatedIssuer}, found missing.`,
  ],
  [
    'issuer',
    idClaims(),
    { ...id, issuers: ['https://id.example.com', 'https://id.example.com/'] },
    'failed',
    `Expected https://id.example.com, found ${issuer}.`,
  ],
  ['audience', idClaims(), id, 'passed', clientId],
  ['audience', idClaims({ aud: 'x' }), id, 'failed', `Expected ${clientId}, found x.`],
  [
    'audience',
    idClaims(),
    { ...id, clientId: undefined },
    'unknown',
    `No profile for this pool has the app client ${clientId}.`,
  ],
  [
    'audience',
    idClaims({ aud: ['a', 'b'] }),
    { ...id, clientId: undefined },
    'unknown',
    'No profile for this pool has the app client ["a","b"].',
  ],
  [
    'audience',
    idClaims({ aud: undefined }),
    { ...id, clientId: undefined },
    'unknown',
    'The token names no app client.',
  ],
  ['audience', accessClaims(), access, 'passed', clientId],
  [
    'audience',
    accessClaims({ aud: 'https://api' }),
    { ...access, resource: 'https://api' },
    'passed',
    clientId,
  ],
  [
    'audience',
    accessClaims({ aud: 'https://other' }),
    { ...access, resource: 'https://api' },
    'failed',
    'Expected https://api, found https://other.',
  ],
  [
    'audience',
    accessClaims({ aud: 'https://api', client_id: 'x' }),
    { ...access, resource: 'https://api' },
    'failed',
    `Expected ${clientId}, found x.`,
  ],
  [
    'audience',
    accessClaims({ aud: 'https://other', client_id: 'x' }),
    { ...access, resource: 'https://api' },
    'failed',
    `Expected ${clientId}, found x.`,
  ],
  ['token_use', idClaims(), id, 'passed', 'id'],
  ['token_use', idClaims(), access, 'failed', 'Expected access, found id.'],
  ['token_use', idClaims(), other, 'unknown', 'token_use is neither “id” nor “access”.'],
  ['expiry', idClaims({ exp: now }), id, 'passed', `Valid until ${time(now)}.`],
  ['expiry', idClaims({ exp: now - 60 }), id, 'failed', `Expired at ${time(now - 60)}.`],
  ['expiry', idClaims({ exp: undefined }), id, 'failed', 'The token has no expiry time.'],
  ['expiry', idClaims({ exp: undefined, iss: undefined }), id, 'failed', 'The token has no expiry time.'],
  ['expiry', idClaims({ exp: undefined }), other, 'unknown', 'The token has no expiry time.'],
  ['expiry', idClaims({ exp: undefined, iss: 'https://a' }), id, 'unknown', 'The token has no expiry time.'],
  ['expiry', idClaims({ exp: 'soon' }), other, 'failed', 'exp is text, not a number.'],
  [
    'expiry',
    idClaims({ exp: now }),
    { ...id, clockSkew: 600_000 },
    'passed',
    `Valid until ${time(now)}. This is by the pool’s clock, because this computer’s clock is 10 minutes slow.`,
  ],
  ['issued_at', idClaims({ iat: now + 60 }), id, 'passed', 'Not in the future.'],
  [
    'issued_at',
    idClaims({ iat: now + 61 }),
    id,
    'failed',
    'Issued in the future. This computer’s clock may be slow.',
  ],
  ['issued_at', idClaims({ iat: undefined }), id, 'failed', 'The token has no issue time.'],
  ['not_before', idClaims({ nbf: now + 60 }), id, 'passed', `Valid since ${time(now + 60)}.`],
  ['not_before', idClaims({ nbf: now + 61 }), id, 'failed', `Not valid before ${time(now + 61)}.`],
  ['not_before', idClaims({ nbf: 'now' }), id, 'failed', 'nbf is text, not a number.'],
  ['nonce', idClaims({ nonce: id.nonce }), id, 'passed', 'It is the nonce of this sign-in.'],
  ['nonce', idClaims({ nonce: 'x' }), id, 'failed', 'It is not the nonce of this sign-in.'],
  ['at_hash', idClaims({ at_hash: 'x' }), id, 'unknown', 'There is no access token to compare it with.'],
  [
    'at_hash',
    idClaims({ at_hash: 'x' }),
    { ...id, accessToken: 'a' },
    'failed',
    'It belongs to another access token.',
  ],
];

describe('checkClaims', () => {
  for (const [name, claims, context, status, reason] of cases) {
    it(`says of ${name}: ${status}, “${reason}”`, async () => {
      deepEqual(await check(name, claims, context), { status, reason });
    });
  }

  it('shows at most 120 characters of a value', async () => {
    const long = await check('audience', idClaims({ aud: 'x'.repeat(500) }), id);
    equal(long?.reason, `Expected ${clientId}, found ${'x'.repeat(119)}….`);
  });

  it('passes at_hash for the access token that it was made of', async () => {
    // The hash of this one has a plus, a slash and an equals sign in base64.
    const accessToken = Array.from({ length: 10_000 }, (_, index) => `token-${index}`).find((token) =>
      /\+.*\/|\/.*\+/.test(halfHash(token, 'base64')),
    );
    const claims = idClaims({ at_hash: halfHash(accessToken ?? '', 'base64url') });
    deepEqual(await check('at_hash', claims, { ...id, accessToken }), {
      status: 'passed',
      reason: 'It belongs to this access token.',
    });
  });

  it('checks nonce and at_hash only of an ID token, nonce only after a sign-in, and nbf only when it is there', async () => {
    const claims = accessClaims({ nonce: 'x', at_hash: 'x' });
    const names = async (context: ClaimContext): Promise<readonly string[]> =>
      (await checkClaims(claims, context)).map((result) => result.id);
    const always = ['issuer', 'audience', 'token_use', 'expiry', 'issued_at'];
    deepEqual(await names({ ...access, nonce: 'x', accessToken: 'a' }), always);
    deepEqual(await names({ ...id, nonce: undefined, accessToken: 'a' }), [...always, 'at_hash']);
  });

  it('tolerates a minute between two clocks', () => {
    equal(clockTolerance, 60_000);
  });
});

function halfHash(token: string, encoding: 'base64' | 'base64url'): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString(encoding);
}
