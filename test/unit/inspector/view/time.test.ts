import { equal, match, ok } from 'node:assert/strict';
import { assert as holds, integer, property } from 'fast-check';
import { localTime } from '../../../../src/core/localTime';
import { isPast, relative, untilChange, utcTime } from '../../../../src/inspector/view/time';

const now = 1_750_000_000_000;
/** The text for a moment so many seconds from now. */
const relativeText = (seconds: number): string => relative(now + seconds * 1000, now);

describe('relative, untilChange, isPast, localTime and utcTime', () => {
  it('counts minutes, hours, days, months and years in both directions', () => {
    const day = 86_400;
    for (const [seconds, text] of [
      [120, 'in 2 minutes'],
      [3540, 'in 59 minutes'],
      [3600, 'in 1 hour'],
      [3660, 'in 1 hour 1 minute'],
      [7800, 'in 2 hours 10 minutes'],
      [day, 'in 1 day'],
      [59 * day, 'in 59 days'],
      [60 * day, 'in 2 months'],
      [800 * day, 'in 2 years'],
      [0, 'less than a minute ago'],
      [-59, 'less than a minute ago'],
      [-60, '1 minute ago'],
      [-3 * day, '3 days ago'],
    ] as const) {
      equal(relativeText(seconds), text);
    }
  });

  it('counts the last two minutes in seconds', () => {
    equal(relativeText(119), 'in 1 minute 59 seconds');
    equal(relativeText(60), 'in 1 minute');
    equal(relativeText(59), 'in 59 seconds');
    equal(relativeText(1), 'in 1 second');
    equal(relative(now + 500, now), 'in 1 second');
  });

  it('waits no longer than until the text changes', () => {
    holds(
      property(integer({ min: -10_000_000, max: 10_000_000 }), (away) => {
        const moment = now + away;
        const wait = untilChange(moment, now);
        ok(wait > 0);
        const before = relative(moment, now);
        // The text is the same until just before the wait is over.
        if (wait > 2) equal(relative(moment, now + wait - 1), before);
      }),
    );
  });

  it('counts the moment of exp itself as past', () => {
    equal(isPast(now, now), true);
    equal(isPast(now + 1, now), false);
  });

  it('shows a moment in local time and in UTC', () => {
    match(localTime(0), /19(69|70)/);
    equal(utcTime(0), '1970-01-01T00:00:00.000Z');
  });
});
