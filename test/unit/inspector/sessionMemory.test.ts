import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Profile } from '../../../src/core/profile';
import type { Session, UserInfo } from '../../../src/core/session';
import type { Comparison } from '../../../src/inspector/model/comparison';
import { claimsOf, readSession } from '../../../src/inspector/model/tokenSet';
import { createSessionMemory, type SessionMemory } from '../../../src/inspector/sessionMemory';
import type { SessionStore } from '../../../src/sessions/store';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { makeProfile } from '../../support/profiles';
import { makeSession } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { accessClaims, idClaims, now, unsigned, userPoolId } from '../../support/tokens';
import { eventually } from '../../support/waiting';

const signedIn = makeSession({ id: 'one' });
const refreshed = makeSession({
  id: 'one',
  idToken: unsigned(idClaims({ exp: now + 7200 })),
  accessToken: unsigned(accessClaims({ exp: now + 7200 })),
});
const other = makeSession({ id: 'other', clientId: 'other' });
const newer: UserInfo = { state: 'answered', claims: { sub: 'newer' } };

describe('createSessionMemory', () => {
  let secrets: MemorySecrets;
  let store: SessionStore;
  let memory: SessionMemory;
  /** What happens while USERINFO is being asked. */
  let meanwhile: () => Promise<void>;

  const follow = (session: Session): Comparison | undefined =>
    memory.follow(session, claimsOf(readSession(session)));
  const profileOf = (session: Session): Profile => makeProfile({ userPoolId, clientId: session.clientId });
  const forgotten = async (): Promise<void> => {
    await eventually('the answer to be forgotten', () => memory.userInfoOf(signedIn) !== newer || undefined);
  };

  beforeEach(async () => {
    secrets = createMemorySecrets();
    store = openStore(secrets);
    meanwhile = () => Promise.resolve();
    memory = createSessionMemory({
      client: () => Promise.resolve({ userInfo: () => meanwhile().then(() => newer) }),
      store,
      refresher: { fresh: (session) => Promise.resolve(session) },
      changed: () => undefined,
    });
    await store.save(signedIn);
    await store.save(other);
  });

  afterEach(() => {
    memory.dispose();
  });

  describe('follow', () => {
    it('returns nothing before a refresh', () => {
      equal(follow(signedIn), undefined);
      equal(follow({ ...signedIn, userInfo: { state: 'not_asked' } }), undefined);
    });

    it('returns the changes of the last refresh on every call', () => {
      follow(signedIn);
      for (let times = 0; times < 2; times += 1) {
        const comparison = follow(refreshed);
        equal(comparison?.id, 'refresh');
        ok(comparison.rows.some(({ name, mark }) => name === 'Access token: exp' && mark === 'different'));
        match(comparison.note ?? '', /^2 of /);
      }
    });

    it('accepts claims that are nested 20,000 levels deep', () => {
      const deep = `{"sub":"a","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
      const token = `e30.${Buffer.from(deep).toString('base64url')}.c2ln`;
      follow(signedIn);
      equal(follow({ ...signedIn, accessToken: token })?.id, 'refresh');
    });

    it('compares neither two sign-ins nor two app clients', () => {
      follow(signedIn);
      equal(follow({ ...refreshed, id: 'two' }), undefined);
      equal(follow({ ...refreshed, id: 'three', clientId: 'other' }), undefined);
      equal(follow(signedIn), undefined);
    });
  });

  describe('userInfoOf', () => {
    beforeEach(async () => {
      follow(signedIn);
      ok(follow(refreshed));
      for (const session of [signedIn, other]) await memory.askUserInfo(profileOf(session));
    });

    it('keeps the newest answer of USERINFO after a refresh', async () => {
      await store.save(refreshed);
      equal(memory.userInfoOf(refreshed), newer);
      equal(memory.userInfoOf(makeSession({ id: 'two' })).state, 'answered');
      deepEqual(memory.userInfoOf(makeSession({ id: 'two' })), signedIn.userInfo);
    });

    it('forgets a session at its sign-out and keeps the others', async () => {
      await store.remove(signedIn);
      await forgotten();
      equal(follow(refreshed), undefined);
      equal(memory.userInfoOf(other), newer);
    });

    it('forgets a session at its sign-out in another window', async () => {
      await openStore(secrets).remove(signedIn);
      await forgotten();
    });

    it('forgets a session when another user signs in to the same app client', async () => {
      await store.save(makeSession({ id: 'two' }));
      await forgotten();
    });

    it('keeps no answer of USERINFO for a session that ends while USERINFO is being asked', async () => {
      const late = makeSession({ id: 'late', clientId: 'late' });
      await store.save(late);
      meanwhile = () => store.remove(late);
      await memory.askUserInfo(profileOf(late));
      equal(memory.userInfoOf(late), late.userInfo);
    });

    it('keeps answers while the sessions cannot be read', async () => {
      meanwhile = () => {
        secrets.broken.add('get');
        return Promise.resolve();
      };
      await memory.askUserInfo(profileOf(signedIn));
      equal(memory.userInfoOf(signedIn), newer);
      secrets.broken.clear();
      await store.remove(signedIn);
      await forgotten();
    });
  });

  it('stops listening to the store when it is disposed', () => {
    const before = secrets.listeners;
    memory.dispose();
    equal(secrets.listeners, before - 1);
  });
});
