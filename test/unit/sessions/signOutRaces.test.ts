import { deepEqual, equal } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecretStorage } from 'vscode';
import { finishSignOut } from '../../../src/sessions/finishSignOut';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { createWindowLock } from '../../../src/sessions/windowLock';
import type { WindowLock } from '../../../src/sessions/windowLock';
import { fakeClient, newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { refresherOf } from '../../support/refreshers';
import { makeSession } from '../../support/sessions';

describe('A sign-out while a refresh is just storing', () => {
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

  const openStore = (secrets: SecretStorage): SessionStore =>
    createSessionStore(createVault(secrets, () => undefined));
  const client = fakeClient({
    refresh: (old) => Promise.resolve(newer(old, { refreshToken: 'rotated' })),
    revoke: ({ refreshToken }) => {
      revoked.push(refreshToken);
      return Promise.resolve();
    },
  });

  for (const where of ['in the same window', 'in another window'] as const) {
    it(`${where} stays one, and the refresh token that was stored after it is revoked`, async () => {
      const secrets = createMemorySecrets();
      let signOut: (() => Promise<void>) | undefined;
      let finished: Promise<void> | undefined;
      // The refresh has found the record in place; before it writes, the sign-out removes it.
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

  it('leaves the session of a sign-in after it alone', async () => {
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
