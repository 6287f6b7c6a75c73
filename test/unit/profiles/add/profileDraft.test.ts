import { deepEqual, equal, match, ok } from 'node:assert/strict';
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
import {
  completeDraft,
  describeDraft,
  freeName,
  missingField,
  sameProfile,
  type NewProfile,
} from '../../../../src/profiles/add/completeDraft';
import { cleanDraft, type ProfileDraft } from '../../../../src/profiles/add/profileDraft';
import type { ProfileEntry, ProfileSource } from '../../../../src/core/profileLayers';
import { callbackUrl } from '../../../support/fakeClient';
import { checkCompletion, client, domain, pool } from '../../../support/profileDrafts';
import { makeProfile } from '../../../support/profiles';
import { runs } from '../../../support/soak';

function completed(draft: ProfileDraft, taken: readonly string[] = []): NewProfile {
  const result = completeDraft(draft, new Set(taken), callbackUrl);
  ok('profile' in result, JSON.stringify(result));
  return result.profile;
}

describe('cleanDraft, missingField and describeDraft', () => {
  it('names the draft after its domain, and leaves out the domain when there is a pool id', () => {
    const { draft, notes } = cleanDraft({ userPoolId: pool, domain, clientId: client });
    deepEqual(draft, { name: 'my-app', userPoolId: pool, clientId: client });
    deepEqual(notes, []);
  });

  it('names the draft after its domain, pool or issuer', () => {
    equal(cleanDraft({ domain: 'https://auth.example.com/' }).draft.name, 'auth.example.com');
    equal(cleanDraft({ userPoolId: pool }).draft.name, pool);
    equal(cleanDraft({ issuer: 'http://127.0.0.1:9270/local_Pool' }).draft.name, '127.0.0.1:9270');
    equal(cleanDraft({ clientId: client }).draft.name, undefined);
  });

  it('adds a note when the domain is in another AWS Region than the pool', () => {
    const { draft, notes } = cleanDraft({
      userPoolId: pool,
      domain: 'my-app.auth.eu-west-1.amazoncognito.com',
    });
    equal(draft.userPoolId, pool);
    match(notes[0] ?? '', /eu-west-1, the user pool probably in us-east-1/);
  });

  it('takes the AWS Region of a replicated pool from its issuer', () => {
    const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${pool}`;
    const near = cleanDraft({ userPoolId: pool, issuer, domain: 'my-app.auth.eu-west-1.amazoncognito.com' });
    deepEqual(near, { draft: { name: 'my-app', issuer }, notes: [] });
    const far = cleanDraft({ userPoolId: pool, issuer, domain });
    match(far.notes[0] ?? '', /us-east-1, the user pool in eu-west-1/);
    deepEqual(cleanDraft({ issuer }).draft, { name: pool, issuer });
    const primary = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
    deepEqual(cleanDraft({ userPoolId: pool, issuer: primary }).draft, { name: pool, userPoolId: pool });
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
      it(`leaves out ${field} ${JSON.stringify(value).slice(0, 50)} and adds a note`, () => {
        const { draft, notes } = cleanDraft({ [field]: value });
        deepEqual(draft, {});
        equal(notes.length, 1);
        match(notes[0] ?? '', /^Its .* was left out: it cannot be one\.$/);
      });
    }
  }

  it('adds no note about empty fields', () => {
    deepEqual(cleanDraft({ domain: '', clientId: undefined, lang: null }), { draft: {}, notes: [] });
  });

  it('keeps the first sign-out URL that a browser can open', () => {
    const logoutUris = ['myapp://bye', 'https://example.com/bye', 'https://example.com/other'];
    equal(cleanDraft({ logoutUris }).draft.logoutUri, 'https://example.com/bye');
  });

  it('returns the first missing field', () => {
    equal(missingField({}), 'pool');
    equal(missingField({ clientId: client }), 'pool');
    equal(missingField({ domain }), 'clientId');
    equal(missingField({ issuer: 'http://127.0.0.1:1/x_y', clientId: client }), undefined);
  });

  it('describes the draft by its pool, app client, scopes and callback URL', () => {
    deepEqual(describeDraft({ userPoolId: pool, clientId: client, scopes: ['openid'] }, callbackUrl), [
      pool,
      `app client ${client}`,
      'scope openid',
    ]);
    deepEqual(describeDraft({ domain, scopes: ['a', 'b'], redirectUris: [callbackUrl] }, callbackUrl), [
      domain,
      '2 scopes',
      'back to this editor',
    ]);
    const redirectUris = ['https://b.tld/c', 'http://localhost:3000/'];
    deepEqual(describeDraft({ issuer: 'http://127.0.0.1:1/x_y', redirectUris }, callbackUrl), [
      '127.0.0.1:1/x_y',
      'back to localhost:3000/',
    ]);
  });
});

describe('completeDraft, freeName and sameProfile', () => {
  const least = { userPoolId: pool, clientId: client };

  it('makes a profile with the fields of the draft and no default values', () => {
    deepEqual(completed({ name: 'my-app', ...least, scopes: ['openid'], lang: 'de' }), {
      name: 'my-app',
      ...least,
      scopes: ['openid'],
      lang: 'de',
    });
    equal(completed(least).name, 'Cognito');
  });

  it('chooses a name that no profile has', () => {
    equal(completed({ name: 'dev', ...least }, ['dev', 'dev 2']).name, 'dev 3');
    equal(freeName(new Set(['prod']), 'dev'), 'dev');
  });

  const callbacks: readonly (readonly [readonly string[], string | undefined])[] = [
    [[], undefined],
    [[callbackUrl, 'https://example.com/'], undefined],
    [['https://example.com/', callbackUrl], undefined],
    [['https://example.com/', 'http://localhost:3000/'], 'http://localhost:3000/'],
    [['https://example.com/', 'https://example.org/'], 'https://example.com/'],
    [['myapp://callback', 'https://example.com/'], 'https://example.com/'],
  ];
  for (const [redirectUris, redirectUri] of callbacks) {
    it(`chooses ${redirectUri ?? 'the editor’s own callback URL'} from ${redirectUris.join(', ') || 'no callback URLs'}`, () => {
      equal(completed({ ...least, redirectUris }).redirectUri, redirectUri);
    });
  }

  for (const uri of [
    'myapp://callback',
    'cursor://cognito-tools.cognito-token-inspector/callback',
    'http://localhost/callback',
    'vscode://other.extension/callback',
  ]) {
    it(`adds a note that ${uri} belongs to another program`, () => {
      const result = completeDraft({ ...least, redirectUris: [uri] }, new Set(), callbackUrl);
      ok('profile' in result);
      if (uri.startsWith('vscode:')) equal(result.profile.redirectUri, undefined);
      match(result.notes[0] ?? '', /belongs to another program/);
    });
  }

  it('returns an input error when a field is missing', () => {
    const result = completeDraft({ name: 'dev', clientId: client }, new Set(), callbackUrl);
    ok('inputError' in result);
    match(result.inputError, /userPoolId is missing/);
  });

  const entry = (source: ProfileSource, fields: object): ProfileEntry => ({
    profile: makeProfile({ clientId: client, ...fields }),
    source,
  });

  it('finds the existing profile of the same pool and app client', () => {
    const entries = [entry('user', { name: 'a', ...least }), entry('user', { name: 'b', domain })];
    equal(sameProfile(entries, least)?.profile.name, 'a');
    equal(sameProfile(entries, { domain, clientId: client })?.profile.name, 'b');
    equal(sameProfile(entries, { ...least, clientId: 'other' }), undefined);
    equal(sameProfile(entries, { issuer: 'https://a.tld/x', clientId: client }), undefined);
  });

  it('prefers a profile of the user settings, also with another domain or callback URL', () => {
    const theirs = entry('workspace', { name: 'theirs', ...least });
    const mine = entry('user', { name: 'mine', ...least, domain, redirectUri: 'http://localhost:1/' });
    equal(sameProfile([theirs, mine], least), mine);
    equal(sameProfile([theirs], least), theirs);
  });

  it('ignores a workspace profile with another domain or callback URL', () => {
    const redirectUri = 'https://evil.example/cb';
    for (const fields of [{ domain: 'login.evil.example' }, { redirectUri }]) {
      const theirs = entry('workspace', { name: 'theirs', ...least, ...fields });
      equal(sameProfile([theirs], least), undefined);
    }
    const theirs = entry('workspace', { name: 'theirs', ...least, redirectUri });
    equal(sameProfile([theirs], { ...least, redirectUris: [callbackUrl, redirectUri] }), theirs);
  });

  it('makes a valid profile or returns an input error for any cleaned draft', () => {
    const fields = constantFrom(
      'userPoolId',
      'issuer',
      'domain',
      'clientId',
      'scopes',
      'redirectUris',
      'logoutUris',
      'identityPoolId',
      'lang',
      '__proto__',
    );
    const value = oneof(
      jsonValue(),
      anything(),
      string(),
      constantFrom(pool, client, domain, callbackUrl, 'https://a.tld/'),
    );
    holds(
      property(dictionary(fields, value), (raw) => {
        checkCompletion(cleanDraft(raw).draft);
      }),
      { numRuns: runs(200, 1000) },
    );
  }).timeout(20_000);
});
