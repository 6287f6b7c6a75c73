import { deepEqual } from 'node:assert/strict';
import { readLevelRequest } from '../../../src/core/levels';

describe('readLevelRequest', () => {
  it('reads levels in their order, and an age as a number or as text', () => {
    const acrValues = ['urn:cognito:loa:4', 'strong'];
    deepEqual(readLevelRequest(acrValues, 300), { acrValues, maxAge: 300 });
    deepEqual(readLevelRequest(acrValues, '0'), { acrValues, maxAge: 0 });
  });

  it('leaves out names that no level can have, and repeated ones', () => {
    const names = ['', 'a b', 'line\nbreak', 'é', '\u202eabc', 'x'.repeat(65), 7, null, ['a'], 'ok', 'ok'];
    deepEqual(readLevelRequest(names, undefined).acrValues, ['ok']);
  });

  it('reads ten levels at most', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `level-${index}`);
    deepEqual(readLevelRequest(names, undefined).acrValues, names.slice(0, 10));
  });

  it('leaves out an age that is no whole number of seconds', () => {
    for (const age of ['', '-1', '1.5', '1e3', 'x', '9'.repeat(10), -1, 0.5, Infinity, NaN, null, '٣']) {
      deepEqual(readLevelRequest([], age), { acrValues: undefined, maxAge: undefined }, String(age));
    }
  });
});
