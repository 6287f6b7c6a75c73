import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import type { Claims } from '../../../../src/core/jwt';
import type { LevelRequest } from '../../../../src/core/levels';
import { levelChecks } from '../../../../src/inspector/model/levelChecks';
import { now } from '../../../support/tokens';

const loa = (level: number): string => `urn:cognito:loa:${level}`;

/** The status and the reason of the only check. */
function only(request: LevelRequest, claims: Claims): readonly [string, string] {
  const [check, ...others] = levelChecks(request, claims);
  equal(others.length, 0);
  return [check?.status ?? '', check?.reason ?? ''];
}

describe('levelChecks', () => {
  it('checks nothing when the sign-in asked for nothing', () => {
    deepEqual(levelChecks({}, { acr: loa(1) }), []);
    deepEqual(levelChecks({ acrValues: [] }, { acr: loa(1) }), []);
  });

  describe('the level', () => {
    const level = (acrValues: string[], acr: unknown): readonly [string, string] =>
      only({ acrValues }, { acr });

    it('is reached when the token has any of those asked for, and is named', () => {
      for (const acr of [loa(3), loa(4), 'gold']) {
        const [status, reason] = level([loa(4), loa(3), 'gold'], acr);
        deepEqual([status, reason], ['passed', `The user reached ${acr}, which was asked for.`]);
      }
    });

    it('is reached when the token has a higher default level', () => {
      const [status, reason] = level([loa(3)], loa(4));
      deepEqual([status, reason], ['passed', `The user reached ${loa(4)}, a higher level than ${loa(3)}.`]);
    });

    it('is a warning with the three causes when the token has a lower one, or none', () => {
      for (const acr of [loa(1), 'gold', undefined, 4, ['x']]) {
        const [status, reason] = level([loa(4)], acr);
        equal(status, 'warning');
        match(reason, /Asked for: urn:cognito:loa:4\./);
        match(reason, /below Essentials/);
        match(reason, /configuration does not have this level, or the user has no factor/);
        match(reason, /does not offer levels for this pool yet/);
      }
      match(level([loa(4)], loa(1))[1], /The token has urn:cognito:loa:1\./);
      match(level([loa(4)], undefined)[1], /The token names no level\./);
    });

    it('does not guess the order of names that a pool has chosen', () => {
      equal(level(['gold'], loa(4))[0], 'warning');
      equal(level([loa(1)], 'gold')[0], 'warning');
    });

    it('shows a long name in part', () => {
      doesNotMatch(level([loa(4)], 'x'.repeat(500))[1], /x{121}/);
    });
  });

  describe('the age of the sign-in', () => {
    const age = (maxAge: number, seconds: number): readonly [string, string] =>
      only({ maxAge }, { auth_time: now - seconds, iat: now });

    it('is counted until the token was issued, with a minute for the way back from the browser', () => {
      const [status, reason] = age(300, 240);
      deepEqual(
        [status, reason],
        [
          'passed',
          'Asked for: a sign-in at most 5 minutes ago. The user signed in 4 minutes before the token was issued.',
        ],
      );
      deepEqual([age(300, 360)[0], age(300, 361)[0]], ['passed', 'warning']);
      deepEqual([age(0, 60)[0], age(0, 61)[0]], ['passed', 'warning']);
      match(age(0, 5)[1], /^Asked for: a new sign-in\./);
    });

    it('is a warning when the sign-in is older, which a refresh does not change', () => {
      const [status, reason] = age(300, 7200);
      equal(status, 'warning');
      match(reason, /A refresh keeps the time of the sign-in, so sign in again\./);
      match(reason, /below Essentials/);
    });

    it('is not checked when the token does not tell it', () => {
      const unknown = 'The token does not tell when the user signed in.';
      for (const claims of [{}, { iat: now }, { auth_time: 'soon', iat: now }, { auth_time: now }]) {
        deepEqual(only({ maxAge: 0 }, claims), ['unknown', unknown]);
      }
    });
  });
});
