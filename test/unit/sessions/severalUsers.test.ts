import { deepEqual, equal } from 'node:assert/strict';
import type { SessionStore } from '../../../src/sessions/store';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { makeProfile } from '../../support/profiles';
import { makeMachineSession, makeSession, makeSessionOf, signInHost } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { clientId, issuer } from '../../support/tokens';

const profile = makeProfile({ name: 'dev', issuer, clientId });
const oldKey = `session:${issuer}|${clientId}`;

describe('createSessionStore with several users', () => {
  let secrets: MemorySecrets;
  beforeEach(() => {
    secrets = createMemorySecrets();
  });

  it('keeps a session for each user, and removes one without the others', async () => {
    const store = openStore(secrets);
    const users = ['alice', 'bob', 'carol'].map((sub, index) => ({
      ...makeSessionOf(sub),
      signedInAt: index,
    }));
    for (const session of users) await store.save(session);
    deepEqual(await store.findAll(profile), users);
    deepEqual(await openStore(secrets).find({ ...profile, user: 'bob' }), users[1]);
    await store.remove(users[1]!);
    deepEqual(await openStore(secrets).findAll(profile), [users[0], users[2]]);
    equal(await openStore(secrets).find({ ...profile, user: 'bob' }), undefined);
  });

  it('finds the active user of a profile, also when the profile has only a domain', async () => {
    const active = new Map([
      ['dev', 'bob'],
      ['customer', 'alice'],
    ]);
    const store = openStore(secrets, { activeUser: (name) => active.get(name) });
    for (const sub of ['alice', 'bob']) await store.save(makeSessionOf(sub));
    equal((await store.find(profile))?.id, 'of-bob');
    equal((await store.find({ ...profile, name: 'customer' }))?.id, 'of-alice');
    equal((await store.find(makeProfile({ name: 'dev', domain: signInHost, clientId })))?.id, 'of-bob');
    equal((await store.find({ ...profile, user: 'alice' }))?.id, 'of-alice');
  });

  it('finds no session of another app client whose id begins with the same characters', async () => {
    const store = openStore(secrets);
    await store.save(makeSession({ clientId: `${clientId}x` }));
    equal(await store.find(profile), undefined);
    deepEqual(await store.findAll(profile), []);
  });

  it('takes over the session of an earlier version, in every window', async () => {
    const session = makeSession();
    secrets.values.set(oldKey, JSON.stringify(session));
    const windows = [openStore(secrets), openStore(secrets)];
    for (const found of await Promise.all(windows.map((store) => store.find(profile)))) {
      deepEqual(found, session);
    }
    equal(secrets.values.has(oldKey), false);
    deepEqual(await openStore(secrets).list(), [session]);
    deepEqual(await windows[0]!.reread(session), session);
  });

  it('keeps the newer record when an earlier version has stored an old one again', async () => {
    const newer = makeSession({ generation: 5, refreshToken: 'newer' });
    await openStore(secrets).save(newer);
    secrets.values.set(oldKey, JSON.stringify(makeSession()));
    deepEqual(await openStore(secrets).list(), [newer]);
    equal(secrets.values.has(oldKey), false);
  });

  it('gives no session of another user whose record is in the place of a user', async () => {
    const [alice, bob] = [makeSessionOf('alice'), makeSessionOf('bob')];
    const misplaced = `${oldKey}|alice`;
    for (const find of [
      (store: SessionStore) => store.find(profile),
      (store: SessionStore) => store.reread(alice),
      async (store: SessionStore) => (await store.list())[0],
    ]) {
      secrets.values.set(misplaced, JSON.stringify(bob));
      equal(await find(openStore(secrets, { activeUser: () => 'alice' })), undefined);
      equal(secrets.values.has(misplaced), false);
    }
  });

  it('leaves the session of a machine client where it is', async () => {
    await openStore(secrets).save(makeMachineSession());
    deepEqual([...secrets.values.keys()], [oldKey]);
    const machine = makeProfile({ issuer, clientId, grant: 'client_credentials' });
    deepEqual(await openStore(secrets).find(machine), makeMachineSession());
  });
});
