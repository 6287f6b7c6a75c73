import { deepEqual, equal } from 'node:assert/strict';
import { array, assert as holds, constantFrom, property } from 'fast-check';
import type { Check, TokenSection } from '../../../../src/inspector/protocol';
import { verdictOf } from '../../../../src/inspector/view/verdict';

const now = 1_750_000_000_000;
type Status = Check['status'];

function token(statuses: readonly Status[], replaced: Partial<TokenSection> = {}): TokenSection {
  return {
    kind: 'id',
    title: 'ID token',
    header: { shown: [], total: 0 },
    claims: { shown: [], total: 0 },
    checks: statuses.map((status) => ({ title: 'Check', status, reason: 'Because.' })),
    expiresAt: now + 60_000,
    length: 1,
    ...replaced,
  };
}

describe('verdictOf', () => {
  it('returns passed only when there are checks and every one passed', () => {
    holds(
      property(array(constantFrom<Status>('passed', 'failed', 'warning', 'unknown')), (statuses) => {
        const status = verdictOf(token(statuses), now)?.status;
        const all = statuses.length > 0 && statuses.every((one) => one === 'passed');
        equal(status === 'passed', all);
        equal(status === 'failed', statuses.includes('failed'));
      }),
    );
  });

  it('counts the checks in its text', () => {
    equal(verdictOf(token(['passed']), now)?.text, 'The one check passed');
    equal(verdictOf(token(['passed', 'passed']), now)?.text, 'All 2 checks passed');
    equal(verdictOf(token(['failed', 'passed']), now)?.text, '1 check failed');
    deepEqual(verdictOf(token(['unknown', 'passed', 'passed']), now), {
      status: 'unknown',
      text: '1 check could not be made',
      advice: 'The other 2 passed.',
    });
    deepEqual(verdictOf(token(['warning', 'passed', 'passed']), now), {
      status: 'unknown',
      text: '1 warning',
      advice: 'The other 2 passed.',
    });
    equal(
      verdictOf(token(['warning', 'warning', 'unknown']), now)?.text,
      '2 warnings, 1 check could not be made',
    );
    equal(verdictOf(token([]), now)?.text, 'Nothing was checked');
  });

  it('returns unknown instead of passed when the token has expired', () => {
    const expired = { expiresAt: now };
    equal(verdictOf(token(['passed'], expired), now)?.status, 'unknown');
    // The text names the expiry also when a check could not be made.
    deepEqual(verdictOf(token(['unknown', 'passed'], expired), now), {
      status: 'unknown',
      text: 'Expired since it was checked',
      advice: '1 check could not be made before.',
    });
    equal(verdictOf(token(['failed'], expired), now)?.status, 'failed');
  });

  it('returns no verdict for a refresh token, which only the pool can read', () => {
    equal(verdictOf(token([], { kind: 'refresh' }), now), undefined);
    equal(verdictOf(token([], { kind: 'other' }), now)?.status, 'unknown');
  });
});
