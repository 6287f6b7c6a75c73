import { deepEqual, equal } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import { createVault } from '../../../src/sessions/vault';
import { createPendingSignIns } from '../../../src/signIn/pending';
import type { PendingSignIns } from '../../../src/signIn/pending';
import { pendingSignIn } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import type { MemorySecrets } from '../../support/memorySecrets';
import { fails } from '../../support/answers';

describe('pending sign-ins in a storage that does not answer', () => {
  let secrets: MemorySecrets;
  let time: number;
  let here: PendingSignIns;
  const openWindow = (): PendingSignIns =>
    createPendingSignIns(
      createVault(secrets, () => undefined),
      () => time,
    );
  beforeEach(() => {
    secrets = createMemorySecrets();
    time = 1_750_000_000_000;
    here = openWindow();
  });
  const breakAll = (): void => {
    for (const operation of ['get', 'store', 'delete', 'keys'] as const) secrets.broken.add(operation);
  };

  it('are kept in memory, taken once and settled', async () => {
    breakAll();
    const signIn = pendingSignIn();
    await here.add(signIn);
    const waiting = here.wait(signIn.state);
    deepEqual(await here.take(signIn.state), signIn);
    equal(await here.take(signIn.state).catch(() => undefined), undefined);
    equal(await here.settle(signIn), true);
    await waiting.done;
    await waiting.stop();
    equal(secrets.listeners, 0);
  });

  it('are taken once though they cannot be deleted', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    secrets.broken.add('delete');
    deepEqual(await here.take(signIn.state), signIn);
    await here.settle(signIn);
    equal(await here.take(signIn.state), undefined);
  });

  it('are not taken after cancelling though they could not be deleted', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    secrets.broken.add('delete');
    await here.wait(signIn.state).stop();
    equal(await here.take(signIn.state), undefined);
  });

  it('do not stop the next one though the old ones cannot be deleted', async () => {
    const old = pendingSignIn();
    await here.add(old);
    time = old.expiresAt;
    secrets.broken.add('delete');
    const next = pendingSignIn({ expiresAt: time + 1 });
    await here.add(next);
    deepEqual(await here.take(next.state), next);
  });

  it('tell whoever waits that their record cannot be read', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    const waiting = here.wait(signIn.state);
    const done = fails(waiting.done, 'secrets_unavailable', { operation: 'read' });
    secrets.broken.add('get');
    await fails(here.take(signIn.state), 'secrets_unavailable');
    await done;
  });

  it('may be tried again once the storage answers', async () => {
    const signIn = pendingSignIn();
    await here.add(signIn);
    secrets.broken.add('get');
    await fails(here.take(signIn.state), 'secrets_unavailable');
    secrets.broken.clear();
    deepEqual(await here.take(signIn.state), signIn);
  });

  it('tell whoever waits that the outcome of another window cannot be read', async () => {
    const signIn = pendingSignIn();
    const waiting = here.wait(signIn.state);
    const done = fails(waiting.done, 'secrets_unavailable');
    secrets.broken.add('get');
    await openWindow().settle(signIn);
    await done;
  });

  it('end as they ended elsewhere though the outcome cannot be deleted', async () => {
    for (const error of [undefined, new CognitoError('timeout', { host: 'a' })]) {
      const signIn = pendingSignIn();
      const waiting = here.wait(signIn.state);
      const done = error ? fails(waiting.done, 'timeout') : waiting.done;
      secrets.broken.add('delete');
      await openWindow().settle(signIn, error);
      await done;
      equal(secrets.listeners, 0);
      secrets.broken.clear();
      await waiting.stop();
    }
  });
});
