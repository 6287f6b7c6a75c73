import { deepEqual, equal, ok } from 'node:assert/strict';
import { array, assert as holds, property, record, string } from 'fast-check';
import { filterTerms, matching } from '../../../../src/inspector/view/matching';

interface Item {
  readonly name: string;
  readonly value: string;
}
const textsOf = ({ name, value }: Item): readonly string[] => [name, value];
const items: readonly Item[] = [
  { name: 'cognito:groups', value: 'Admin' },
  { name: 'email', value: 'jane@example.com' },
  { name: 'custom:größe', value: 'GROß' },
];

describe('matching and filterTerms', () => {
  it('finds items that contain every word, in any order and case', () => {
    deepEqual(matching(items, filterTerms('  ADMIN  groups '), textsOf), [items[0]]);
    deepEqual(matching(items, filterTerms('größe'), textsOf), [items[2]]);
    deepEqual(matching(items, filterTerms('admin email'), textsOf), []);
  });

  it('returns all items when the filter has no word', () => {
    equal(matching(items, filterTerms(' \t '), textsOf), items);
  });

  it('does not find a word across two fields', () => {
    deepEqual(matching([{ name: 'ab', value: 'cd' }], ['bc'], textsOf), []);
  });

  it('finds each item by its own name and value', () => {
    holds(
      property(array(record({ name: string(), value: string() })), (some) => {
        for (const item of some) {
          ok(matching(some, filterTerms(item.name), textsOf).includes(item));
          ok(matching(some, filterTerms(item.value), textsOf).includes(item));
        }
      }),
    );
  });
});
