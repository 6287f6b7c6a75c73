import { deepEqual, equal, ok } from 'node:assert/strict';
import { readToken, type FoundToken } from '../../../../src/inspector/model/anyToken';
import { byKind, claimsOf, readSession, userOf } from '../../../../src/inspector/model/tokenSet';
import { makeSession } from '../../../support/sessions';
import { accessClaims, idClaims, refreshToken, unsigned } from '../../../support/tokens';

function found(token: string): FoundToken {
  const read = readToken(token);
  ok(read);
  return read;
}

const id = found(unsigned(idClaims()));
const access = found(unsigned(accessClaims()));
const refresh = found(refreshToken);

describe('byKind', () => {
  it('puts each token into its slot', () => {
    deepEqual(byKind([access, id, refresh]), { access, id, other: refresh });
  });

  it('returns undefined when two tokens have the same slot', () => {
    equal(byKind([access, access]), undefined);
    equal(byKind([refresh, found(unsigned({ a: 1 }))]), undefined);
  });
});

describe('readSession', () => {
  it('reads the ID token and the access token, and leaves the refresh token out', () => {
    const read = readSession(makeSession());
    deepEqual(Object.keys(read), ['id', 'access']);
    deepEqual(claimsOf(read), { id: id.claims, access: access.claims, other: undefined });
  });

  it('reads no claims from a token that is not a JSON web token', () => {
    const read = readSession(makeSession({ idToken: undefined, accessToken: 'garbage' }));
    deepEqual(claimsOf(read), { id: undefined, access: undefined, other: undefined });
  });
});

describe('userOf', () => {
  it('returns the e-mail address, else the user name, else the name, else the subject', () => {
    const claims = { sub: 'me', name: 'John Doe', username: 'john', email: 'john@example.com' };
    equal(userOf({ other: claims }), 'john@example.com');
    equal(userOf({ other: { ...claims, email: 7 } }), 'john');
    equal(userOf({ other: { sub: 'me', name: 'John Doe' } }), 'John Doe');
    equal(userOf({ other: { sub: 'me', name: '' } }), 'me');
  });

  it('reads the claims of every token', () => {
    equal(userOf({ id: { sub: 'me' }, access: { sub: 'me', username: 'jane' } }), 'jane');
    equal(userOf({}), undefined);
  });
});
