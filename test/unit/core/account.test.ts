import { deepEqual, equal, ok } from 'node:assert/strict';
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
  it('is named by the e-mail address, otherwise the user name, otherwise the client id', () => {
    const named = (id: Readonly<Record<string, unknown>>, access = {}): string =>
      userName(makeSession({ idToken: unsigned(idClaims(id)), accessToken: unsigned(accessClaims(access)) }));
    equal(named({}), 'janedoe@example.com');
    equal(named({ email: undefined }), 'janedoe');
    equal(named({ email: 7, 'cognito:username': 7 }), 'janedoe');
    equal(named({ email: undefined, 'cognito:username': undefined }, { username: 7 }), clientId);
  });

  it('has one id for each pool, app client and user, which stays the same after a refresh', () => {
    const { id } = accountOf(makeSession(), []);
    const renewed = makeSession({ accessToken: unsigned(accessClaims({ exp: 9, jti: 'other' })) });
    equal(accountOf(renewed, []).id, id);
    equal(accountOf(makeSession({ issuer: updatedIssuer }), []).id, id);
    const others = [
      makeSession({ clientId: `${clientId}x` }),
      makeSession({ issuer: `${issuer}x` }),
      makeSession({ accessToken: unsigned(accessClaims({ sub: 'someone-else' })) }),
    ];
    equal(new Set([id, ...others.map((other) => accountOf(other, []).id)]).size, 4);
    ok(id.endsWith(subject));
  });

  it('belongs to the profiles of its pool and app client, whichever user is signed in', () => {
    const { id } = accountOf(makeSession(), []);
    const named = (fields: Partial<Profile>): boolean =>
      isAccountOf(id, profile({ userPoolId: undefined, ...fields }));
    ok(named({ issuer }));
    ok(named({ issuer: updatedIssuer }));
    ok(named({ domain: signInHost }));
    ok(!named({ issuer, clientId: clientId.slice(0, -1) }));
    ok(!named({ domain: signInHost, clientId: clientId.slice(0, -1) }));
    ok(!named({ issuer: 'https://other.example' }));
  });

  it('has a label with the user and the profile', () => {
    equal(accountOf(makeSession(), [entry('user')]).label, 'janedoe@example.com (dev)');
  });

  it('has the name of the user’s own profile in its label, also when a workspace has one for the same app client', () => {
    const entries = [entry('workspace', { name: 'harmless' }), entry('user', { name: 'prod' })];
    equal(accountOf(makeSession(), entries).label, 'janedoe@example.com (prod)');
  });

  it('has the client id in its label when only a workspace has the profile', () => {
    const label = `janedoe@example.com (dev, ${clientId})`;
    equal(accountOf(makeSession(), [entry('workspace')]).label, label);
    equal(accountOf(makeSession(), []).label, `janedoe@example.com (${clientId})`);
  });

  it('has a label without control and bidi characters', () => {
    const idToken = unsigned(idClaims({ email: 'a\u202e\nb@example.com' }));
    equal(accountOf(makeSession({ idToken }), [entry('user')]).label, 'a b@example.com (dev)');
  });

  it('of a session belongs to the profiles of its pool and app client', () => {
    const session = makeSession();
    const named = (fields: Partial<Profile>): boolean =>
      belongsTo(session, profile({ userPoolId: undefined, ...fields }));
    ok(named({ userPoolId }));
    ok(named({ issuer }));
    ok(named({ issuer: updatedIssuer }));
    ok(named({ domain: signInHost }));
    ok(named({ domain: new URL(signInHost).host }));
    ok(!named({ userPoolId, clientId: 'another' }));
    ok(!named({ issuer: `${issuer}x` }));
    ok(!named({ domain: `${signInHost}.evil.example` }));
    ok(!named({ userPoolId: 'us-east-1_Other0001', domain: signInHost }));
  });

  it('has the scopes of its access token', () => {
    const granted = (scope: unknown): readonly string[] =>
      grantedScopes(makeSession({ accessToken: unsigned(accessClaims({ scope })) }));
    deepEqual(granted('openid  api/read '), ['openid', 'api/read']);
    deepEqual(granted(undefined), []);
    deepEqual(granted(['openid']), []);
  });
});
