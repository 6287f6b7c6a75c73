import { deepEqual, equal, ok } from 'node:assert/strict';
import { array, assert as assertProperty, property, record, string } from 'fast-check';
import { filterTerms, matching } from '../../../../src/inspector/view/matching';

interface Item {
  readonly name: string;
  readonly value: string;
}
const say = ({ name, value }: Item): readonly string[] => [name, value];
const items: readonly Item[] = [
  { name: 'cognito:groups', value: 'Admin' },
  { name: 'email', value: 'jane@example.com' },
  { name: 'custom:größe', value: 'GROß' },
];

describe('the filter', () => {
  it('finds items that hold every word, in any order and any case', () => {
    deepEqual(matching(items, filterTerms('  ADMIN  groups '), say), [items[0]]);
    deepEqual(matching(items, filterTerms('größe'), say), [items[2]]);
    deepEqual(matching(items, filterTerms('admin email'), say), []);
  });

  it('shows everything without a word', () => {
    equal(matching(items, filterTerms(' \t '), say), items);
  });

  it('does not find a word across two fields', () => {
    deepEqual(matching([{ name: 'ab', value: 'cd' }], ['bc'], say), []);
  });

  it('finds each item by its own name and value', () => {
    assertProperty(
      property(array(record({ name: string(), value: string() })), (some) => {
        for (const item of some) {
          ok(matching(some, filterTerms(item.name), say).includes(item));
          ok(matching(some, filterTerms(item.value), say).includes(item));
        }
      }),
    );
  });
});
