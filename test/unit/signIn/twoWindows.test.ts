import { deepEqual, equal, ok } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import type { Uri } from 'vscode';
import type { Callback } from '../../../src/signIn/callback';
import { createUriHandler } from '../../../src/signIn/uriHandler';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { fakeClient, newState } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import type { MemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { assertSilent, fails } from '../../support/answers';
import { leftovers, openWindow, profile, stopTheClock } from './windows';

describe('callback', () => {
  stopTheClock();
  let secrets: MemorySecrets;
  let redeemed: { state: string; code: string | null }[];
  const counting = (redeem: CognitoClient['redeem'] = () => Promise.resolve(makeSession())): CognitoClient =>
    fakeClient({
      redeem: (request, query) => {
        redeemed.push({ state: request.state, code: query.get('code') });
        return redeem(request, query);
      },
    });
  beforeEach(() => {
    secrets = createMemorySecrets();
    redeemed = [];
  });

  describe('that arrives in another window', () => {
    it('is finished there, and the first window learns it', async () => {
      const first = openWindow(secrets, counting());
      const second = openWindow(secrets, counting());
      const done = first.signIn();
      const state = await first.opened();
      deepEqual(await second.callback(`code=a&state=${state}`), { kind: 'signed_in', profile: 'dev' });
      await done;
      deepEqual(await first.store.find(profile), makeSession());
      deepEqual(redeemed, [{ state, code: 'a' }]);
      deepEqual(leftovers(secrets), []);
      equal(secrets.listeners, 0);
    });

    it('fails there, and the first window learns why', async () => {
      const error = new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_grant' });
      const first = openWindow(secrets, counting());
      const second = openWindow(
        secrets,
        counting(() => Promise.reject(error)),
      );
      const done = fails(first.signIn(), 'token_refused', error.detail);
      const finish = await second.callback(`code=a&state=${await first.opened()}`);
      deepEqual(finish, { kind: 'failed', profile: 'dev', error, told: false });
      await done;
      deepEqual(leftovers(secrets), []);
      equal(secrets.listeners, 0);
    });

    it('is finished though the window that asked was closed or reloaded', async () => {
      const first = openWindow(secrets, counting());
      void first.signIn();
      const state = await first.opened();
      const reloaded = openWindow(secrets, counting());
      equal((await reloaded.callback(`code=a&state=${state}`)).kind, 'signed_in');
      deepEqual(await reloaded.store.find(profile), makeSession());
    });

    it('does not mix up two sign-ins', async () => {
      const windows = [openWindow(secrets, counting()), openWindow(secrets, counting())] as const;
      const done = windows.map((window) => window.signIn());
      const states = await Promise.all(windows.map((window) => window.opened()));
      await windows[1].callback(`code=of-first&state=${states[0] ?? ''}`);
      await done[0];
      await windows[0].callback(`code=of-second&state=${states[1] ?? ''}`);
      await done[1];
      deepEqual(redeemed, [
        { state: states[0], code: 'of-first' },
        { state: states[1], code: 'of-second' },
      ]);
      deepEqual(leftovers(secrets), []);
    });
  });

  describe('that nobody asked for', () => {
    it('changes nothing: without a sign-in, of another state, or foreign', async () => {
      const window = openWindow(secrets, counting());
      const done = window.signIn();
      const state = await window.opened();
      const before = new Map(secrets.values);
      for (const [query, reason] of [
        [`code=a&state=${newState()}`, 'unknown_state'],
        [`error=access_denied&state=${newState()}`, 'unknown_state'],
        ['error=access_denied', 'state'],
        [`code=a&state=${state}x`, 'unknown_state'],
        [`code=a&state=${state}&state=${state}`, 'repeated_parameter'],
        [`code=a&code=b&state=${state}`, 'repeated_parameter'],
        ['', 'state'],
      ] as const) {
        deepEqual(await window.callback(query), { kind: 'ignored', reason });
      }
      deepEqual(secrets.values, before);
      deepEqual(redeemed, []);
      await window.callback(`code=a&state=${state}`);
      await done;
    });

    it('is ignored when it is replayed, together or later', async () => {
      const window = openWindow(secrets, counting());
      const done = window.signIn();
      const state = await window.opened();
      const together = await Promise.all(
        Array.from({ length: 10 }, () => window.callback(`code=a&state=${state}`)),
      );
      await done;
      equal(together.filter(({ kind }) => kind === 'signed_in').length, 1);
      equal(together.filter(({ kind }) => kind === 'ignored').length, 9);
      equal((await window.callback(`code=b&state=${state}`)).kind, 'ignored');
      equal((await openWindow(secrets, counting()).callback(`code=b&state=${state}`)).kind, 'ignored');
      equal(redeemed.length, 1);
    });
  });

  it('that fails for a reason of ours says nothing of it to the other window', async () => {
    const secret = 'verifier-and-code';
    const ours = new Error(secret, { cause: secret });
    const first = openWindow(secrets, counting());
    const second = openWindow(
      secrets,
      counting(() => Promise.reject(ours)),
    );
    const done = fails(first.signIn(), 'unexpected');
    const finish = await second.callback(`code=a&state=${await first.opened()}`);
    ok(finish.kind === 'failed');
    equal(finish.error, ours);
    assertSilent(await done, [secret]);
  });

  it('keeps only the start of a very long error', async () => {
    const window = openWindow(secrets, counting());
    const detail = { error: 'e'.repeat(300), description: 'd'.repeat(300) };
    const done = fails(window.signIn(), 'authorization_refused', detail);
    const state = await window.opened();
    await window.callback(`error=${'e'.repeat(2000)}&error_description=${'d'.repeat(2000)}&state=${state}`);
    await done;
    deepEqual(redeemed, []);
  });

  it('signs in from memory when the secret storage does not answer at all', async () => {
    for (const operation of ['get', 'store', 'delete', 'keys'] as const) secrets.broken.add(operation);
    const window = openWindow(secrets, counting());
    const done = window.signIn();
    equal((await window.callback(`code=a&state=${await window.opened()}`)).kind, 'signed_in');
    await done;
    deepEqual(await window.store.find(profile), makeSession());
    equal(secrets.values.size, 0);
    equal(secrets.listeners, 0);
  });

  it('says so at once when the secret storage stops answering', async () => {
    const window = openWindow(secrets, counting());
    const done = fails(window.signIn(), 'secrets_unavailable');
    const state = await window.opened();
    secrets.broken.add('get');
    equal((await window.callback(`code=a&state=${state}`)).kind, 'ignored');
    await done;
    deepEqual(redeemed, []);
  });
});

describe('URI handler', () => {
  const handle = (path: string, query: string, fragment = ''): readonly Callback[] => {
    const received: Callback[] = [];
    const handler = createUriHandler((callback) => received.push(callback));
    void handler.handleUri({ path, query, fragment } as Uri);
    return received;
  };

  it('reads the callback path and no other', () => {
    const query = `code=a&state=${newState()}`;
    equal(handle('/callback', query)[0]?.kind, 'code');
    for (const path of [
      '',
      '/',
      '/Callback',
      '/callback/',
      '/callback/x',
      '//callback',
      '/%63allback',
      '/x/../callback',
    ]) {
      deepEqual(handle(path, query), [{ kind: 'foreign', reason: 'other_path' }]);
    }
  });

  it('refuses a fragment', () => {
    const [callback] = handle('/callback', `code=a&state=${newState()}`, 'access_token=a');
    deepEqual(callback, { kind: 'foreign', reason: 'fragment' });
  });
});
