import { deepEqual, equal } from 'node:assert/strict';
import type { Session } from '../../../src/core/session';
import { saveSignIn } from '../../../src/sessions/saveSignIn';
import { createSessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import type { WindowLock } from '../../../src/sessions/windowLock';
import { createVirtualLock } from '../../support/virtualLock';
import { VirtualTime } from '../../support/virtualTime';
import { fakeClient, newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { noLock, refresherOf } from '../../support/refreshers';
import { makeSession } from '../../support/sessions';
import { accessClaims, idClaims, unsigned } from '../../support/tokens';

describe('saveSignIn', () => {
  const john = makeSession({ id: 'of-john', refreshToken: 'of-john' });
  const jane = makeSession({
    id: 'of-jane',
    idToken: unsigned(idClaims({ sub: 'jane' })),
    accessToken: unsigned(accessClaims({ sub: 'jane' })),
    refreshToken: 'of-jane',
  });

  it('is not overwritten by a refresh that stores at the same moment', async () => {
    const secrets = createMemorySecrets();
    // The refresh has read the record and is about to write its own.
    let writing: (() => void) | undefined;
    const slow = { ...secrets };
    const time = new VirtualTime(0);
    const locks = createVirtualLock(time);
    const lock: WindowLock = locks.of(
      () => true,
      (milliseconds) => time.sleep(milliseconds),
    );
    const store = createSessionStore(createVault(slow, () => undefined));
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

  it('stores nothing when the sign-in was cancelled while the record was read', async () => {
    const store = createSessionStore(createVault(createMemorySecrets(), () => undefined));
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
    equal(await saveSignIn(jane, context, () => wanted), 'cancelled');
    deepEqual(await store.reread(john), john);
  });
});
