import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import type { PendingSignIns } from '../../../src/signIn/pending';
import { pendingSignIn } from '../../support/fakeClient';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { fails } from '../../support/answers';
import { openPendingSignIns } from './windows';

describe('createPendingSignIns with a broken secret storage', () => {
  let secrets: MemorySecrets;
  let time: number;
  let here: PendingSignIns;
  const openWindow = (): PendingSignIns => openPendingSignIns(secrets, () => time);
  beforeEach(() => {
    secrets = createMemorySecrets();
    time = 1_750_000_000_000;
    here = openWindow();
  });
  const breakStorage = (): void => {
    for (const operation of ['get', 'store', 'delete', 'keys'] as const) secrets.broken.add(operation);
  };

  it('keeps a sign-in in memory, gives it once and settles it when every operation fails', async () => {
    breakStorage();
    const signIn = pendingSignIn();
    await here.add(signIn);
    const waiting = here.wait(signIn.state);
    deepEqual(await here.take(signIn.state), signIn);
    equal(await here.take(signIn.state).catch(() => undefined), undefined);
    equal(await here.settle(signIn, { user: 'zoë' }), true);
    await waiting.done;
    await waiting.stop();
    equal(secrets.listeners, 0);
  });

  it('gives a sign-in once when its record cannot be deleted', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    secrets.broken.add('delete');
    deepEqual(await here.take(signIn.state), signIn);
    await here.settle(signIn, { user: 'zoë' });
    equal(await here.take(signIn.state), undefined);
  });

  it('takes no cancelled sign-in when its record could not be deleted', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    secrets.broken.add('delete');
    await here.wait(signIn.state).stop();
    equal(await here.take(signIn.state), undefined);
  });

  it('adds a sign-in when the expired records cannot be deleted', async () => {
    const old = pendingSignIn();
    await here.add(old);
    time = old.expiresAt;
    secrets.broken.add('delete');
    const next = pendingSignIn({ expiresAt: time + 1 });
    await here.add(next);
    deepEqual(await here.take(next.state), next);
  });

  it('rejects take and wait when the record cannot be read', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    const waiting = here.wait(signIn.state);
    const done = fails(waiting.done, 'secrets_unavailable', { operation: 'read' });
    secrets.broken.add('get');
    await fails(here.take(signIn.state), 'secrets_unavailable');
    await done;
  });

  it('takes a sign-in on a second try when the storage works again', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    secrets.broken.add('get');
    await fails(here.take(signIn.state), 'secrets_unavailable');
    secrets.broken.clear();
    deepEqual(await here.take(signIn.state), signIn);
  });

  it('rejects wait when the outcome of another window cannot be read', async () => {
    const signIn = pendingSignIn();
    const waiting = here.wait(signIn.state);
    const done = fails(waiting.done, 'secrets_unavailable');
    secrets.broken.add('get');
    await openWindow().settle(signIn, { user: 'zoë' });
    await done;
  });

  it('ends wait with the outcome of another window when that cannot be deleted', async () => {
    for (const outcome of [{ user: 'zoë' }, { error: new CognitoError('timeout', { host: 'a' }) }]) {
      const signIn = pendingSignIn();
      const waiting = here.wait(signIn.state);
      const done = 'error' in outcome ? fails(waiting.done, 'timeout') : waiting.done;
      secrets.broken.add('delete');
      await openWindow().settle(signIn, outcome);
      await done;
      equal(secrets.listeners, 0);
      secrets.broken.clear();
      await waiting.stop();
    }
  });
});
