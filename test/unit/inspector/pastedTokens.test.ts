import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { readToken, type FoundToken } from '../../../src/inspector/model/anyToken';
import type { CheckResult } from '../../../src/client/verification/claimChecks';
import type { ProfileEntry } from '../../../src/core/profileLayers';
import type { Session } from '../../../src/core/session';
import { createPastedTokens, type PastedTokens } from '../../../src/inspector/pastedTokens';
import { fakeClient } from '../../support/fakeClient';
import { makeProfile } from '../../support/profiles';
import { makeSession } from '../../support/sessions';
import {
  accessClaims,
  clientId,
  idClaims,
  issuer,
  now,
  updatedIssuer,
  unsigned,
  userPoolId,
} from '../../support/tokens';
import { eventually } from '../../support/waiting';

function found(claims: Readonly<Record<string, unknown>>): FoundToken {
  const read = readToken(unsigned(claims));
  ok(read);
  return read;
}

const profile = makeProfile({ name: 'dev', userPoolId, clientId });
const foreignIssuer = 'https://issuer.example.com/pool';

function makePastedTokens(
  entries: readonly ProfileEntry[],
  session?: Session,
): PastedTokens & {
  readonly asked: readonly (readonly [string, string | undefined])[];
  readonly changes: readonly string[];
  /** The reason of the access token's signature check, after each change. */
  readonly shown: (string | undefined)[];
  /** Sets the result of the next signature checks. */
  readonly answer: (status: 'passed' | 'unknown', reason: string) => void;
} {
  const asked: (readonly [string, string | undefined])[] = [];
  const changes: string[] = [];
  const shown: (string | undefined)[] = [];
  let result: Pick<CheckResult, 'status' | 'reason'> = { status: 'passed', reason: 'asked' };
  const inspect: CognitoClient['inspect'] = (_token, from, origin) => {
    asked.push([from, origin.clientId]);
    return Promise.resolve([{ id: 'signature', ...result }]);
  };
  const pasted = createPastedTokens({
    client: () => Promise.resolve(fakeClient({ inspect })),
    store: { find: () => Promise.resolve(session) },
    entries: () => entries,
    changed: (key) => {
      changes.push(key);
      shown.push(signature(pasted, key));
    },
    failed: (error) => {
      throw error;
    },
    now: () => now * 1000,
  });
  const answer = (status: 'passed' | 'unknown', reason: string): void => {
    result = { status, reason };
  };
  return { ...pasted, asked, changes, shown, answer };
}

function signature(pasted: PastedTokens, key: string): string | undefined {
  return pasted.get(key)?.checks.access?.find(({ id }) => id === 'signature')?.reason;
}

describe('createPastedTokens', () => {
  it('verifies tokens at once when a profile in the user settings has their pool, in either form of its issuer', async () => {
    for (const iss of [issuer, updatedIssuer]) {
      const pasted = makePastedTokens([{ profile, source: 'user' }]);
      const key = await pasted.add({ access: found(accessClaims({ iss })) });
      equal(pasted.get(key)?.canVerify, false);
      await eventually('the report', () => signature(pasted, key) === 'asked' || undefined);
      deepEqual(pasted.asked, [[issuer, clientId]]);
      ok(pasted.changes.includes(key));
    }
  });

  it('verifies tokens only on request when no profile has their pool', async () => {
    const pasted = makePastedTokens([]);
    const key = await pasted.add({ access: found(accessClaims()) });
    equal(pasted.get(key)?.canVerify, 'first');
    match(signature(pasted, key) ?? '', /Choose Verify/);
    deepEqual(pasted.asked, []);
    await pasted.verify(key);
    deepEqual(pasted.asked, [[issuer, undefined]]);
    equal(pasted.get(key)?.canVerify, false);
  });

  it('reads the key of a load balancer only on request, and takes the app client from the header', async () => {
    const kid = '7c0d1111-2222-4333-8444-555566667777';
    const signer =
      'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef';
    const header = { typ: 'JWT', kid, alg: 'ES256', iss: issuer, client: clientId, signer };
    const token = readToken(unsigned({ sub: 'u', iss: issuer, exp: now + 60 }, header));
    ok(token);
    const pasted = makePastedTokens([{ profile, source: 'user' }]);
    const key = await pasted.add({ other: token });
    const checks = Object.fromEntries(
      (pasted.get(key)?.checks.other ?? []).map(({ id, status, reason }) => [id, [status, reason]]),
    );
    deepEqual(checks.audience, ['passed', clientId]);
    equal(checks.issued_at?.[0], 'unknown');
    match(
      checks.signature?.[1] ?? '',
      /^A load balancer signed this token\..* from public-keys\.auth\.elb\.eu-west-1\.amazonaws\.com\.$/,
    );
    deepEqual(pasted.asked, []);
    await pasted.verify(key);
    deepEqual(pasted.asked, [[`https://public-keys.auth.elb.eu-west-1.amazonaws.com/${kid}`, clientId]]);
  });

  it('offers to verify again while the keys cannot be read, and shows the reason', async () => {
    const pasted = makePastedTokens([]);
    pasted.answer('unknown', 'no network');
    const key = await pasted.add({ access: found(accessClaims()) });
    await pasted.verify(key);
    equal(pasted.get(key)?.canVerify, 'again');
    equal(signature(pasted, key), 'no network');
    pasted.answer('passed', 'valid');
    pasted.shown.length = 0;
    await pasted.verify(key);
    deepEqual(pasted.shown, ['The pool’s keys are being read.', 'valid']);
    equal(pasted.get(key)?.canVerify, false);
    equal(pasted.asked.length, 2);
  });

  it('offers to verify again also when a profile has the pool of the token', async () => {
    const pasted = makePastedTokens([{ profile, source: 'user' }]);
    pasted.answer('unknown', 'status 503');
    const key = await pasted.add({ access: found(accessClaims()) });
    await eventually('the report', () => signature(pasted, key) === 'status 503' || undefined);
    equal(pasted.get(key)?.canVerify, 'again');
  });

  it('says why the signature is not checked when a token names no issuer', async () => {
    const pasted = makePastedTokens([]);
    const key = await pasted.add({ other: found({ sub: 'me', name: 'John Doe' }) });
    const reasons = pasted.get(key)?.checks.other?.map(({ id, reason }) => [id, reason]);
    deepEqual(reasons?.slice(0, 2), [
      ['signature', 'The token names no issuer, so there are no keys to check it with.'],
      ['issuer', 'The token has no issuer.'],
    ]);
  });

  it('never contacts an issuer that is neither Cognito nor in a profile', async () => {
    const pasted = makePastedTokens([{ profile, source: 'user' }]);
    const key = await pasted.add({ access: found(accessClaims({ iss: foreignIssuer })) });
    equal(pasted.get(key)?.canVerify, false);
    await pasted.verify(key);
    deepEqual(pasted.asked, []);
    match(signature(pasted, key) ?? '', /neither an Amazon Cognito user pool/);
    for (const iss of [
      undefined,
      7,
      'javascript:alert(1)',
      `${issuer}.evil.example/`,
      'http://169.254.169.254/latest',
    ]) {
      const other = await pasted.add({ access: found(accessClaims({ iss })) });
      await pasted.verify(other);
    }
    deepEqual(pasted.asked, []);
  });

  it('contacts an issuer outside Cognito only on request when only a workspace profile names it', async () => {
    const foreign = { ...profile, userPoolId: undefined, issuer: foreignIssuer };
    const suggested = makePastedTokens([{ profile: foreign, source: 'workspace' }]);
    const key = await suggested.add({ access: found(accessClaims({ iss: foreignIssuer })) });
    equal(suggested.get(key)?.canVerify, 'first');
    deepEqual(suggested.asked, []);
    const own = makePastedTokens([{ profile: foreign, source: 'user' }]);
    await own.add({ access: found(accessClaims({ iss: foreignIssuer })) });
    await eventually('the report', () => own.asked.length > 0 || undefined);
    deepEqual(own.asked, [[foreignIssuer, clientId]]);
  });

  it('finds the pool of a profile with only a domain through its session', async () => {
    const domainOnly = { ...profile, userPoolId: undefined, domain: 'auth.example.com' };
    const pasted = makePastedTokens([{ profile: domainOnly, source: 'user' }], makeSession());
    await pasted.add({ id: found(idClaims()) });
    await eventually('the report', () => pasted.asked.length > 0 || undefined);
    deepEqual(pasted.asked, [[issuer, clientId]]);
  });

  it('makes the checks that need no key without a request', async () => {
    const pasted = makePastedTokens([]);
    const key = await pasted.add({
      id: found(idClaims({ exp: now - 120, at_hash: 'x' })),
      access: found(accessClaims()),
    });
    const checks = Object.fromEntries(
      (pasted.get(key)?.checks.id ?? []).map(({ id, status }) => [id, status]),
    );
    deepEqual(checks, {
      signature: 'unknown',
      issuer: 'unknown',
      audience: 'unknown',
      token_use: 'passed',
      expiry: 'failed',
      issued_at: 'passed',
      at_hash: 'failed',
    });
  });

  it('keeps one entry for tokens that are pasted twice, until it is removed', async () => {
    const pasted = makePastedTokens([]);
    const access = found(accessClaims());
    const key = await pasted.add({ access });
    equal(await pasted.add({ access }), key);
    const other = await pasted.add({ id: found(idClaims()) });
    deepEqual(
      [key, other].map((one) => pasted.get(one)?.heading),
      ['Pasted token', 'Pasted token 2'],
    );
    equal(pasted.list().length, 2);
    pasted.remove(key);
    equal(pasted.get(key), undefined);
    await pasted.verify(key);
    deepEqual(pasted.asked, []);
  });
});
