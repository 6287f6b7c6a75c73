import { deepEqual, equal } from 'node:assert/strict';
import { inOrder, sessionOfUser } from '../../../src/core/users';
import type { Session } from '../../../src/core/session';
import { makeSession, makeSessionOf } from '../../support/sessions';
import { accessClaims, idClaims, unsigned } from '../../support/tokens';

/** The session of a user with this e-mail address, whose user name is the `sub` with “name of”. */
function sessionOf(sub: string, email: string, signedInAt?: number): Session {
  const username = `name of ${sub}`;
  return makeSession({
    id: sub,
    idToken: unsigned(idClaims({ sub, email, 'cognito:username': username })),
    accessToken: unsigned(accessClaims({ sub, username })),
    signedInAt,
  });
}

describe('sessionOfUser', () => {
  const alice = sessionOf('alice', 'alice@example.com', 2);
  const bob = sessionOf('bob', 'shared@example.com', 1);
  const carol = sessionOf('carol', 'shared@example.com', 3);
  const sessions = [alice, bob, carol];

  it('finds the named user by sub, user name and e-mail address', () => {
    for (const named of ['alice', 'name of alice', 'alice@example.com']) {
      equal(sessionOfUser(sessions, { named, active: 'bob' })?.id, 'alice');
    }
  });

  it('finds no session for an e-mail address of two users, a name of no user, and a part of a name', () => {
    for (const named of ['shared@example.com', 'dave', 'ali', '', 'ALICE']) {
      equal(sessionOfUser(sessions, { named }), undefined);
    }
  });

  it('takes a user name before an e-mail address, and a sub before a user name', () => {
    const named = 'name of alice';
    equal(sessionOfUser([sessionOf('dave', named), alice], { named })?.id, 'alice');
    equal(sessionOfUser([alice, sessionOf(named, 'e@example.com')], { named })?.id, named);
  });

  it('finds the active user, and no other user when that user is not signed in', () => {
    equal(sessionOfUser(sessions, { active: 'carol' })?.id, 'carol');
    equal(sessionOfUser(sessions, { active: 'dave' }), undefined);
  });

  it('finds the user who signed in first when no user is active', () => {
    equal(sessionOfUser(sessions, {})?.id, 'bob');
    equal(sessionOfUser([], {}), undefined);
  });
});

describe('inOrder', () => {
  it('puts sessions of earlier versions first, and equal ones in the order of their users', () => {
    const ids = (sessions: readonly Session[]): readonly string[] => sessions.map(({ id }) => id);
    const old = [makeSessionOf('zoë'), makeSessionOf('adam')];
    deepEqual(ids(inOrder([sessionOf('new', 'n@example.com', 1), ...old])), ['of-adam', 'of-zoë', 'new']);
  });
});
