import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import type { Session } from '../../../src/core/session';
import { saveSignIn } from '../../../src/sessions/saveSignIn';
import type { WindowLock } from '../../../src/sessions/windowLock';
import { createVirtualLock } from '../../support/virtualLock';
import { VirtualTime } from '../../support/virtualTime';
import { fakeClient, newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeProfile } from '../../support/profiles';
import { noLock, refresherOf } from '../../support/refreshers';
import { makeSession, makeSessionOf } from '../../support/sessions';
import { openStore } from '../../support/stores';

describe('saveSignIn', () => {
  const first = makeSession({ id: 'first', refreshToken: 'first' });
  const second = makeSession({ id: 'second', refreshToken: 'second' });

  it('keeps the session of the sign-in when a refresh stores at the same moment', async () => {
    const secrets = createMemorySecrets();
    // Set while the refresh has read the record and waits to write its own.
    let writing: (() => void) | undefined;
    const slow = { ...secrets };
    const time = new VirtualTime(0);
    const locks = createVirtualLock(time);
    const lock: WindowLock = locks.of(
      () => true,
      (milliseconds) => time.sleep(milliseconds),
    );
    const store = openStore(slow);
    await store.save(first);
    slow.store = async (key, value) => {
      if (writing === undefined) await new Promise<void>((resolve) => (writing = resolve));
      await secrets.store(key, value);
    };
    const client = fakeClient({ refresh: (old: Session) => Promise.resolve(newer(old)) });
    const refreshed = refresherOf(client, store, { lock }).refresh(first);
    while (writing === undefined) await time.pass(1);
    const saved = saveSignIn(second, { store, lock: () => Promise.resolve(lock) });
    await time.pass(100);
    writing();
    await refreshed;
    await time.pass(1000);
    await saved;
    equal((await store.reread(second))?.id, 'second');
  });

  it('returns the replaced session when the storage cannot read it at first', async () => {
    const store = openStore();
    await store.save(first);
    let readings = 0;
    const failing = {
      ...store,
      reread: (session: Session) =>
        (readings += 1) === 1
          ? Promise.reject(new CognitoError('secrets_unavailable'))
          : store.reread(session),
    };
    const context = { store: failing, lock: () => Promise.resolve(noLock) };
    deepEqual(await saveSignIn(second, context), { replaced: first });
    deepEqual(await store.reread(second), second);
  });

  it('keeps the order of the users when one signs in again', async () => {
    const store = openStore();
    const [zoë, adam] = [makeSessionOf('zoë'), makeSessionOf('adam')];
    const save = (session: Session, signedInAt: number): Promise<unknown> =>
      saveSignIn({ ...session, signedInAt }, { store, lock: () => Promise.resolve(noLock) });
    await save(zoë, 1);
    await save(adam, 2);
    await save({ ...zoë, id: 'again' }, 3);
    deepEqual(
      (await store.findAll(makeProfile({ issuer: zoë.issuer, clientId: zoë.clientId }))).map(({ id }) => id),
      ['again', 'of-adam'],
    );
  });

  it('stores nothing when the sign-in is cancelled while the record is read', async () => {
    const store = openStore();
    await store.save(first);
    let wanted = true;
    const cancelling = {
      ...store,
      reread: async (session: Session) => {
        const found = await store.reread(session);
        wanted = false;
        return found;
      },
    };
    const context = { store: cancelling, lock: () => Promise.resolve(noLock) };
    equal(await saveSignIn(second, context, () => Promise.resolve(wanted)), 'cancelled');
    deepEqual(await store.reread(first), first);
  });

  for (const before of [first, undefined]) {
    it(`${before ? 'restores the record before it' : 'removes the record'} when the sign-in is cancelled while the session is stored`, async () => {
      const store = openStore();
      if (before) await store.save(before);
      let wanted = true;
      const cancelling = {
        ...store,
        save: async (session: Session) => {
          await store.save(session);
          wanted = false;
        },
      };
      const context = { store: cancelling, lock: () => Promise.resolve(noLock) };
      equal(await saveSignIn(second, context, () => Promise.resolve(wanted)), 'cancelled');
      deepEqual(await store.reread(second), before);
    });
  }
});
