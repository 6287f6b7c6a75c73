import { deepEqual, equal } from 'node:assert/strict';
import { array, assert as holds, constantFrom, nat, property } from 'fast-check';
import { withoutEntry } from '../../../src/profiles/profileList';

const entry = (name: string, clientId = name): object => ({ name, clientId });

describe('withoutEntry', () => {
  it('removes only the listed entry when two entries have the same name', () => {
    const entries = [entry('a'), entry('a', 'second'), entry('b')];
    deepEqual(withoutEntry(entries, { entry: entries[1], index: 1 }), [entry('a'), entry('b')]);
    deepEqual(withoutEntry(entries, { entry: entries[0], index: 0 }), [entry('a', 'second'), entry('b')]);
    const twice = [entry('a'), entry('b'), entry('a')];
    deepEqual(withoutEntry(twice, { entry: entry('a'), index: 2 }), [entry('a'), entry('b')]);
  });

  it('removes the entry also when it has moved or has changed in the meantime', () => {
    const listed = { entry: entry('a'), index: 0 };
    deepEqual(withoutEntry([entry('new'), entry('a')], listed), [entry('new')]);
    deepEqual(withoutEntry([entry('new'), entry('a', 'changed')], listed), [entry('new')]);
  });

  it('returns undefined when the entry is no longer in the list, or when two others have its name', () => {
    const listed = { entry: entry('a'), index: 0 };
    for (const entries of [[], [entry('b')], [entry('a', 'x'), entry('a', 'y')]]) {
      equal(withoutEntry(entries, listed), undefined);
    }
    equal(withoutEntry([{}, 7], { entry: null, index: 0 }), undefined);
  });

  it('removes at most one entry from any list', () => {
    const any = constantFrom<unknown>(
      null,
      7,
      'a',
      {},
      entry('a'),
      entry('a', 'x'),
      entry(' a '),
      entry('b'),
    );
    holds(
      property(array(any), any, nat(5), (entries, listed, index) => {
        const others = withoutEntry(entries, { entry: listed, index });
        if (others !== undefined) equal(others.length, entries.length - 1);
      }),
    );
  });
});
