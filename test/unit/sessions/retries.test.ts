import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError, type ErrorDetail } from '../../../src/core/errors';
import type { Session } from '../../../src/core/session';
import type { Refresher } from '../../../src/sessions/refresher';
import type { SessionStore } from '../../../src/sessions/store';
import { fakeClient, newer } from '../../support/fakeClient';
import { refresherOf } from '../../support/refreshers';
import { makeSession } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { now } from '../../support/tokens';
import { fails } from '../../support/answers';

const busy = (detail: ErrorDetail): CognitoError =>
  new CognitoError('response_unexpected', { host: 'a', status: 429, ...detail });

describe('createRefreshFlow when a request fails', () => {
  const session = makeSession();
  let store: SessionStore;
  let time: number;
  let slept: number[];
  let requests: Session[];
  beforeEach(async () => {
    store = openStore();
    await store.save(session);
    time = now * 1000;
    slept = [];
    requests = [];
  });

  /** A refresher whose requests fail with these errors in order, then succeed. @param takes milliseconds of each request */
  const refresherFailing = (errors: readonly CognitoError[], takes = 0): Refresher => {
    const left = [...errors];
    const client = fakeClient({
      refresh: (old) => {
        requests.push(old);
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

  it('sends the request again after growing pauses', async () => {
    const offline = new CognitoError('network', { host: 'a', reason: 'ENOTFOUND' });
    const refreshed = await refresherFailing([offline, offline]).refresh(session);
    equal(refreshed.accessToken, newer(session).accessToken);
    deepEqual(slept, [500, 2000]);
  });

  it('gives up after three requests and keeps the session', async () => {
    const offline = new CognitoError('network', { host: 'a', reason: 'ENOTFOUND' });
    await fails(refresherFailing([offline, offline, offline]).refresh(session), 'network');
    equal(requests.length, 3);
    deepEqual(await store.reread(session), session);
  });

  it('sends no new request after 20 seconds', async () => {
    const slow = new CognitoError('timeout', { host: 'a' });
    await fails(refresherFailing([slow, slow, slow], 15_000).refresh(session), 'timeout');
    equal(requests.length, 2);
  });

  it('waits as long as the server asks', async () => {
    await refresherFailing([busy({ retryAfter: 7 })]).refresh(session);
    deepEqual(slept, [7000]);
  });

  it('sends the rotated refresh token again when the rest of the answer was lost', async () => {
    let tries = 0;
    const client = fakeClient({
      refresh: async (old, keep) => {
        requests.push(old);
        if (++tries > 1) return newer(old);
        await keep({ ...old, refreshToken: 'rotated' });
        throw new CognitoError('timeout', { host: 'a' });
      },
    });
    const refresher = refresherOf(client, store, { now: () => time, sleep: () => Promise.resolve() });
    equal((await refresher.refresh(session)).refreshToken, 'rotated');
    deepEqual(
      requests.map(({ refreshToken }) => refreshToken),
      [session.refreshToken, 'rotated'],
    );
  });

  it('refreshes again when the computer slept during the request', async () => {
    const client = fakeClient({
      refresh: (old) => {
        requests.push(old);
        const { receivedAt, expiresAt } = old;
        const issued = newer(old, { receivedAt, expiresAt, idToken: undefined });
        if (requests.length === 1) time += 8 * 3_600_000;
        return Promise.resolve(requests.length === 1 ? issued : { ...issued, expiresAt: time + 3_600_000 });
      },
    });
    const refreshed = await refresherOf(client, store, { now: () => time }).refresh(session);
    equal(requests.length, 2);
    equal(refreshed.expiresAt, time + 3_600_000);
  });
});
