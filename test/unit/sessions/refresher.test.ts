import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { CognitoError } from '../../../src/core/errors';
import { hasEnded, type Session } from '../../../src/core/session';
import type { Refresher } from '../../../src/sessions/refresher';
import type { SessionStore } from '../../../src/sessions/store';
import { fakeClient, newer } from '../../support/fakeClient';
import { refresherOf } from '../../support/refreshers';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { now } from '../../support/tokens';
import { fails } from '../../support/answers';

const refused = new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_grant' });

describe('createRefresher', () => {
  let secrets: MemorySecrets;
  let store: SessionStore;
  let requests: number;
  let time: number;
  let slept: number[];
  const sleep = (milliseconds: number): Promise<void> => {
    slept.push(milliseconds);
    time += milliseconds;
    return Promise.resolve();
  };
  const session = makeSession();
  beforeEach(async () => {
    secrets = createMemorySecrets();
    store = openStore(secrets);
    await store.save(session);
    requests = 0;
    slept = [];
    time = now * 1000;
  });

  const refresher = (refresh: CognitoClient['refresh'], to = store): Refresher => {
    const client = fakeClient({
      refresh: (old, keep) => {
        requests += 1;
        return refresh(old, keep);
      },
    });
    return refresherOf(client, to, { now: () => time, sleep });
  };
  const answering = (): Refresher => refresher((old) => Promise.resolve(newer(old)));
  const failing = (error: Error): Refresher => refresher(() => Promise.reject(error));

  it('returns a session unchanged when it is valid for two minutes or more', async () => {
    equal(await answering().fresh(session), session);
    time = session.expiresAt - 120_000;
    equal(await answering().fresh(session), session);
    equal(requests, 0);
  });

  it('refreshes a session that is valid for less than two minutes and stores the new one', async () => {
    time = session.expiresAt - 119_000;
    const fresh = await answering().fresh(session);
    deepEqual(fresh, written(newer(session)));
    deepEqual(await store.reread(session), fresh);
    equal(requests, 1);
  });

  it('refreshes a session of any age when refresh is called', async () => {
    deepEqual(await answering().refresh(session), written(newer(session)));
    equal(requests, 1);
  });

  it('sends one request for a thousand calls at the same time and another for a later call', async () => {
    time = session.expiresAt;
    const { fresh, refresh } = answering();
    const all = await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        index % 2 === 0 ? fresh({ ...session }) : refresh(session),
      ),
    );
    equal(requests, 1);
    for (const one of all) equal(one, all[0]);
    await refresh(all[0]!);
    equal(requests, 2);
  });

  it('refreshes the sessions of two app clients separately', async () => {
    const other = makeSession({ clientId: 'another' });
    await store.save(other);
    const { refresh } = answering();
    const both = await Promise.all([refresh(session), refresh(other)]);
    deepEqual(
      both.map(({ clientId }) => clientId),
      [session.clientId, 'another'],
    );
    equal(requests, 2);
  });

  it('gives one error to calls at the same time and sends new requests for a later call', async () => {
    const { refresh } = failing(new CognitoError('timeout', { host: 'a' }));
    const errors = new Set(
      await Promise.all(Array.from({ length: 100 }, () => fails(refresh(session), 'timeout'))),
    );
    equal(errors.size, 1);
    equal(requests, 3);
    await fails(refresh(session), 'timeout');
    equal(requests, 6);
  });

  const kept: readonly Error[] = [
    new CognitoError('network', { host: 'a', reason: 'ECONNRESET' }),
    new CognitoError('timeout', { host: 'a' }),
    new CognitoError('response_unexpected', { host: 'a', status: 503 }),
    new CognitoError('response_unexpected', { host: 'a', status: 429 }),
    new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_client' }),
    new CognitoError('token_unsound', { check: 'signature' }),
    new Error('an internal error'),
  ];
  for (const error of kept) {
    it(`keeps the session after ${error instanceof CognitoError ? JSON.stringify([error.code, error.detail]) : error.message}`, async () => {
      await rejects(failing(error).refresh(session), error);
      deepEqual(await store.reread(session), session);
    });
  }

  it('fails with session_ended when the pool refuses the refresh token', async () => {
    await fails(failing(refused).refresh(session), 'session_ended', { error: 'invalid_grant' });
  });

  it('stores that a session has ended and sends no further request', async () => {
    const { fresh, refresh } = failing(refused);
    await fails(refresh(session), 'session_ended');
    const ended = await store.reread(session);
    ok(ended);
    equal(ended.refreshToken, undefined);
    equal(ended.endedAt, time);
    equal(hasEnded(ended), true);
    // The access token stays valid until it expires.
    equal(await fresh(ended), ended);
    time = session.expiresAt;
    for (const held of [ended, session]) {
      await fails(fresh(held), 'session_ended', { reason: undefined });
      await fails(refresh(held), 'session_ended');
    }
    equal(requests, 1);
  });

  it('returns the session of a new sign-in after the old one has ended', async () => {
    const { refresh } = failing(refused);
    await fails(refresh(session), 'session_ended');
    const again = makeSession({ id: 'again', accessToken: `${session.accessToken}y`, refreshToken: 'again' });
    await store.save(again);
    deepEqual(await refresh(session), again);
    equal(requests, 1);
  });

  it('fails with session_ended without a request when there is no refresh token', async () => {
    const short = makeSession({ refreshToken: undefined });
    await store.save(short);
    equal(await answering().fresh(short), short);
    time = short.expiresAt;
    await fails(answering().fresh(short), 'session_ended', { reason: 'no_refresh_token' });
    equal(requests, 0);
  });

  it('returns the session that another window stored first', async () => {
    for (const receivedAt of [session.receivedAt + 5000, session.receivedAt, session.receivedAt - 5000]) {
      const theirs = newer(session, { refreshToken: 'rotated', receivedAt, generation: 1 });
      await store.save(session);
      const found = await refresher(async () => {
        await store.save(theirs);
        throw refused;
      }).refresh(session);
      deepEqual(found, theirs);
    }
  });

  it('fails with session_ended when another window has signed out', async () => {
    const { refresh } = refresher(async () => {
      await store.remove(session);
      throw refused;
    });
    await fails(refresh(session), 'session_ended');
  });

  it('stores a rotated refresh token when the rest of the answer is refused', async () => {
    const rotated: Session = { ...session, refreshToken: 'rotated' };
    const { refresh } = refresher(async (_, keep) => {
      await keep(rotated);
      throw new CognitoError('token_unsound', { check: 'signature' });
    });
    await fails(refresh(session), 'token_unsound');
    deepEqual(await store.reread(session), written(rotated));
  });

  it('does not restore a session that is signed out during the refresh', async () => {
    const { refresh } = refresher(async (old) => {
      await store.remove(session);
      return newer(old);
    });
    await fails(refresh(session), 'session_missing');
    equal((await store.list()).length > 0, false);
    const rotating = refresher(async (old, keep) => {
      await keep({ ...old, refreshToken: 'rotated' });
      return newer(old, { refreshToken: 'rotated' });
    });
    await fails(rotating.refresh(session), 'session_missing');
    equal((await store.list()).length > 0, false);
  });

  it('keeps the new session in memory when the secret storage fails', async () => {
    const { refresh } = answering();
    for (const operation of ['get', 'store', 'delete', 'keys'] as const) secrets.broken.add(operation);
    deepEqual(await refresh(session), written(newer(session)));
    deepEqual(await store.reread(session), written(newer(session)));
  });

  it('fails with secrets_unavailable when the stored session cannot be read', async () => {
    secrets.broken.add('get');
    await fails(failing(refused).refresh(session), 'secrets_unavailable');
  });

  it('fails when the client cannot be loaded and loads it again for the next call', async () => {
    let loaded = 0;
    const broken = new Error('no such bundle');
    const { refresh } = refresherOf(() => {
      loaded += 1;
      return loaded === 1 ? Promise.reject(broken) : Promise.resolve(fakeClient());
    }, store);
    await rejects(refresh(session), broken);
    deepEqual(await refresh(session), written(newer(session)));
  });
});

/** The session as the refresher stores it: one generation later. */
function written(session: Session): Session {
  return { ...session, generation: session.generation + 1 };
}
