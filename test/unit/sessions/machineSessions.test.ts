import { deepEqual, equal } from 'node:assert/strict';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { CognitoError } from '../../../src/core/errors';
import type { Refresher } from '../../../src/sessions/refresher';
import type { SessionStore } from '../../../src/sessions/store';
import { fakeClient, newer } from '../../support/fakeClient';
import { refresherOf } from '../../support/refreshers';
import { makeMachineSession } from '../../support/sessions';
import { openStore } from '../../support/stores';
import { now } from '../../support/tokens';
import { fails } from '../../support/answers';

describe('createRefreshFlow with a machine client', () => {
  const session = makeMachineSession();
  let store: SessionStore;
  let time: number;
  beforeEach(async () => {
    store = openStore();
    await store.save(session);
    time = now * 1000;
  });

  const refresher = (refresh: CognitoClient['refresh']): Refresher =>
    refresherOf(fakeClient({ refresh }), store, { now: () => time });

  it('gets a new token without a refresh token two minutes before the old one expires', async () => {
    const { fresh } = refresher((old) => Promise.resolve(newer(old)));
    time = session.expiresAt - 120_000;
    equal((await fresh(session)).accessToken, session.accessToken);
    time = session.expiresAt - 119_000;
    const renewed = await fresh(session);
    equal(renewed.accessToken, newer(session).accessToken);
    deepEqual((await store.reread(session))?.accessToken, renewed.accessToken);
  });

  it('keeps the session when the pool refuses the grant', async () => {
    const detail = { host: 'a', status: 400, error: 'invalid_grant', grant: 'client_credentials' };
    const { refresh } = refresher(() => Promise.reject(new CognitoError('token_refused', detail)));
    await fails(refresh(session), 'token_refused');
    deepEqual(await store.reread(session), session);
  });

  it('does not restore a session that is signed out during the refresh', async () => {
    const { refresh } = refresher(async (old) => {
      await store.remove(session);
      return newer(old);
    });
    await fails(refresh(session), 'session_missing');
    equal(await store.reread(session), undefined);
  });
});
