import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Session, UserInfo } from '../../../src/core/session';
import { claimsOf, readSession } from '../../../src/inspector/model/tokenSet';
import { createSessionMemory, type SessionMemory } from '../../../src/inspector/sessionMemory';
import { createSessionStore, type SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { accessClaims, now, unsigned } from '../../support/tokens';
import { eventually } from '../../support/waiting';

const signedIn = makeSession({ id: 'one' });
const refreshed = makeSession({ id: 'one', accessToken: unsigned(accessClaims({ exp: now + 7200 })) });
const other = makeSession({ id: 'other', clientId: 'other' });
const newer: UserInfo = { state: 'answered', claims: { sub: 'newer' } };

describe('createSessionMemory', () => {
  let secrets: MemorySecrets;
  let store: SessionStore;
  let memory: SessionMemory;

  const follow = (session: Session): unknown => memory.follow(session, claimsOf(readSession(session)));
  const openStore = (): SessionStore => createSessionStore(createVault(secrets, () => undefined));
  const forgotten = async (): Promise<void> => {
    await eventually('the answer to be forgotten', () => memory.userInfoOf(signedIn) !== newer || undefined);
  };

  beforeEach(async () => {
    secrets = createMemorySecrets();
    store = openStore();
    memory = createSessionMemory(store);
    await store.save(signedIn);
    await store.save(other);
    follow(signedIn);
    ok(follow(refreshed));
    await memory.answered(signedIn, newer);
    await memory.answered(other, newer);
  });

  afterEach(() => {
    memory.dispose();
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
    await openStore().remove(signedIn);
    await forgotten();
  });

  it('forgets a session when another user signs in to the same app client', async () => {
    await store.save(makeSession({ id: 'two' }));
    await forgotten();
  });

  it('keeps no answer of USERINFO for a session that is not in the store any more', async () => {
    const late = makeSession({ id: 'late', clientId: 'late' });
    await memory.answered(late, newer);
    equal(memory.userInfoOf(late), late.userInfo);
  });

  it('keeps answers while the sessions cannot be read', async () => {
    secrets.broken.add('get');
    await memory.answered(signedIn, newer);
    equal(memory.userInfoOf(signedIn), newer);
    secrets.broken.clear();
    await store.remove(signedIn);
    await forgotten();
  });

  it('stops listening to the store when it is disposed', () => {
    const before = secrets.listeners;
    memory.dispose();
    equal(secrets.listeners, before - 1);
  });
});
