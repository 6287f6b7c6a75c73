import { equal } from 'node:assert/strict';
import { duration } from '../../../src/core/duration';
import { requestedAge } from '../../../src/core/levels';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('duration', () => {
  it('rounds a length of time to one unit, and has a singular', () => {
    for (const [length, text] of [
      [400, '0 seconds'],
      [1000, '1 second'],
      [2 * minute - 1000, '119 seconds'],
      [2 * minute, '2 minutes'],
      [7.4 * minute, '7 minutes'],
      [2 * hour, '2 hours'],
      [47 * hour, '47 hours'],
      [2 * day, '2 days'],
    ] as const) {
      equal(duration(length), text);
    }
  });

  it('is in the words for a requested age of a sign-in', () => {
    equal(requestedAge(0), 'a new sign-in');
    equal(requestedAge(300), 'a sign-in at most 5 minutes ago');
  });
});
