import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { CognitoError } from '../../../src/core/errors';
import { needsSignIn } from '../../../src/core/session';
import type { Session } from '../../../src/core/session';
import type { Refresher } from '../../../src/sessions/refresher';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { fakeClient, newer } from '../../support/fakeClient';
import { refresherOf } from '../../support/refreshers';
import { createMemorySecrets } from '../../support/memorySecrets';
import type { MemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { now } from '../../support/tokens';
import { fails } from '../../support/answers';

const refused = new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_grant' });

describe('refresher', () => {
  let secrets: MemorySecrets;
  let store: SessionStore;
  let asked: number;
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
    store = createSessionStore(createVault(secrets, () => undefined));
    await store.save(session);
    asked = 0;
    slept = [];
    time = now * 1000;
  });

  const refresher = (refresh: CognitoClient['refresh'], to = store): Refresher => {
    const client = fakeClient({
      refresh: (old, keep) => {
        asked += 1;
        return refresh(old, keep);
      },
    });
    return refresherOf(client, to, { now: () => time, sleep });
  };
  const answering = (): Refresher => refresher((old) => Promise.resolve(newer(old)));
  const failing = (error: Error): Refresher => refresher(() => Promise.reject(error));

  it('hands out a session that is good for a minute as it is', async () => {
    equal(await answering().fresh(session), session);
    time = (session.expiresAt - 60) * 1000;
    equal(await answering().fresh(session), session);
    equal(asked, 0);
  });

  it('refreshes one that is not, and stores the newer one', async () => {
    time = (session.expiresAt - 59) * 1000;
    const fresh = await answering().fresh(session);
    deepEqual(fresh, written(newer(session)));
    deepEqual(await store.reread(session), fresh);
    equal(asked, 1);
  });

  it('refreshes whatever the age when told to', async () => {
    deepEqual(await answering().refresh(session), written(newer(session)));
    equal(asked, 1);
  });

  it('refreshes once for a thousand who ask at the same time, and again afterwards', async () => {
    time = session.expiresAt * 1000;
    const { fresh, refresh } = answering();
    const all = await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        index % 2 === 0 ? fresh({ ...session }) : refresh(session),
      ),
    );
    equal(asked, 1);
    for (const one of all) equal(one, all[0]);
    await refresh(all[0]!);
    equal(asked, 2);
  });

  it('refreshes two app clients each on its own', async () => {
    const other = makeSession({ clientId: 'another' });
    await store.save(other);
    const { refresh } = answering();
    const both = await Promise.all([refresh(session), refresh(other)]);
    deepEqual(
      both.map(({ clientId }) => clientId),
      [session.clientId, 'another'],
    );
    equal(asked, 2);
  });

  it('fails once for all, and tries again afterwards', async () => {
    const { refresh } = failing(new CognitoError('timeout', { host: 'a' }));
    const told = new Set(
      await Promise.all(Array.from({ length: 100 }, () => fails(refresh(session), 'timeout'))),
    );
    equal(told.size, 1);
    equal(asked, 3);
    await fails(refresh(session), 'timeout');
    equal(asked, 6);
  });

  const kept: readonly Error[] = [
    new CognitoError('network', { host: 'a', reason: 'ECONNRESET' }),
    new CognitoError('timeout', { host: 'a' }),
    new CognitoError('response_unexpected', { host: 'a', status: 503 }),
    new CognitoError('response_unexpected', { host: 'a', status: 429 }),
    new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_client' }),
    new CognitoError('token_unsound', { check: 'signature' }),
    new Error('a fault of ours'),
  ];
  for (const error of kept) {
    it(`keeps the session after ${error instanceof CognitoError ? JSON.stringify([error.code, error.detail]) : error.message}`, async () => {
      await rejects(failing(error).refresh(session), error);
      deepEqual(await store.reread(session), session);
    });
  }

  it('says that the session has ended when the pool no longer takes its refresh token', async () => {
    await fails(failing(refused).refresh(session), 'session_ended', { error: 'invalid_grant' });
  });

  it('remembers that a session has ended, and never asks about it again', async () => {
    const { fresh, refresh } = failing(refused);
    await fails(refresh(session), 'session_ended');
    const ended = await store.reread(session);
    ok(ended);
    equal(ended.refreshToken, undefined);
    equal(ended.endedAt, Math.floor(time / 1000));
    equal(needsSignIn(ended, now), true);
    // The access token is good until it expires.
    equal(await fresh(ended), ended);
    time = session.expiresAt * 1000;
    for (const held of [ended, session]) {
      await fails(fresh(held), 'session_ended', { reason: undefined });
      await fails(refresh(held), 'session_ended');
    }
    equal(asked, 1);
  });

  it('finds the next sign-in of the same user after the end', async () => {
    const { refresh } = failing(refused);
    await fails(refresh(session), 'session_ended');
    const again = makeSession({ id: 'again', accessToken: `${session.accessToken}y`, refreshToken: 'again' });
    await store.save(again);
    deepEqual(await refresh(session), again);
    equal(asked, 1);
  });

  it('says that a session without a refresh token has ended, without asking', async () => {
    const short = makeSession({ refreshToken: undefined });
    await store.save(short);
    equal(await answering().fresh(short), short);
    time = short.expiresAt * 1000;
    await fails(answering().fresh(short), 'session_ended', { reason: 'no_refresh_token' });
    equal(asked, 0);
  });

  it('takes over the session of a window that was faster', async () => {
    for (const receivedAt of [session.receivedAt + 5, session.receivedAt, session.receivedAt - 5]) {
      const theirs = newer(session, { refreshToken: 'rotated', receivedAt, generation: 1 });
      await store.save(session);
      const found = await refresher(async () => {
        await store.save(theirs);
        throw refused;
      }).refresh(session);
      deepEqual(found, theirs);
    }
  });

  it('says that the session has ended when another window has signed out', async () => {
    const { refresh } = refresher(async () => {
      await store.remove(session);
      throw refused;
    });
    await fails(refresh(session), 'session_ended');
  });

  it('stores a rotated refresh token though the answer is not accepted', async () => {
    const rotated: Session = { ...session, refreshToken: 'rotated' };
    const { refresh } = refresher(async (_, keep) => {
      await keep(rotated);
      throw new CognitoError('token_unsound', { check: 'signature' });
    });
    await fails(refresh(session), 'token_unsound');
    deepEqual(await store.reread(session), written(rotated));
  });

  it('does not bring back a session that was signed out meanwhile', async () => {
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

  it('goes on in memory when the secret storage stops answering', async () => {
    const { refresh } = answering();
    for (const operation of ['get', 'store', 'delete', 'keys'] as const) secrets.broken.add(operation);
    deepEqual(await refresh(session), written(newer(session)));
    deepEqual(await store.reread(session), written(newer(session)));
  });

  it('says that the secret storage does not answer when it has to look there', async () => {
    secrets.broken.add('get');
    await fails(failing(refused).refresh(session), 'secrets_unavailable');
  });

  it('passes on that the client could not be loaded, and loads it again next time', async () => {
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

/** As it is stored: one generation later. */
function written(session: Session): Session {
  return { ...session, generation: session.generation + 1 };
}
