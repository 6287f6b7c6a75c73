import { equal, match } from 'node:assert/strict';
import { explainAnswer } from '../../../src/apiCalls/explainAnswer';
import { now } from '../../support/tokens';
import { access, answer, arrived, dateOf } from './answers';

describe('explainAnswer and clocks', () => {
  const expiring = access({ exp: now + 660 });

  it('judges by the server’s clock, and says how far this computer’s clock is off', () => {
    const { cause, why } = explainAnswer(answer(401, { date: dateOf(arrived + 420_000) }), expiring);
    equal(cause, 'token_expired');
    equal(
      why,
      'It expired 6 minutes before the answer, by the server’s clock. This computer’s clock is 7 minutes slow.',
    );
  });

  it('does not take a token for expired because this computer’s clock is fast', () => {
    equal(explainAnswer(answer(401, { date: dateOf(arrived - 420_000) }), expiring).cause, 'unknown');
  });

  it('judges by this computer’s clock without a Date header', () => {
    const { why } = explainAnswer({ status: 401, headers: {}, body: '', at: arrived + 61_000 }, expiring);
    equal(why, 'It expired 1 second before the answer, by this computer’s clock.');
  });

  it('adds the age of an answer from a cache', () => {
    const cached = answer(401, { date: dateOf(arrived), age: '60' });
    match(explainAnswer(cached, expiring).why, /^It expired 0 seconds before/);
  });

  it('does not say that a token has expired when no time is known', () => {
    const timeless = { status: 401, headers: {}, body: '', at: NaN };
    equal(explainAnswer(timeless, access({ exp: 0 })).cause, 'unknown');
    const stated = { ...timeless, body: '{"message":"Token has expired"}' };
    match(explainAnswer(stated, access()).why, /^When it expired is not known here\.$/);
  });
});
