import { deepEqual, equal } from 'node:assert/strict';
import { apiProxySchema } from '../../../src/handover/proxy/apiProxySettings';
import { parseSettingEntries } from '../../../src/handover/settingEntries';

const entry = { name: 'orders', profile: 'dev', url: 'https://api.example.com/prod' };
const parse = (layers: Parameters<typeof parseSettingEntries>[2]) =>
  parseSettingEntries('cognito.apiProxies', apiProxySchema, layers);
const of = (...value: readonly unknown[]) => parse([{ source: 'user', value }]);

describe('the entries of cognito.apiProxies', () => {
  it('fills in what is left out', () => {
    const settings = { ...entry, token: 'access', port: 0, origins: [] };
    deepEqual(of(entry), { entries: [{ settings, source: 'user' }], invalidEntries: [] });
  });

  it('takes the entry of the layer with the highest precedence, with its source', () => {
    const { entries } = parse([
      { source: 'workspace', value: [{ ...entry, url: 'https://evil.example' }] },
      { source: 'machine', value: undefined },
      { source: 'user', value: [entry, { ...entry, name: 'stock' }] },
    ]);
    deepEqual(
      entries.map(({ settings: { name, url }, source }) => [name, url, source]),
      [
        ['orders', 'https://evil.example/', 'workspace'],
        ['stock', entry.url, 'user'],
      ],
    );
  });

  it('takes an entry that the user has written in the same way for the user’s', () => {
    const machine = [entry, { ...entry, name: 'stock' }];
    const { entries } = parse([
      { source: 'machine', value: machine },
      { source: 'user', value: [entry] },
    ]);
    deepEqual(
      entries.map(({ source }) => source),
      ['user', 'machine'],
    );
  });

  const invalid: readonly (readonly [object, string, string])[] = [
    [{ name: undefined }, 'name', 'is missing'],
    [{ profile: ' ' }, 'profile', 'is empty'],
    [{ profile: 7 }, 'profile', 'has the wrong type'],
    [{ url: undefined }, 'url', 'is missing'],
    [{ token: 'refresh' }, 'token', 'must be access or id'],
    [{ port: 65_536 }, 'port', 'is no port'],
    [{ port: -1 }, 'port', 'is no port'],
    [{ port: 80.5 }, 'port', 'must be a whole number'],
    [{ port: '80' }, 'port', 'has the wrong type'],
    [{ origins: 'https://example.com' }, 'origins', 'has the wrong type'],
    [{ origins: ['*'] }, 'origins.0', 'must be like https://example.com'],
    [{ origins: ['null'] }, 'origins.0', 'must be like https://example.com'],
    [{ origins: ['http://localhost:3000/'] }, 'origins.0', 'must be like https://example.com'],
    [{ readOnly: 'no' }, 'readOnly', 'has the wrong type'],
  ];
  for (const [change, field, reason] of invalid) {
    it(`refuses ${JSON.stringify(change)}`, () => {
      const { entries, invalidEntries } = of({ ...entry, ...change });
      deepEqual([entries, invalidEntries[0]?.field, invalidEntries[0]?.reason], [[], field, reason]);
    });
  }

  for (const url of [
    'http://api.example.com',
    'https://user:password@api.example.com',
    'https://api.example.com/?stage=prod',
    'https://api.example.com/#top',
    'ftp://api.example.com',
    'javascript:alert(1)',
    'https://api.example.com/a b',
    '/orders',
  ]) {
    it(`refuses the url ${url}`, () => {
      deepEqual(of({ ...entry, url }).invalidEntries[0]?.field, 'url');
    });
  }

  it('writes a url as it is used', () => {
    const urlOf = (url: string): string | undefined => of({ ...entry, url }).entries[0]?.settings.url;
    equal(urlOf('https://evil.example\\@api.example.com/v1'), 'https://evil.example/@api.example.com/v1');
    equal(urlOf('https://аpi.example.com'), 'https://xn--pi-6kc.example.com/');
  });

  it('refuses a setting that is no list, and an entry that is no object', () => {
    const reason = 'must be a list';
    const name = 'cognito.apiProxies';
    deepEqual(parse([{ source: 'user', value: entry }]).invalidEntries, [{ name, field: '', reason }]);
    deepEqual(
      of('orders').invalidEntries.map((invalid) => invalid.reason),
      ['has the wrong type'],
    );
  });
});
