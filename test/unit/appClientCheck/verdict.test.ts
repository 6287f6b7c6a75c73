import { equal, match } from 'node:assert/strict';
import type { CheckReport, ShownCheck } from '../../../src/appClientCheck/protocol';
import { verdictOf } from '../../../src/appClientCheck/view/verdict';
import type { Verdict } from '../../../src/appClientCheck/view/verdict';

function verdict(statuses: readonly ShownCheck['status'][], state: CheckReport['state'] = 'done'): Verdict {
  return verdictOf({
    profile: 'team',
    production: false,
    pool: 'us-east-1_AbCdEf123',
    clientId: 'abc',
    callbackUrl: '',
    state,
    checks: statuses.map((status, index) => ({
      id: String(index),
      title: 'Check',
      status,
      seen: 'Seen.',
      snippets: [],
      actions: [],
    })),
    actions: [],
  });
}

describe('verdictOf', () => {
  it('is passed only when every check passed', () => {
    equal(verdict(['passed', 'passed']).tone, 'passed');
    match(verdict(['passed', 'passed']).text, /^All 2 checks passed$/);
    equal(verdict(['passed', 'unknown']).tone, 'unknown');
    equal(verdict(['passed', 'unknown', 'failed']).tone, 'failed');
    equal(verdict([]).tone, 'idle');
    equal(verdict(['passed'], 'running').tone, 'running');
  });

  it('counts the failed and the unknown checks', () => {
    equal(verdict(['failed']).text, 'One thing to fix');
    equal(verdict(['failed']).advice, undefined);
    equal(verdict(['failed', 'failed', 'unknown']).text, '2 things to fix');
    match(verdict(['failed', 'unknown']).advice ?? '', /^One check was skipped/);
    match(verdict(['unknown', 'unknown']).advice ?? '', /^2 checks were skipped/);
  });
});
