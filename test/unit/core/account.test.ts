import { strict as assert } from 'node:assert';
import { accountOf, belongsTo, grantedScopes, isAccountOf, userName } from '../../../src/core/account';
import type { Profile } from '../../../src/core/profile';
import type { ProfileEntry, ProfileSource } from '../../../src/core/profileLayers';
import { makeSession, signInHost } from '../../support/sessions';
import {
  accessClaims,
  clientId,
  idClaims,
  issuer,
  subject,
  unsigned,
  updatedIssuer,
  userPoolId,
} from '../../support/tokens';

function profile(fields: Partial<Profile> = {}): Profile {
  return { name: 'dev', userPoolId, clientId, grant: 'authorization_code', production: false, ...fields };
}

function entry(source: ProfileSource, fields: Partial<Profile> = {}): ProfileEntry {
  return { profile: profile(fields), source };
}

describe('account', () => {
  it('names the user by e-mail, else by username, else by the app client', () => {
    const named = (id: Readonly<Record<string, unknown>>, access = {}): string =>
      userName(makeSession({ idToken: unsigned(idClaims(id)), accessToken: unsigned(accessClaims(access)) }));
    assert.equal(named({}), 'janedoe@example.com');
    assert.equal(named({ email: undefined }), 'janedoe');
    assert.equal(named({ email: 7, 'cognito:username': 7 }), 'janedoe');
    assert.equal(named({ email: undefined, 'cognito:username': undefined }, { username: 7 }), clientId);
  });

  it('has an id of its own for each pool, client and user, and the same one after a refresh', () => {
    const { id } = accountOf(makeSession(), []);
    const renewed = makeSession({ accessToken: unsigned(accessClaims({ exp: 9, jti: 'other' })) });
    assert.equal(accountOf(renewed, []).id, id);
    assert.equal(accountOf(makeSession({ issuer: updatedIssuer }), []).id, id);
    const others = [
      makeSession({ clientId: `${clientId}x` }),
      makeSession({ issuer: `${issuer}x` }),
      makeSession({ accessToken: unsigned(accessClaims({ sub: 'someone-else' })) }),
    ];
    assert.equal(new Set([id, ...others.map((other) => accountOf(other, []).id)]).size, 4);
    assert(id.endsWith(subject));
  });

  it('knows which profiles it is of, whoever is signed in', () => {
    const { id } = accountOf(makeSession(), []);
    const named = (fields: Partial<Profile>): boolean =>
      isAccountOf(id, profile({ userPoolId: undefined, ...fields }));
    assert(named({ issuer }));
    assert(named({ issuer: updatedIssuer }));
    assert(named({ domain: signInHost }));
    assert(!named({ issuer, clientId: clientId.slice(0, -1) }));
    assert(!named({ domain: signInHost, clientId: clientId.slice(0, -1) }));
    assert(!named({ issuer: 'https://other.example' }));
  });

  it('has a label with the user and the profile', () => {
    assert.equal(accountOf(makeSession(), [entry('user')]).label, 'janedoe@example.com (dev)');
  });

  it('takes the name from the user’s own profile, not from one that a folder puts in front', () => {
    const entries = [entry('workspace', { name: 'harmless' }), entry('user', { name: 'prod' })];
    assert.equal(accountOf(makeSession(), entries).label, 'janedoe@example.com (prod)');
  });

  it('has a label that no other client can have when only a folder knows the profile', () => {
    const label = `janedoe@example.com (dev, ${clientId})`;
    assert.equal(accountOf(makeSession(), [entry('workspace')]).label, label);
    assert.equal(accountOf(makeSession(), []).label, `janedoe@example.com (${clientId})`);
  });

  it('has a label without control and bidi characters', () => {
    const idToken = unsigned(idClaims({ email: 'a\u202e\nb@example.com' }));
    assert.equal(accountOf(makeSession({ idToken }), [entry('user')]).label, 'a b@example.com (dev)');
  });

  it('belongs to the profiles of its pool and client', () => {
    const session = makeSession();
    const named = (fields: Partial<Profile>): boolean =>
      belongsTo(session, profile({ userPoolId: undefined, ...fields }));
    assert(named({ userPoolId }));
    assert(named({ issuer }));
    assert(named({ issuer: updatedIssuer }));
    assert(named({ domain: signInHost }));
    assert(named({ domain: new URL(signInHost).host }));
    assert(!named({ userPoolId, clientId: 'another' }));
    assert(!named({ issuer: `${issuer}x` }));
    assert(!named({ domain: `${signInHost}.evil.example` }));
    assert(!named({ userPoolId: 'us-east-1_Other0001', domain: signInHost }));
  });

  it('grants the scopes of its access token', () => {
    const granted = (scope: unknown): readonly string[] =>
      grantedScopes(makeSession({ accessToken: unsigned(accessClaims({ scope })) }));
    assert.deepEqual(granted('openid  api/read '), ['openid', 'api/read']);
    assert.deepEqual(granted(undefined), []);
    assert.deepEqual(granted(['openid']), []);
  });
});
