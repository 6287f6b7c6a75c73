import { equal } from 'node:assert/strict';
import { isRecent } from '../../../src/core/age';

describe('isRecent', () => {
  it('returns true until the limit is reached', () => {
    equal(isRecent(1000, 1000, 50), true);
    equal(isRecent(1000, 1049, 50), true);
    equal(isRecent(1000, 1050, 50), false);
  });

  it('returns false when the clock was set back, or without a time', () => {
    equal(isRecent(1000, 999, 50), false);
    equal(isRecent(undefined, 1000, 50), false);
  });
});
