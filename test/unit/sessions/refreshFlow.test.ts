import { deepEqual, equal } from 'node:assert/strict';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { CognitoError } from '../../../src/core/errors';
import { createPoolClocks } from '../../../src/core/serverTime';
import type { Session } from '../../../src/core/session';
import { createRefreshFlow } from '../../../src/sessions/refreshFlow';
import type { SessionStore } from '../../../src/sessions/store';
import type { SessionVersion, WindowLock } from '../../../src/sessions/windowLock';
import { fails } from '../../support/answers';
import { fakeClient, newer } from '../../support/fakeClient';
import { makeSession, makeSessionOf } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { now } from '../../support/tokens';

const refused = new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_grant' });

describe('createRefreshFlow', () => {
  const jane = makeSession({ generation: 3 });
  const fresh = newer(jane, { generation: 4 });
  const zoë = makeSessionOf('zoë');
  let store: SessionStore;
  let requests: Session[];
  let slept: number;
  /** Runs in each pause. */
  let inPause: () => Promise<void>;
  let locked: number;
  /** Runs while the lock is waited for. */
  let beforeLock: () => Promise<void>;
  let lastWritten: SessionVersion | undefined;
  let recorded: SessionVersion[];

  beforeEach(async () => {
    store = openStore();
    await store.save(jane);
    requests = [];
    slept = 0;
    inPause = () => Promise.resolve();
    locked = 0;
    beforeLock = () => Promise.resolve();
    lastWritten = undefined;
    recorded = [];
  });

  function refresh(
    answer: CognitoClient['refresh'] = (old) => Promise.resolve(newer(old)),
  ): Promise<Session> {
    const lock: WindowLock = {
      take: async () => {
        locked += 1;
        await beforeLock();
        return {
          lastWritten,
          recordWritten: ({ id, generation }) => {
            recorded.push({ id, generation });
            return Promise.resolve();
          },
          release: () => Promise.resolve(),
        };
      },
    };
    const time = (): number => now * 1000;
    const flow = createRefreshFlow({
      client: () =>
        Promise.resolve(
          fakeClient({
            refresh: (old, keep) => {
              requests.push(old);
              return answer(old, keep);
            },
          }),
        ),
      store,
      lock,
      clocks: createPoolClocks({ now: time }),
      now: time,
      sleep: async () => {
        slept += 1;
        await inPause();
      },
    });
    return flow(jane);
  }

  it('returns a newer session of another window without the lock and without a request', async () => {
    await store.save(fresh);
    deepEqual(await refresh(), fresh);
    equal(locked, 0);
    equal(requests.length, 0);
  });

  it('returns the session that another window stores while this one waits for the lock', async () => {
    beforeLock = () => store.save(fresh);
    deepEqual(await refresh(), fresh);
    equal(locked, 1);
    equal(requests.length, 0);
  });

  it('refreshes a newer session that has expired by the clock of the pool', async () => {
    // The pool's clock is three minutes ahead, and the session is good for two and a half.
    const late = newer(jane, { expiresAt: (now + 150) * 1000, clockSkew: 180_000, generation: 4 });
    await store.save(late);
    await refresh();
    deepEqual(requests, [late]);
  });

  it('waits for the version that another window has noted', async () => {
    lastWritten = { id: jane.id, generation: 4 };
    inPause = () => store.save(fresh);
    deepEqual(await refresh(), fresh);
    equal(slept, 1);
    equal(requests.length, 0);
  });

  it('goes on with the stored session when a noted version does not appear within two seconds', async () => {
    lastWritten = { id: jane.id, generation: 4 };
    await refresh();
    equal(slept, 40);
    deepEqual(requests, [jane]);
  });

  it('waits for no version of another sign-in, and for none that it has already', async () => {
    lastWritten = { id: 'another', generation: 9 };
    await refresh();
    lastWritten = recorded[0];
    await refresh();
    equal(slept, 0);
  });

  it('writes a generation above that of any window', async () => {
    const written = await refresh(async (old) => {
      await store.save({ ...jane, generation: 7 });
      return newer(old);
    });
    equal(written.generation, 8);
    deepEqual(recorded, [{ id: jane.id, generation: 8 }]);
  });

  it('refreshes the session of its user when another user has signed in too', async () => {
    await store.save(zoë);
    equal((await refresh()).id, jane.id);
    equal(requests.length, 1);
    deepEqual(await store.reread(zoë), zoë);
  });

  it('returns the session of a new sign-in of the same user', async () => {
    const again = { ...newer(jane), id: 'again' };
    await store.save(again);
    deepEqual(await refresh(), again);
  });

  it('returns at once what another window has made of the refresh token that was refused', async () => {
    const rotated = { ...fresh, refreshToken: 'rotated' };
    const session = await refresh(async () => {
      await store.save(rotated);
      throw refused;
    });
    deepEqual(session, rotated);
    equal(slept, 0);
  });

  it('waits for the tokens of another window whose new refresh token is stored', async () => {
    const kept = { ...jane, refreshToken: 'rotated', generation: 4, expiresAt: jane.receivedAt };
    const rotated = { ...newer(kept), generation: 5 };
    inPause = () => store.save(rotated);
    const session = await refresh(async () => {
      await store.save(kept);
      throw refused;
    });
    deepEqual(session, rotated);
    equal(slept, 1);
    equal(requests.length, 1);
  });

  it('neither returns nor changes the session of another user when its own has ended', async () => {
    await fails(
      refresh(async () => {
        await store.save(zoë);
        throw refused;
      }),
      'session_ended',
    );
    deepEqual(await store.reread(zoë), zoë);
  });
});
