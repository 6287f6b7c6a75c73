import { deepEqual, equal } from 'node:assert/strict';
import type { Session } from '../../../src/core/session';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { fakeClient, newer } from '../../support/fakeClient';
import { refresherOf } from '../../support/refreshers';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { accessClaims, idClaims, unsigned } from '../../support/tokens';
import { fails } from '../../support/answers';

describe('While a refresh runs', () => {
  const jane = makeSession({ refreshToken: 'of-jane' });
  const zoë = makeSession({
    id: 'of-zoë',
    idToken: unsigned(idClaims({ sub: 'zoë' })),
    accessToken: unsigned(accessClaims({ sub: 'zoë' })),
    refreshToken: 'of-zoë',
  });
  let store: SessionStore;
  let revoked: (string | undefined)[];

  beforeEach(async () => {
    store = createSessionStore(createVault(createMemorySecrets(), () => undefined));
    await store.save(jane);
    revoked = [];
  });

  /** Refreshes jane's session; `meanwhile` happens before the pool answers. */
  function refreshing(meanwhile: () => Promise<void>, answer: Partial<Session> = {}): Promise<Session> {
    const client = fakeClient({
      refresh: async (old, keep) => {
        await meanwhile();
        if (answer.refreshToken !== undefined) await keep({ ...old, refreshToken: answer.refreshToken });
        return newer(old, answer);
      },
      revoke: ({ refreshToken }) => {
        revoked.push(refreshToken);
        return Promise.resolve();
      },
    });
    return refresherOf(client, store).refresh(jane);
  }

  it('another sign-in is not overwritten, and its tokens are not handed to whoever asked for the first', async () => {
    await fails(
      refreshing(() => store.save(zoë)),
      'session_missing',
    );
    deepEqual(await store.reread(zoë), zoë);
  });

  it('a sign-out stays one, and a rotated refresh token that nobody holds is revoked', async () => {
    await fails(
      refreshing(() => store.remove(jane), { refreshToken: 'rotated' }),
      'session_missing',
    );
    equal(await store.reread(jane), undefined);
    deepEqual(revoked, ['rotated']);
  });

  it('a refresh of another session does not wait for it', async () => {
    const client = fakeClient({ refresh: (old) => Promise.resolve(newer(old)) });
    const { refresh } = refresherOf(client, store);
    const first = refresh(jane);
    await store.save(zoë);
    const second = await refresh(zoë);
    equal(second.refreshToken, 'of-zoë');
    await first.catch(() => undefined);
    equal((await store.reread(zoë))?.refreshToken, 'of-zoë');
  });
});
