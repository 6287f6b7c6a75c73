import { deepEqual, equal, match } from 'node:assert/strict';
import type { CheckReport, ShownCheck } from '../../../src/appClientCheck/protocol';
import { verdictOf, type Verdict } from '../../../src/appClientCheck/view/verdict';

function verdict(statuses: readonly ShownCheck['status'][], state: CheckReport['state'] = 'done'): Verdict {
  return verdictOf({
    name: 'team',
    title: 'Check App Client',
    production: false,
    facts: [],
    state,
    checks: statuses.map((status, index) => ({
      id: String(index),
      title: 'Check',
      status,
      seen: 'Seen.',
      snippets: [],
      actions: [],
    })),
    conclusion: 'Sign-in should work.',
    actions: [],
  });
}

describe('verdictOf of Check App Client', () => {
  it('returns passed only when every check passed', () => {
    equal(verdict(['passed', 'passed']).tone, 'passed');
    match(verdict(['passed', 'passed']).text, /^All 2 checks passed$/);
    equal(verdict(['passed', 'unknown']).tone, 'unknown');
    equal(verdict(['passed', 'unknown', 'failed']).tone, 'failed');
    equal(verdict([]).tone, 'idle');
    equal(verdict(['passed'], 'running').tone, 'running');
  });

  it('takes notes, which are about other programs, neither for problems nor for passed checks', () => {
    deepEqual(verdict(['passed', 'note', 'passed']), {
      tone: 'passed',
      glyph: 'pass-filled',
      text: '2 checks passed',
      advice: 'Sign-in should work.',
    });
    equal(verdict(['note', 'failed']).text, 'One thing to fix');
    equal(verdict(['note', 'unknown']).tone, 'unknown');
  });

  it('counts the failed and the unknown checks', () => {
    equal(verdict(['failed']).text, 'One thing to fix');
    equal(verdict(['failed']).advice, undefined);
    equal(verdict(['failed', 'failed', 'unknown']).text, '2 things to fix');
    match(verdict(['failed', 'unknown']).advice ?? '', /^One check was skipped/);
    match(verdict(['unknown', 'unknown']).advice ?? '', /^2 checks were skipped/);
  });
});
