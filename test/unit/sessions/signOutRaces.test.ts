import { deepEqual, equal } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishSignOut } from '../../../src/sessions/finishSignOut';
import { createWindowLock, type WindowLock } from '../../../src/sessions/windowLock';
import { fakeClient, newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { refresherOf } from '../../support/refreshers';
import { makeSession } from '../../support/sessions';
import { openStore } from '../../support/stores';

describe('finishSignOut', () => {
  const jane = makeSession({ refreshToken: 'of-jane' });
  let folder: string;
  let lock: WindowLock;
  let revoked: (string | undefined)[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sign-out-'));
    lock = createWindowLock(folder, () => undefined);
    revoked = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  const client = fakeClient({
    refresh: (old) => Promise.resolve(newer(old, { refreshToken: 'rotated' })),
    revoke: ({ refreshToken }) => {
      revoked.push(refreshToken);
      return Promise.resolve();
    },
  });

  for (const where of ['in the same window', 'in another window'] as const) {
    it(`removes the session and revokes its token when a refresh stores it during a sign-out ${where}`, async () => {
      const secrets = createMemorySecrets();
      let signOut: (() => Promise<void>) | undefined;
      let finished: Promise<void> | undefined;
      // The refresh has found the record. Before it writes, the sign-out removes the record.
      const refreshing = openStore({
        ...secrets,
        store: async (key, value) => {
          if (key.startsWith('session:')) await signOut?.();
          await secrets.store(key, value);
        },
      });
      const signingOut = where === 'in the same window' ? refreshing : openStore(secrets);
      await refreshing.save(jane);
      signOut = async () => {
        signOut = undefined;
        await signingOut.remove(jane);
        finished = finishSignOut(jane, {
          client: () => Promise.resolve(client),
          store: signingOut,
          lock: () => Promise.resolve(lock),
        });
      };
      await refresherOf(client, refreshing, { lock }).refresh(jane);
      await finished;
      equal(await signingOut.reread(jane), undefined);
      equal((await refreshing.list()).length > 0, false);
      deepEqual(revoked, ['rotated']);
    });
  }

  it('keeps the session of a later sign-in', async () => {
    const store = openStore(createMemorySecrets());
    const next = makeSession({ id: 'next' });
    await store.save(next);
    await finishSignOut(jane, {
      client: () => Promise.resolve(client),
      store,
      lock: () => Promise.resolve(lock),
    });
    deepEqual(await store.reread(jane), next);
    deepEqual(revoked, []);
  });
});
