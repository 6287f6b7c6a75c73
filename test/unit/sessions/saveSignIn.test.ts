import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import type { Session } from '../../../src/core/session';
import { saveSignIn } from '../../../src/sessions/saveSignIn';
import type { WindowLock } from '../../../src/sessions/windowLock';
import { createVirtualLock } from '../../support/virtualLock';
import { VirtualTime } from '../../support/virtualTime';
import { fakeClient, newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { noLock, refresherOf } from '../../support/refreshers';
import { makeSession } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { accessClaims, idClaims, unsigned } from '../../support/tokens';

describe('saveSignIn', () => {
  const john = makeSession({ id: 'of-john', refreshToken: 'of-john' });
  const jane = makeSession({
    id: 'of-jane',
    idToken: unsigned(idClaims({ sub: 'jane' })),
    accessToken: unsigned(accessClaims({ sub: 'jane' })),
    refreshToken: 'of-jane',
  });

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
    await store.save(john);
    slow.store = async (key, value) => {
      if (writing === undefined) await new Promise<void>((resolve) => (writing = resolve));
      await secrets.store(key, value);
    };
    const client = fakeClient({ refresh: (old: Session) => Promise.resolve(newer(old)) });
    const refreshed = refresherOf(client, store, { lock }).refresh(john);
    while (writing === undefined) await time.pass(1);
    const saved = saveSignIn(jane, { store, lock: () => Promise.resolve(lock) });
    await time.pass(100);
    writing();
    await refreshed;
    await time.pass(1000);
    await saved;
    equal((await store.reread(jane))?.id, 'of-jane');
  });

  it('returns the replaced session when the storage cannot read it at first', async () => {
    const store = openStore();
    await store.save(john);
    let readings = 0;
    const failing = {
      ...store,
      reread: (session: Session) =>
        (readings += 1) === 1
          ? Promise.reject(new CognitoError('secrets_unavailable'))
          : store.reread(session),
    };
    const context = { store: failing, lock: () => Promise.resolve(noLock) };
    deepEqual(await saveSignIn(jane, context), { replaced: john });
    deepEqual(await store.reread(jane), jane);
  });

  it('stores nothing when the sign-in is cancelled while the record is read', async () => {
    const store = openStore();
    await store.save(john);
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
    equal(await saveSignIn(jane, context, () => Promise.resolve(wanted)), 'cancelled');
    deepEqual(await store.reread(john), john);
  });

  for (const before of [john, undefined]) {
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
      equal(await saveSignIn(jane, context, () => Promise.resolve(wanted)), 'cancelled');
      deepEqual(await store.reread(jane), before);
    });
  }
});
