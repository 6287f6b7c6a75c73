import { deepEqual, equal, ok } from 'node:assert/strict';
import { array, assert as holds, constantFrom, jsonValue, property, record, string } from 'fast-check';
import { entryName, parseProfile } from '../../../src/core/profile';
import { activeProfileOf, createLayerReader, layerProfiles } from '../../../src/core/profileLayers';
import { clientId, userPoolId } from '../../support/tokens';

const entry = (name: string, id = clientId): object => ({ name, userPoolId, clientId: id });

describe('layerProfiles', () => {
  it('returns the profiles of all layers, each with its source', () => {
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

  it('returns the first of two profiles with the same name, ignoring spaces around it', () => {
    const { entries } = layerProfiles([
      { source: 'workspace', value: [entry('dev', 'theirs')] },
      { source: 'user', value: [entry(' dev ', 'mine')] },
    ]);
    deepEqual(
      entries.map(({ profile }) => profile.clientId),
      ['theirs'],
    );
  });

  it('reports an invalid entry that hides a valid one', () => {
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

  it('reports a name that a workspace defines twice, but not one that hides the user’s', () => {
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

  it('returns the layer and the index of an invalid entry', () => {
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

  it('reports the second of two valid profiles with the same name in one layer', () => {
    const { entries, invalidEntries } = layerProfiles([
      { source: 'user', value: [entry('dev'), null, entry('dev', 'second'), entry('other')] },
    ]);
    deepEqual(
      entries.map(({ profile }) => [profile.name, profile.clientId]),
      [
        ['dev', clientId],
        ['other', clientId],
      ],
    );
    deepEqual(
      invalidEntries.map(({ name, reason, index }) => [name, reason, index]),
      [
        ['a profile without a name', 'has the wrong type', 1],
        ['dev', 'is used by two profiles', 2],
      ],
    );
  });

  it('returns nothing without layers, and reports a layer that is not a list', () => {
    deepEqual(layerProfiles([]), { entries: [], invalidEntries: [] });
    deepEqual(layerProfiles([{ source: 'user', value: undefined }]), { entries: [], invalidEntries: [] });
    for (const value of [null, {}, 'dev', 7, true]) {
      const { entries, invalidEntries } = layerProfiles([
        { source: 'workspace', value },
        { source: 'user', value: [entry('dev')] },
      ]);
      equal(entries.length, 1);
      const invalid = { name: 'cognito.profiles', field: '', reason: 'must be a list' };
      deepEqual(invalidEntries, [{ ...invalid, source: 'workspace', layer: 0 }]);
    }
  });

  it('never throws, returns no name twice, and returns each entry of a single layer once', () => {
    const layer = record({
      source: constantFrom('user' as const, 'workspace' as const),
      value: jsonValue().chain((value) => array(constantFrom(value, entry('dev'), entry('dev '), null))),
    });
    holds(
      property(array(layer), (layers) => {
        const { entries, invalidEntries } = layerProfiles(layers);
        const names = entries.map(({ profile }) => profile.name);
        equal(new Set(names).size, names.length);
        const [only, ...others] = layers;
        const count = entries.length + invalidEntries.length;
        if (only && others.length === 0) equal(count, only.value.length);
      }),
    );
  });

  it('takes a time that is linear in the number of profiles', () => {
    const value = Array.from({ length: 20_000 }, (_, index) => entry(`dev ${index}`));
    const start = process.cpuUsage();
    equal(layerProfiles([{ source: 'workspace', value }]).entries.length, value.length);
    const { user } = process.cpuUsage(start);
    ok(user < 1_500_000, `It took ${user} µs.`);
  });

  it('createLayerReader reads again only when the layers differ', () => {
    const read = createLayerReader();
    const layers = (name: string): Parameters<typeof read>[0] => [{ source: 'user', value: [entry(name)] }];
    const first = read(layers('dev'));
    equal(read(layers('dev')), first);
    deepEqual(read(layers('prod')), layerProfiles(layers('prod')));
    deepEqual(read(layers('dev')), first);
    deepEqual(read([]), layerProfiles([]));
  });

  it('entryName returns undefined for an entry without a name', () => {
    equal(entryName({ name: ' dev ' }), 'dev');
    for (const nameless of [undefined, null, 'dev', 7, {}, { name: ' ' }, { name: 7 }]) {
      equal(entryName(nameless), undefined);
    }
  });
});

describe('activeProfileOf', () => {
  const profiles = [parseProfile(entry('one')).profile!, parseProfile(entry('two')).profile!];

  it('returns the chosen profile, otherwise the default one, otherwise the only one', () => {
    equal(activeProfileOf(profiles, 'two', 'one')?.name, 'two');
    equal(activeProfileOf(profiles, undefined, 'one')?.name, 'one');
    equal(activeProfileOf(profiles.slice(0, 1), undefined, undefined)?.name, 'one');
    equal(activeProfileOf(profiles, undefined, undefined), undefined);
  });

  it('ignores a chosen name that does not exist, and returns undefined for a default that does not', () => {
    equal(activeProfileOf(profiles, 'gone', 'one')?.name, 'one');
    equal(activeProfileOf(profiles, 'gone', undefined), undefined);
    equal(activeProfileOf(profiles.slice(0, 1), undefined, 'gone'), undefined);
  });

  it('returns one of the profiles or undefined for any names', () => {
    holds(
      property(string(), string(), (chosen, preferred) => {
        const active = activeProfileOf(profiles, chosen, preferred);
        ok(active === undefined || profiles.includes(active));
      }),
    );
  });
});
