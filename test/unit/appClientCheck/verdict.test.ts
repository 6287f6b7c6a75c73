import { equal, match } from 'node:assert/strict';
import type { CheckReport, ShownCheck } from '../../../src/appClientCheck/protocol';
import { verdictOf, type Verdict } from '../../../src/appClientCheck/view/verdict';
import { userPoolId } from '../../support/tokens';

function verdict(statuses: readonly ShownCheck['status'][], state: CheckReport['state'] = 'done'): Verdict {
  return verdictOf({
    profile: 'team',
    production: false,
    pool: userPoolId,
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

describe('verdictOf of Check App Client', () => {
  it('returns passed only when every check passed', () => {
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
