import { runs } from '../../../support/soak';
import { strict as assert } from 'node:assert';
import {
  anything,
  assert as holds,
  constantFrom,
  dictionary,
  jsonValue,
  oneof,
  property,
  string,
} from 'fast-check';
import { parseProfiles } from '../../../../src/core/profile';
import {
  completeDraft,
  describeDraft,
  freeName,
  missingFields,
  sameProfile,
} from '../../../../src/profiles/add/completeDraft';
import type { NewProfile } from '../../../../src/profiles/add/completeDraft';
import { cleanDraft } from '../../../../src/profiles/add/profileDraft';
import type { ProfileDraft } from '../../../../src/profiles/add/profileDraft';
import type { ProfileEntry, ProfileSource } from '../../../../src/core/profileLayers';

const pool = 'us-east-1_AbCdEf123';
const client = '57cbishk4j24pabc1234567890';
const domain = 'my-app.auth.us-east-1.amazoncognito.com';
const own = 'vscode://cognito-tools.cognito-token-inspector/callback';

function completed(draft: ProfileDraft, taken: readonly string[] = []): NewProfile {
  const result = completeDraft(draft, new Set(taken), own);
  assert.ok('profile' in result, JSON.stringify(result));
  return result.profile;
}

describe('a profile draft', () => {
  it('is named after its domain, and asks the pool itself for the domain', () => {
    const { draft, notes } = cleanDraft({ userPoolId: pool, domain, clientId: client });
    assert.deepEqual(draft, { name: 'my-app', userPoolId: pool, clientId: client });
    assert.deepEqual(notes, []);
  });

  it('is named after what it has', () => {
    assert.equal(cleanDraft({ domain: 'https://auth.example.com/' }).draft.name, 'auth.example.com');
    assert.equal(cleanDraft({ userPoolId: pool }).draft.name, pool);
    assert.equal(cleanDraft({ issuer: 'http://127.0.0.1:9270/local_Pool' }).draft.name, '127.0.0.1:9270');
    assert.equal(cleanDraft({ clientId: client }).draft.name, undefined);
  });

  it('says that a domain is in another AWS Region than the pool', () => {
    const { draft, notes } = cleanDraft({
      userPoolId: pool,
      domain: 'my-app.auth.eu-west-1.amazoncognito.com',
    });
    assert.equal(draft.userPoolId, pool);
    assert.match(notes[0] ?? '', /eu-west-1, the user pool in us-east-1/);
  });

  const hostile: Readonly<Record<string, readonly unknown[]>> = {
    userPoolId: [7, {}, [], 'local_Pool', `${pool}\u0000`, `${pool}/../x`, 'x'.repeat(5000)],
    issuer: ['http://example.com/x', 'javascript:alert(1)', 'https://u:p@example.com/x', 'file:///etc'],
    domain: [
      'http://auth.example.com',
      'javascript:alert(1)',
      'evil.example.com@good.example.com',
      'x.auth.us-east-1.amazoncognito.com.example.org',
      'abc.execute-api.us-east-1.amazonaws.com',
      'my-app',
      'auth.example.com\u202e',
      'a b.example.com',
      7,
    ],
    clientId: ['a b', 'a&redirect_uri=b', 'x'.repeat(129), 7, ['a'], { toString: 'a' }],
    scopes: [['open id'], ['"'], [7], { openid: true }, 'a\tb'],
    redirectUris: [['javascript:alert(1)'], 'data:text/html,x', '/callback', ['https://a.tld/#f'], [[]]],
    logoutUris: [['javascript:alert(1)'], 'nothing'],
    identityProvider: ['x'.repeat(33), 'a\nb', 7],
    lang: ['d', 'de;x', 7],
    resource: ['x'.repeat(257), {}],
  };
  for (const [field, values] of Object.entries(hostile)) {
    for (const value of values) {
      it(`leaves out ${field} ${JSON.stringify(value).slice(0, 50)}, and says so`, () => {
        const { draft, notes } = cleanDraft({ [field]: value });
        assert.deepEqual(draft, {});
        assert.equal(notes.length, 1);
        assert.match(notes[0] ?? '', /^Its .* was left out: it cannot be one\.$/);
      });
    }
  }

  it('says nothing about what is not there', () => {
    assert.deepEqual(cleanDraft({ domain: '', clientId: undefined, lang: null }), { draft: {}, notes: [] });
  });

  it('takes one sign-out URL, one that a browser can open', () => {
    const logoutUris = ['myapp://bye', 'https://example.com/bye', 'https://example.com/other'];
    assert.equal(cleanDraft({ logoutUris }).draft.logoutUri, 'https://example.com/bye');
  });

  it('names what is missing', () => {
    assert.deepEqual(missingFields({}), ['pool', 'clientId']);
    assert.deepEqual(missingFields({ domain }), ['clientId']);
    assert.deepEqual(missingFields({ issuer: 'http://127.0.0.1:1/x_y', clientId: client }), []);
  });

  it('is described by what it holds', () => {
    assert.deepEqual(describeDraft({ userPoolId: pool, clientId: client, scopes: ['openid'] }, own), [
      pool,
      `app client ${client}`,
      'scope openid',
    ]);
    assert.deepEqual(describeDraft({ domain, scopes: ['a', 'b'], redirectUris: [own] }, own), [
      domain,
      '2 scopes',
      'back to this editor',
    ]);
    const redirectUris = ['https://b.tld/c', 'http://localhost:3000/'];
    assert.deepEqual(describeDraft({ issuer: 'http://127.0.0.1:1/x_y', redirectUris }, own), [
      '127.0.0.1:1/x_y',
      'back to localhost:3000/',
    ]);
  });
});

describe('a profile made of a draft', () => {
  const least = { userPoolId: pool, clientId: client };

  it('has what the draft has, and nothing that is a default', () => {
    assert.deepEqual(completed({ name: 'my-app', ...least, scopes: ['openid'], lang: 'de' }), {
      name: 'my-app',
      ...least,
      scopes: ['openid'],
      lang: 'de',
    });
    assert.equal(completed(least).name, 'Cognito');
  });

  it('takes a name that is free', () => {
    assert.equal(completed({ name: 'dev', ...least }, ['dev', 'dev 2']).name, 'dev 3');
    assert.equal(freeName('dev', new Set(['prod'])), 'dev');
  });

  const callbacks: readonly (readonly [readonly string[], string | undefined])[] = [
    [[], undefined],
    [[own, 'https://example.com/'], undefined],
    [['https://example.com/', own], undefined],
    [['https://example.com/', 'http://localhost:3000/'], 'http://localhost:3000/'],
    [['https://example.com/', 'https://example.org/'], 'https://example.com/'],
    [['myapp://callback', 'https://example.com/'], 'https://example.com/'],
  ];
  for (const [redirectUris, redirectUri] of callbacks) {
    it(`returns to ${redirectUri ?? 'this editor'}, of ${redirectUris.join(', ') || 'none'}`, () => {
      assert.equal(completed({ ...least, redirectUris }).redirectUri, redirectUri);
    });
  }

  for (const uri of [
    'myapp://callback',
    'cursor://cognito-tools.cognito-token-inspector/callback',
    'http://localhost/callback',
    'vscode://other.extension/callback',
  ]) {
    it(`says that ${uri} does not lead here`, () => {
      const result = completeDraft({ ...least, redirectUris: [uri] }, new Set(), own);
      assert.ok('profile' in result);
      if (uri.startsWith('vscode:')) assert.equal(result.profile.redirectUri, undefined);
      assert.match(result.notes[0] ?? '', /belongs to another program/);
    });
  }

  it('is refused with the reason when something is missing', () => {
    const result = completeDraft({ name: 'dev', clientId: client }, new Set(), own);
    assert.ok('fault' in result);
    assert.match(result.fault, /userPoolId is missing/);
  });

  const entry = (source: ProfileSource, fields: object): ProfileEntry => {
    const [profile] = parseProfiles([{ clientId: client, ...fields }]).profiles;
    return { profile: profile!, source };
  };

  it('would only repeat a profile that there is', () => {
    const entries = [entry('user', { name: 'a', ...least }), entry('user', { name: 'b', domain })];
    assert.equal(sameProfile(entries, least)?.profile.name, 'a');
    assert.equal(sameProfile(entries, { domain, clientId: client })?.profile.name, 'b');
    assert.equal(sameProfile(entries, { ...least, clientId: 'other' }), undefined);
    assert.equal(sameProfile(entries, { issuer: 'https://a.tld/x', clientId: client }), undefined);
  });

  it('repeats the user’s own profile first, whatever it leaves to the pool', () => {
    const theirs = entry('workspace', { name: 'theirs', ...least });
    const mine = entry('user', { name: 'mine', ...least, domain, redirectUri: 'http://localhost:1/' });
    assert.equal(sameProfile([theirs, mine], least), mine);
    assert.equal(sameProfile([theirs], least), theirs);
  });

  it('does not repeat a workspace’s profile that leads or comes back elsewhere', () => {
    const redirectUri = 'https://evil.example/cb';
    for (const fields of [{ domain: 'login.evil.example' }, { redirectUri }]) {
      const theirs = entry('workspace', { name: 'theirs', ...least, ...fields });
      assert.equal(sameProfile([theirs], least), undefined);
    }
    const theirs = entry('workspace', { name: 'theirs', ...least, redirectUri });
    assert.equal(sameProfile([theirs], { ...least, redirectUris: [own, redirectUri] }), theirs);
  });

  it('is sound whatever was sifted, or there is a reason', () => {
    const fields = constantFrom(
      'userPoolId',
      'issuer',
      'domain',
      'clientId',
      'scopes',
      'redirectUris',
      'logoutUris',
      'lang',
      '__proto__',
    );
    const value = oneof(
      jsonValue(),
      anything(),
      string(),
      constantFrom(pool, client, domain, own, 'https://a.tld/'),
    );
    holds(
      property(dictionary(fields, value), (raw) => {
        const { draft } = cleanDraft(raw);
        const result = completeDraft({ clientId: client, ...draft }, new Set(), own);
        if ('fault' in result) assert.match(result.fault, /\.$/);
        else assert.equal(parseProfiles([result.profile]).profiles.length, 1);
      }),
      { numRuns: runs(200, 1000) },
    );
  }).timeout(20_000);
});
