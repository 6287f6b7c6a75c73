import { equal } from 'node:assert/strict';
import { mock } from 'node:test';
import type { ProfileStatus } from '../../../src/presence/profileStatus';
import { createChangeTimer, type ChangeTimer } from '../../../src/presence/timer';
import { makeProfile } from '../../support/profiles';
import { userPoolId } from '../../support/tokens';

const minute = 60_000;
const profile = makeProfile({ userPoolId });

function status(expiresAt?: number): ProfileStatus {
  return {
    profile,
    source: 'user',
    active: true,
    signingIn: false,
    users: [],
    session:
      expiresAt === undefined
        ? undefined
        : { user: 'jane', issuer: 'https://a', expiresAt, renewable: true, ended: false },
  };
}

describe('createChangeTimer', () => {
  let calls: number;
  let timer: ChangeTimer;

  beforeEach(() => {
    calls = 0;
    timer = createChangeTimer(() => {
      calls += 1;
    });
    mock.timers.enable({ apis: ['setTimeout'] });
  });

  afterEach(() => {
    timer.dispose();
    mock.timers.reset();
  });

  it('does not call back for a session that never expires', () => {
    timer.set([status(Infinity)], 0);
    mock.timers.tick(minute);
    equal(calls, 0);
  });

  it('calls back once, when the first text changes', () => {
    timer.set([status(42.5 * minute), status(10.2 * minute), status()], 0);
    mock.timers.tick(0.2 * minute);
    equal(calls, 0);
    mock.timers.tick(1);
    equal(calls, 1);
    mock.timers.tick(60 * minute);
    equal(calls, 1);
  });

  it('replaces the earlier timer when it is set again', () => {
    timer.set([status(10.5 * minute)], 0);
    timer.set([status(42.9 * minute)], 0);
    mock.timers.tick(0.8 * minute);
    equal(calls, 0);
    mock.timers.tick(0.2 * minute);
    equal(calls, 1);
  });

  it('does not call back when no text will change', () => {
    timer.set([status(), status(0)], 1);
    timer.set([], 0);
    mock.timers.tick(60 * minute);
    equal(calls, 0);
  });
});
