import { deepEqual, equal, ok } from 'node:assert/strict';
import { array, assert as holds, constantFrom, jsonValue, property, record, string } from 'fast-check';
import { entryName, parseProfiles } from '../../../src/core/profile';
import { activeProfileOf, createLayerReader, layerProfiles } from '../../../src/core/profileLayers';
import { clientId, userPoolId } from '../../support/tokens';

const entry = (name: string, id = clientId): object => ({ name, userPoolId, clientId: id });

describe('profile layers', () => {
  it('add up, and say who defines a profile', () => {
    const { entries, invalidEntries } = layerProfiles([
      { source: 'workspace', value: [entry('theirs')] },
      { source: 'user', value: [entry('mine')] },
    ]);
    deepEqual(
      entries.map(({ profile, source }) => [profile.name, source]),
      [
        ['theirs', 'workspace'],
        ['mine', 'user'],
      ],
    );
    deepEqual(invalidEntries, []);
  });

  it('let the first layer count under one name, spaces around it aside', () => {
    const { entries } = layerProfiles([
      { source: 'workspace', value: [entry('dev', 'theirs')] },
      { source: 'user', value: [entry(' dev ', 'mine')] },
    ]);
    deepEqual(
      entries.map(({ profile }) => profile.clientId),
      ['theirs'],
    );
  });

  it('show a broken entry instead of the sound one that it covers', () => {
    const { entries, invalidEntries } = layerProfiles([
      { source: 'workspace', value: [{ name: 'dev', clientSecret: 'x' }] },
      { source: 'user', value: [entry('dev'), entry('other')] },
    ]);
    deepEqual(
      entries.map(({ profile }) => profile.name),
      ['other'],
    );
    deepEqual(
      invalidEntries.map(({ name, field, source }) => [name, field, source]),
      [['dev', 'clientSecret', 'workspace']],
    );
  });

  it('show what a workspace defines twice, and not what it hides of the user’s', () => {
    const { entries, invalidEntries } = layerProfiles([
      { source: 'workspace', value: [entry('dev', 'first'), entry('same')] },
      { source: 'workspace', value: [entry('fine'), entry(' dev ', 'second'), entry('same')] },
      { source: 'workspace', value: [{ name: 'dev', clientSecret: 'x' }] },
      { source: 'user', value: [entry('dev', 'mine')] },
    ]);
    deepEqual(
      entries.map(({ profile }) => [profile.name, profile.clientId]),
      [
        ['dev', 'first'],
        ['same', clientId],
        ['fine', clientId],
      ],
    );
    const hidden = { name: 'dev', field: 'name', source: 'workspace' };
    const reason = 'is used by another profile of this workspace, which takes precedence';
    deepEqual(invalidEntries, [
      { ...hidden, reason, layer: 1, index: 1 },
      { ...hidden, reason, layer: 2, index: 0 },
    ]);
  });

  it('say where a broken entry is: in which layer, and where in its list', () => {
    const { invalidEntries } = layerProfiles([
      { source: 'workspace', value: [entry('dev')] },
      { source: 'workspace', value: [entry('dev'), entry('other'), { clientId }] },
      { source: 'workspace', value: 'no list' },
      { source: 'user', value: [entry('dev'), { clientId }, entry('mine'), entry('mine', 'second')] },
    ]);
    deepEqual(
      invalidEntries.map(({ name, layer, index }) => [name, layer, index]),
      [
        ['a profile without a name', 1, 2],
        ['cognito.profiles', 2, undefined],
        ['a profile without a name', 3, 1],
        ['mine', 3, 3],
      ],
    );
  });

  it('keep two profiles of one name in one layer apart as a invalidEntry', () => {
    const { entries, invalidEntries } = layerProfiles([
      { source: 'user', value: [entry('dev'), entry('dev')] },
    ]);
    equal(entries.length, 1);
    equal(invalidEntries[0]?.reason, 'is used by two profiles');
  });

  it('are none when no layer has any, and say so when one is no list', () => {
    deepEqual(layerProfiles([]), { entries: [], invalidEntries: [] });
    deepEqual(layerProfiles([{ source: 'user', value: undefined }]), { entries: [], invalidEntries: [] });
    const { entries, invalidEntries } = layerProfiles([
      { source: 'workspace', value: 'dev' },
      { source: 'user', value: [entry('dev')] },
    ]);
    equal(entries.length, 1);
    deepEqual(
      invalidEntries.map(({ reason, source }) => [reason, source]),
      [['must be a list', 'workspace']],
    );
  });

  it('never throw, and give no name twice', () => {
    const layer = record({
      source: constantFrom('user' as const, 'workspace' as const),
      value: jsonValue().chain((value) => array(constantFrom(value, entry('dev'), entry('dev '), null))),
    });
    holds(
      property(array(layer), (layers) => {
        const names = layerProfiles(layers).entries.map(({ profile }) => profile.name);
        equal(new Set(names).size, names.length);
      }),
    );
  });

  it('are read in a time that grows with their number, not its square', () => {
    const value = Array.from({ length: 20_000 }, (_, index) => entry(`dev ${index}`));
    const start = process.cpuUsage();
    equal(layerProfiles([{ source: 'workspace', value }]).entries.length, value.length);
    const { user } = process.cpuUsage(start);
    ok(user < 1_500_000, `It took ${user} µs.`);
  });

  it('are read anew only when they say something else', () => {
    const read = createLayerReader();
    const layers = (name: string): Parameters<typeof read>[0] => [{ source: 'user', value: [entry(name)] }];
    const first = read(layers('dev'));
    equal(read(layers('dev')), first);
    deepEqual(read(layers('prod')), layerProfiles(layers('prod')));
    deepEqual(read(layers('dev')), first);
    deepEqual(read([]), layerProfiles([]));
  });

  it('have entries with and without a name', () => {
    equal(entryName({ name: ' dev ' }), 'dev');
    for (const nameless of [undefined, null, 'dev', 7, {}, { name: ' ' }, { name: 7 }]) {
      equal(entryName(nameless), undefined);
    }
  });
});

describe('the active profile', () => {
  const { profiles } = parseProfiles([entry('one'), entry('two')]);

  it('is the chosen one, then the default one, then the only one', () => {
    equal(activeProfileOf(profiles, 'two', 'one')?.name, 'two');
    equal(activeProfileOf(profiles, undefined, 'one')?.name, 'one');
    equal(activeProfileOf(profiles.slice(0, 1), undefined, undefined)?.name, 'one');
    equal(activeProfileOf(profiles, undefined, undefined), undefined);
  });

  it('is not a chosen one that is gone, and no other than a default that names nothing', () => {
    equal(activeProfileOf(profiles, 'gone', 'one')?.name, 'one');
    equal(activeProfileOf(profiles, 'gone', undefined), undefined);
    equal(activeProfileOf(profiles.slice(0, 1), undefined, 'gone'), undefined);
  });

  it('is always one of the profiles', () => {
    holds(
      property(string(), string(), (chosen, preferred) => {
        const active = activeProfileOf(profiles, chosen, preferred);
        ok(active === undefined || profiles.includes(active));
      }),
    );
  });
});
