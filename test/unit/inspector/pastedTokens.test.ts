import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { readToken } from '../../../src/inspector/model/anyToken';
import type { FoundToken } from '../../../src/inspector/model/anyToken';
import type { CheckResult } from '../../../src/client/verification/claimChecks';
import type { Profile } from '../../../src/core/profile';
import type { ProfileEntry } from '../../../src/core/profileLayers';
import type { Session } from '../../../src/core/session';
import { createPastedTokens } from '../../../src/inspector/pastedTokens';
import type { PastedTokens } from '../../../src/inspector/pastedTokens';
import { fakeClient } from '../../support/fakeClient';
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

const profile: Profile = {
  name: 'dev',
  userPoolId,
  clientId,
  grant: 'authorization_code',
  production: false,
};
const foreignIssuer = 'https://issuer.example.com/pool';

function desk(
  entries: readonly ProfileEntry[],
  session?: Session,
): PastedTokens & {
  readonly asked: readonly (readonly [string, string | undefined])[];
  readonly changes: readonly string[];
  /** What was said of the access token's signature, one change after the other. */
  readonly shown: (string | undefined)[];
  /** What is said of each signature from now on. */
  readonly answer: (status: 'passed' | 'not_checked', reason: string) => void;
} {
  const asked: (readonly [string, string | undefined])[] = [];
  const changes: string[] = [];
  const shown: (string | undefined)[] = [];
  let said: Pick<CheckResult, 'status' | 'reason'> = { status: 'passed', reason: 'asked' };
  const inspect: CognitoClient['inspect'] = (_token, from, origin) => {
    asked.push([from, origin.clientId]);
    return Promise.resolve([{ id: 'signature', ...said }]);
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
  const answer = (status: 'passed' | 'not_checked', reason: string): void => {
    said = { status, reason };
  };
  return { ...pasted, asked, changes, shown, answer };
}

function signature(pasted: PastedTokens, key: string): string | undefined {
  return pasted.get(key)?.checks.access?.find(({ id }) => id === 'signature')?.reason;
}

describe('pasted tokens', () => {
  it('are verified at once when a profile of the user’s has their pool, in either form of its issuer', async () => {
    for (const iss of [issuer, updatedIssuer]) {
      const pasted = desk([{ profile, source: 'user' }]);
      const key = await pasted.add({ access: found(accessClaims({ iss })) });
      equal(pasted.get(key)?.canVerify, false);
      await eventually('the report', () => signature(pasted, key) === 'asked' || undefined);
      deepEqual(pasted.asked, [[issuer, clientId]]);
      ok(pasted.changes.includes(key));
    }
  });

  it('are verified only when the user says so when no profile has their pool', async () => {
    const pasted = desk([]);
    const key = await pasted.add({ access: found(accessClaims()) });
    equal(pasted.get(key)?.canVerify, 'first');
    match(signature(pasted, key) ?? '', /Choose Verify/);
    deepEqual(pasted.asked, []);
    await pasted.verify(key);
    deepEqual(pasted.asked, [[issuer, undefined]]);
    equal(pasted.get(key)?.canVerify, false);
  });

  it('can be verified again for as long as the keys cannot be had, with the reason shown', async () => {
    const pasted = desk([]);
    pasted.answer('not_checked', 'no network');
    const key = await pasted.add({ access: found(accessClaims()) });
    await pasted.verify(key);
    equal(pasted.get(key)?.canVerify, 'again');
    equal(signature(pasted, key), 'no network');
    pasted.answer('passed', 'sound');
    pasted.shown.length = 0;
    await pasted.verify(key);
    deepEqual(pasted.shown, ['The pool’s keys are being read.', 'sound']);
    equal(pasted.get(key)?.canVerify, false);
    equal(pasted.asked.length, 2);
  });

  it('can be verified again also when a profile has their pool', async () => {
    const pasted = desk([{ profile, source: 'user' }]);
    pasted.answer('not_checked', 'status 503');
    const key = await pasted.add({ access: found(accessClaims()) });
    await eventually('the report', () => signature(pasted, key) === 'status 503' || undefined);
    equal(pasted.get(key)?.canVerify, 'again');
  });

  it('say that they have no issuer when they have none', async () => {
    const pasted = desk([]);
    const key = await pasted.add({ other: found({ sub: 'me', name: 'John Doe' }) });
    const reasons = pasted.get(key)?.checks.other?.map(({ id, reason }) => [id, reason]);
    deepEqual(reasons?.slice(0, 2), [
      ['signature', 'The token names no issuer, so there are no keys to check it with.'],
      ['issuer', 'It has no issuer.'],
    ]);
  });

  it('never have anybody asked who is neither Cognito nor in a profile', async () => {
    const pasted = desk([{ profile, source: 'user' }]);
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

  it('wait for the user’s word when only a workspace names an issuer that is not Cognito', async () => {
    const foreign = { ...profile, userPoolId: undefined, issuer: foreignIssuer };
    const suggested = desk([{ profile: foreign, source: 'workspace' }]);
    const key = await suggested.add({ access: found(accessClaims({ iss: foreignIssuer })) });
    equal(suggested.get(key)?.canVerify, 'first');
    deepEqual(suggested.asked, []);
    const own = desk([{ profile: foreign, source: 'user' }]);
    await own.add({ access: found(accessClaims({ iss: foreignIssuer })) });
    await eventually('the report', () => own.asked.length > 0 || undefined);
    deepEqual(own.asked, [[foreignIssuer, clientId]]);
  });

  it('find the pool of a profile with only a domain through its session', async () => {
    const domainOnly = { ...profile, userPoolId: undefined, domain: 'auth.example.com' };
    const pasted = desk([{ profile: domainOnly, source: 'user' }], makeSession());
    await pasted.add({ id: found(idClaims()) });
    await eventually('the report', () => pasted.asked.length > 0 || undefined);
    deepEqual(pasted.asked, [[issuer, clientId]]);
  });

  it('are checked offline for what needs no key', async () => {
    const pasted = desk([]);
    const key = await pasted.add({
      id: found(idClaims({ exp: now - 120, at_hash: 'x' })),
      access: found(accessClaims()),
    });
    const checks = Object.fromEntries(
      (pasted.get(key)?.checks.id ?? []).map(({ id, status }) => [id, status]),
    );
    deepEqual(checks, {
      signature: 'not_checked',
      issuer: 'not_checked',
      audience: 'not_checked',
      token_use: 'passed',
      expiry: 'failed',
      issued_at: 'passed',
      at_hash: 'failed',
    });
  });

  it('have one panel however often they are pasted, until it is closed', async () => {
    const pasted = desk([]);
    const access = found(accessClaims());
    const key = await pasted.add({ access });
    equal(await pasted.add({ access }), key);
    notEqualHeading(pasted, key, await pasted.add({ id: found(idClaims()) }));
    equal(pasted.list().length, 2);
    pasted.remove(key);
    equal(pasted.get(key), undefined);
    await pasted.verify(key);
    deepEqual(pasted.asked, []);
  });
});

function notEqualHeading(pasted: PastedTokens, one: string, other: string): void {
  deepEqual(
    [one, other].map((key) => pasted.get(key)?.heading),
    ['Pasted token', 'Pasted token 2'],
  );
}
