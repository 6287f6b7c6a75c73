import { strict as assert } from 'node:assert';
import { mock } from 'node:test';
import type { ProfileStatus } from '../../../src/presence/profileStatus';
import { createChangeTimer } from '../../../src/presence/timer';

const minute = 60_000;

function status(expiresAt?: number): ProfileStatus {
  return {
    profile: { name: 'dev', clientId: 'a', grant: 'authorization_code', production: false },
    source: 'user',
    active: true,
    signingIn: false,
    ...(expiresAt === undefined
      ? {}
      : { session: { user: 'jane', issuer: 'https://a', expiresAt, renewable: true, ended: false } }),
  };
}

describe('change timer', () => {
  let calls = 0;
  const timer = createChangeTimer(() => {
    calls += 1;
  });

  beforeEach(() => {
    calls = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
  });

  afterEach(() => {
    timer.dispose();
    mock.timers.reset();
  });

  it('does not spin for a session that is never over', () => {
    timer.set([status(Infinity)], 0);
    mock.timers.tick(minute);
    assert.equal(calls, 0);
  });

  it('calls once, when the first of the texts changes', () => {
    timer.set([status(42.5 * minute), status(10.2 * minute), status()], 0);
    mock.timers.tick(0.2 * minute);
    assert.equal(calls, 0);
    mock.timers.tick(1);
    assert.equal(calls, 1);
    mock.timers.tick(60 * minute);
    assert.equal(calls, 1);
  });

  it('is replaced when it is set anew', () => {
    timer.set([status(10.5 * minute)], 0);
    timer.set([status(42.9 * minute)], 0);
    mock.timers.tick(0.8 * minute);
    assert.equal(calls, 0);
    mock.timers.tick(0.2 * minute);
    assert.equal(calls, 1);
  });

  it('does not run when nothing will change', () => {
    timer.set([status(), status(0)], 1);
    timer.set([], 0);
    mock.timers.tick(60 * minute);
    assert.equal(calls, 0);
  });
});
