import { deepEqual, equal, ok } from 'node:assert/strict';
import { clockDifference, createPoolClocks, skewOf, type PoolClocks } from '../../../src/core/serverTime';

const host = 'acme.auth.us-east-1.amazoncognito.com';
const start = Date.UTC(2026, 0, 1);

function dated(date: string | null): Headers {
  return new Headers(date === null ? {} : { date });
}

describe('createPoolClocks', () => {
  let time: number;
  let elapsed: number;
  let told: (readonly [number, string])[];
  let clocks: PoolClocks;
  beforeEach(() => {
    time = start;
    elapsed = 5_000_000;
    told = [];
    clocks = createPoolClocks({
      now: () => time,
      elapsed: () => elapsed,
      onDifference: (skew, where) => told.push([skew, where]),
    });
  });

  /** An answer whose server is so many seconds ahead. */
  const hear = (ahead: number, where = host): void => {
    clocks.record(where, dated(new Date(time + ahead * 1000).toUTCString()), time + ahead * 1000);
  };

  it('returns no skew before an answer is recorded', () => {
    equal(clocks.skew(host), 0);
    equal(clocks.now(host), start);
  });

  for (const ahead of [420, -420, 86_400, -86_400]) {
    it(`reports once that a server is ${ahead} seconds ahead`, () => {
      hear(ahead);
      hear(ahead);
      equal(clocks.skew(host), ahead * 1000);
      equal(clocks.now(host), start + ahead * 1000);
      deepEqual(told, [[ahead * 1000, host]]);
    });
  }

  it('ignores a difference of some seconds, and reports none below the tolerance of tokens', () => {
    hear(-9);
    equal(clocks.skew(host), 0);
    hear(59);
    equal(clocks.skew(host), 59_000);
    deepEqual(told, []);
  });

  it('returns no skew after this computer’s clock was corrected', () => {
    hear(420);
    time += 420_000;
    hear(0);
    equal(clocks.skew(host), 0);
  });

  for (const [date, issued] of [
    ['three days ago', 0],
    ['three days ago', undefined],
    ['three days ago', -259_200 + 61],
    ['1970', 0],
  ] as const) {
    it(`ignores ${date} of an answer whose token was issued at ${issued ?? 'no known time'}`, () => {
      const heard = date === '1970' ? 0 : time - 259_200_000;
      clocks.record(
        host,
        dated(new Date(heard).toUTCString()),
        issued === undefined ? undefined : time + issued * 1000,
      );
      equal(clocks.skew(host), 0);
      deepEqual(told, []);
    });
  }

  it('never make a session look younger than when it was issued', () => {
    hear(-259_200);
    equal(clocks.now(host, 0), start);
    equal(clocks.now(host, -259_200_000), start - 259_200_000);
  });

  it('keeps the clock of each host apart', () => {
    hear(420);
    equal(clocks.skew('another'), 0);
  });

  it('ignores an answer without a valid date', () => {
    for (const date of [null, '', 'yesterday']) clocks.record(host, dated(date), start);
    equal(clocks.skew(host), 0);
    hear(420);
    clocks.record(host, dated('yesterday'), start);
    equal(clocks.skew(host), 420_000);
  });

  it('uses the skew of a session only when it makes tokens look older', () => {
    equal(clocks.skew(host, 420_000), 420_000);
    equal(clocks.skew(host, -420_000), 0);
    equal(clocks.now(host, 420_000), start + 420_000);
    hear(0);
    equal(clocks.skew(host, 420_000), 0);
  });

  it('ignores the skew of a fast clock that was set back', () => {
    hear(-420);
    elapsed += 60_000;
    time += 60_000 - 420_000;
    equal(clocks.skew(host), 0);
  });

  it('keeps the skew after a sleep', () => {
    hear(-420);
    time += 8 * 3_600_000;
    elapsed += 1000;
    equal(clocks.skew(host), -420_000);
  });

  it('uses this computer’s clock without options', () => {
    const plain = createPoolClocks();
    plain.record(host, dated(new Date(Date.now() - 3_600_000).toUTCString()), Date.now() - 3_600_000);
    ok(Math.abs(plain.skew(host) + 3_600_000) <= 2000);
    ok(Math.abs(plain.now(host) - Date.now() + 3_600_000) <= 2000);
  });
});

describe('clockDifference', () => {
  for (const [skew, words] of [
    [0, undefined],
    [59, undefined],
    [-59, undefined],
    [60, '60 seconds slow'],
    [-119, '119 seconds fast'],
    [420, '7 minutes slow'],
    [-7199, '120 minutes fast'],
    [7200, '2 hours slow'],
    [172_800, '2 days slow'],
    [-31_536_000, '365 days fast'],
  ] as const) {
    it(`returns ${words ?? 'undefined'} for ${skew} seconds`, () => {
      equal(clockDifference(skew * 1000), words);
    });
  }
});

describe('skewOf', () => {
  const date = new Date(start).toUTCString();

  it('adds the age of an answer from a cache', () => {
    equal(skewOf(new Headers({ date, age: '90' }), start), 90_000);
  });

  for (const age of ['1e400', '-90', 'NaN', '', '9'.repeat(400)]) {
    it(`ignores the age ${age.slice(0, 20)}`, () => {
      equal(skewOf(new Headers({ date, age }), start), 0);
    });
  }

  it('returns NaN without a valid date', () => {
    equal(skewOf(new Headers(), start), NaN);
    equal(skewOf(new Headers({ date: 'yesterday' }), start), NaN);
  });
});
