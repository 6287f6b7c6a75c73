import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import type { ErrorDetail } from '../../../src/core/errors';
import type { Session } from '../../../src/core/session';
import type { Refresher } from '../../../src/sessions/refresher';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { fakeClient, newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { refresherOf } from '../../support/refreshers';
import { makeSession } from '../../support/sessions';
import { now } from '../../support/tokens';
import { fails } from '../../support/answers';

const busy = (detail: ErrorDetail): CognitoError =>
  new CognitoError('response_unexpected', { host: 'a', status: 429, ...detail });

describe('a refresh that fails', () => {
  const session = makeSession();
  let store: SessionStore;
  let time: number;
  let slept: number[];
  let asked: Session[];
  beforeEach(async () => {
    store = createSessionStore(createVault(createMemorySecrets(), () => undefined));
    await store.save(session);
    time = now * 1000;
    slept = [];
    asked = [];
  });

  /** Each request ends with the next of these; then they succeed. @param takes milliseconds of each request */
  const meeting = (errors: readonly CognitoError[], takes = 0): Refresher => {
    const left = [...errors];
    const client = fakeClient({
      refresh: (old) => {
        asked.push(old);
        time += takes;
        const error = left.shift();
        return error === undefined ? Promise.resolve(newer(old)) : Promise.reject(error);
      },
    });
    return refresherOf(client, store, {
      now: () => time,
      sleep: (milliseconds) => {
        slept.push(milliseconds);
        time += milliseconds;
        return Promise.resolve();
      },
    });
  };

  it('is tried again after ever longer pauses', async () => {
    const offline = new CognitoError('network', { host: 'a', reason: 'ENOTFOUND' });
    const refreshed = await meeting([offline, offline]).refresh(session);
    equal(refreshed.accessToken, newer(session).accessToken);
    deepEqual(slept, [500, 2000]);
  });

  it('is given up after three requests, and keeps the session', async () => {
    const offline = new CognitoError('network', { host: 'a', reason: 'ENOTFOUND' });
    await fails(meeting([offline, offline, offline]).refresh(session), 'network');
    equal(asked.length, 3);
    deepEqual(await store.reread(session), session);
  });

  it('begins no new request after 20 seconds', async () => {
    const slow = new CognitoError('timeout', { host: 'a' });
    await fails(meeting([slow, slow, slow], 15_000).refresh(session), 'timeout');
    equal(asked.length, 2);
  });

  it('waits as long as the server asks', async () => {
    await meeting([busy({ retryAfter: 7 })]).refresh(session);
    deepEqual(slept, [7000]);
  });

  it('is tried again with the refresh token that an earlier answer brought', async () => {
    let tries = 0;
    const client = fakeClient({
      refresh: async (old, keep) => {
        asked.push(old);
        if (++tries > 1) return newer(old);
        await keep({ ...old, refreshToken: 'rotated' });
        throw new CognitoError('timeout', { host: 'a' });
      },
    });
    const refresher = refresherOf(client, store, { now: () => time, sleep: () => Promise.resolve() });
    equal((await refresher.refresh(session)).refreshToken, 'rotated');
    deepEqual(
      asked.map(({ refreshToken }) => refreshToken),
      [session.refreshToken, 'rotated'],
    );
  });

  it('because the computer slept through it is done again', async () => {
    const client = fakeClient({
      refresh: (old) => {
        asked.push(old);
        const { receivedAt, expiresAt } = old;
        const issued = newer(old, { receivedAt, expiresAt, idToken: undefined });
        if (asked.length === 1) time += 8 * 3_600_000;
        return Promise.resolve(asked.length === 1 ? issued : { ...issued, expiresAt: time / 1000 + 3600 });
      },
    });
    const refreshed = await refresherOf(client, store, { now: () => time }).refresh(session);
    equal(asked.length, 2);
    equal(refreshed.expiresAt, time / 1000 + 3600);
  });
});
