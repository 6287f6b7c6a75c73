import { deepEqual, equal } from 'node:assert/strict';
import type { Session } from '../../../src/core/session';
import type { SessionStore } from '../../../src/sessions/store';
import { fakeClient, newer } from '../../support/fakeClient';
import { refresherOf } from '../../support/refreshers';
import { makeSession, makeSessionOf } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { fails } from '../../support/answers';

describe('createRefreshFlow when other changes overlap the refresh', () => {
  const jane = makeSession({ refreshToken: 'of-jane' });
  const zoë = makeSessionOf('zoë');
  let store: SessionStore;
  let revoked: (string | undefined)[];

  beforeEach(async () => {
    store = openStore();
    await store.save(jane);
    revoked = [];
  });

  /** Refreshes jane's session; `meanwhile` runs before the pool answers. */
  function refreshWhile(meanwhile: () => Promise<void>, answer: Partial<Session> = {}): Promise<Session> {
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

  it('keeps both sessions when another user signs in during the refresh', async () => {
    equal((await refreshWhile(() => store.save(zoë))).id, jane.id);
    deepEqual(await store.reread(zoë), zoë);
  });

  it('fails and revokes the rotated refresh token when the user signs out during the refresh', async () => {
    await fails(
      refreshWhile(() => store.remove(jane), { refreshToken: 'rotated' }),
      'session_missing',
    );
    equal(await store.reread(jane), undefined);
    deepEqual(revoked, ['rotated']);
  });

  it('revokes nothing when the user signs out during a refresh without rotation', async () => {
    await fails(
      refreshWhile(() => store.remove(jane)),
      'session_missing',
    );
    deepEqual(revoked, []);
  });

  it('refreshes the session of a new sign-in separately from the replaced one', async () => {
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
