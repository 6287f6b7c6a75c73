import { deepEqual, equal } from 'node:assert/strict';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { CognitoError } from '../../../src/core/errors';
import type { Refresher } from '../../../src/sessions/refresher';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { fakeClient, newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { refresherOf } from '../../support/refreshers';
import { makeMachineSession } from '../../support/sessions';
import { now } from '../../support/tokens';
import { fails } from '../../support/answers';

describe('a machine client’s session', () => {
  const session = makeMachineSession();
  let store: SessionStore;
  let time: number;
  beforeEach(async () => {
    store = createSessionStore(createVault(createMemorySecrets(), () => undefined));
    await store.save(session);
    time = now * 1000;
  });

  const refresher = (refresh: CognitoClient['refresh']): Refresher =>
    refresherOf(fakeClient({ refresh }), store, { now: () => time });

  it('gets its token anew a minute before it expires, without a refresh token', async () => {
    const { fresh } = refresher((old) => Promise.resolve(newer(old)));
    time = (session.expiresAt - 60) * 1000;
    equal((await fresh(session)).accessToken, session.accessToken);
    time = (session.expiresAt - 59) * 1000;
    const anew = await fresh(session);
    equal(anew.accessToken, newer(session).accessToken);
    deepEqual((await store.reread(session))?.accessToken, anew.accessToken);
  });

  it('stays when the pool refuses the grant: it says nothing of a refresh token', async () => {
    const detail = { host: 'a', status: 400, error: 'invalid_grant', grant: 'client_credentials' };
    const { refresh } = refresher(() => Promise.reject(new CognitoError('token_refused', detail)));
    await fails(refresh(session), 'token_refused');
    deepEqual(await store.reread(session), session);
  });

  it('is not brought back when it is signed out meanwhile', async () => {
    const { refresh } = refresher(async (old) => {
      await store.remove(session);
      return newer(old);
    });
    await fails(refresh(session), 'session_missing');
    equal(await store.reread(session), undefined);
  });
});
