import { strict as assert } from 'node:assert';
import { assert as holds, integer, property } from 'fast-check';
import { timeLeft, untilChange } from '../../../src/presence/timeLeft';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('time left', () => {
  it('is short', () => {
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
      assert.equal(timeLeft(left), text);
    }
  });

  it('is never in a hurry about what is never over', () => {
    for (const left of [Infinity, NaN, 1e306 * 1000]) assert(untilChange(left) >= hour);
  });

  it('says when it says something else, and not earlier', () => {
    holds(
      property(integer({ min: 1, max: 3 * day }), (left) => {
        const wait = untilChange(left);
        assert(wait > 0);
        const then = left - wait;
        if (then > 0) assert.notEqual(timeLeft(then), timeLeft(left));
        if (wait > 1) assert.equal(timeLeft(then + 1), timeLeft(left));
      }),
    );
  });
});
