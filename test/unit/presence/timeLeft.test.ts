import { equal, notEqual, ok } from 'node:assert/strict';
import { assert as holds, integer, property } from 'fast-check';
import { timeLeft, untilChange } from '../../../src/presence/timeLeft';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('timeLeft and untilChange', () => {
  it('returns the time left in at most two units', () => {
    for (const [left, text] of [
      [1, '<1 min'],
      [minute - 1, '<1 min'],
      [minute, '1 min'],
      [42.9 * minute, '42 min'],
      [hour, '1 h'],
      [hour + 5 * minute, '1 h 5 min'],
      [day - 1, '23 h 59 min'],
      [day, '1 d'],
      [2 * day + 3 * hour, '2 d 3 h'],
    ] as const) {
      equal(timeLeft(left), text);
    }
  });

  it('returns at least an hour until the change when the time never ends', () => {
    for (const left of [Infinity, NaN, 1e306 * 1000]) ok(untilChange(left) >= hour);
  });

  it('returns the time until the text changes, and no longer', () => {
    holds(
      property(integer({ min: 1, max: 3 * day }), (left) => {
        const wait = untilChange(left);
        ok(wait > 0);
        const then = left - wait;
        if (then > 0) notEqual(timeLeft(then), timeLeft(left));
        if (wait > 1) equal(timeLeft(then + 1), timeLeft(left));
      }),
    );
  });
});
