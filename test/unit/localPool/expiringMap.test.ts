import { deepEqual, equal } from 'node:assert/strict';
import { ExpiringMap } from '../../../src/localPool/expiringMap';
import { Clock } from '../../support/localPools';

describe('ExpiringMap', () => {
  it('returns no entry after its time, which endBy can shorten but not extend', () => {
    const clock = new Clock();
    const map = new ExpiringMap<string>(clock.now);
    map.set('a', 'A', clock.ms + 1000);
    equal(map.get('a'), 'A');
    map.endBy('a', clock.ms + 500);
    map.endBy('a', clock.ms + 9000);
    clock.ms += 499;
    equal(map.get('a'), 'A');
    clock.ms += 1;
    equal(map.get('a'), undefined);
    equal(map.take('a'), undefined);
  });

  it('removes expired entries when a new one is set', () => {
    const clock = new Clock();
    const map = new ExpiringMap<number>(clock.now);
    for (let index = 0; index < 100; index++) {
      map.set(`old${index}`, index, clock.ms + 1000);
    }
    clock.forward(61);
    map.set('new', 1, clock.ms + 1000);
    const kept: number[] = [];
    map.removeWhere((value) => {
      kept.push(value);
      return false;
    });
    deepEqual(kept, [1]);
  });

  it('removes expired entries first and then the oldest when it is full', () => {
    const clock = new Clock();
    const map = new ExpiringMap<number>(clock.now, 3);
    map.set('a', 1, clock.ms + 5000);
    map.set('ended', 2, clock.ms);
    map.set('c', 3, clock.ms + 5000);
    map.set('d', 4, clock.ms + 5000);
    deepEqual(
      ['a', 'ended', 'c', 'd'].map((key) => map.get(key)),
      [1, undefined, 3, 4],
    );
    map.set('e', 5, clock.ms + 5000);
    deepEqual(
      ['a', 'c', 'd', 'e'].map((key) => map.get(key)),
      [undefined, 3, 4, 5],
    );
  });

  it('removes with removeWhere the entries whose value matches', () => {
    const clock = new Clock();
    const map = new ExpiringMap<number>(clock.now);
    map.set('a', 1, Infinity);
    map.set('b', 2, Infinity);
    map.removeWhere((value) => value === 1);
    deepEqual([map.get('a'), map.get('b')], [undefined, 2]);
  });
});
