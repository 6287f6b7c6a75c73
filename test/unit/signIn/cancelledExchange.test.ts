import { deepEqual, equal } from 'node:assert/strict';
import { fakeClient } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { fails } from '../../support/answers';
import { leftovers, openWindow, profile } from './windows';

describe('finishSignIn of a cancelled sign-in', () => {
  it('revokes the tokens and stores nothing when the user cancels during the code exchange', async () => {
    const secrets = createMemorySecrets();
    const controller = new AbortController();
    const revoked: (string | undefined)[] = [];
    const ended: Promise<unknown>[] = [];
    const window = openWindow(
      secrets,
      fakeClient({
        redeem: async () => {
          controller.abort();
          await Promise.all(ended);
          return makeSession({ refreshToken: 'unwanted' });
        },
        revoke: ({ refreshToken }) => {
          revoked.push(refreshToken);
          return Promise.resolve();
        },
      }),
    );
    ended.push(fails(window.signIn({}, controller.signal), 'sign_in_cancelled'));
    const state = await window.sentState();
    deepEqual(await window.callback(`code=a&state=${state}`), { kind: 'cancelled' });
    equal(await window.store.find(profile), undefined);
    deepEqual(revoked, ['unwanted']);
    deepEqual(leftovers(secrets), []);
  });

  it('revokes the tokens and keeps the session before it when another window exchanges the code', async () => {
    const secrets = createMemorySecrets();
    const controller = new AbortController();
    const revoked: (string | undefined)[] = [];
    const starting = openWindow(secrets, fakeClient());
    const good = makeSession({ refreshToken: 'good' });
    await starting.store.save(good);
    const ended = fails(starting.signIn({}, controller.signal), 'sign_in_cancelled');
    const state = await starting.sentState();
    const finishing = openWindow(
      secrets,
      fakeClient({
        redeem: async () => {
          controller.abort();
          await ended;
          return makeSession({ refreshToken: 'unwanted' });
        },
        revoke: ({ refreshToken }) => {
          revoked.push(refreshToken);
          return Promise.resolve();
        },
      }),
    );
    deepEqual(await finishing.callback(`code=a&state=${state}`), { kind: 'cancelled' });
    deepEqual(await finishing.store.find(profile), good);
    deepEqual(revoked, ['unwanted']);
    deepEqual(leftovers(secrets), []);
  });

  it('revokes the tokens when the session cannot be stored', async () => {
    const secrets = createMemorySecrets();
    const revoked: (string | undefined)[] = [];
    const window = openWindow(
      secrets,
      fakeClient({
        redeem: () => Promise.resolve(makeSession({ refreshToken: 'unwanted' })),
        revoke: ({ refreshToken }) => {
          revoked.push(refreshToken);
          return Promise.resolve();
        },
      }),
      { take: () => Promise.reject(new TypeError('The lock could not be loaded.')) },
    );
    const ended = fails(window.signIn(), 'unexpected');
    const finish = await window.callback(`code=a&state=${await window.sentState()}`);
    equal(finish.kind, 'failed');
    await ended;
    deepEqual(revoked, ['unwanted']);
  });
});
