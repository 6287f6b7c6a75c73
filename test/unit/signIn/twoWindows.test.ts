import { deepEqual, equal, ok } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import type { Uri } from 'vscode';
import type { Callback } from '../../../src/signIn/callback';
import { createUriHandler } from '../../../src/signIn/uriHandler';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { callbackUrl, fakeClient, newState } from '../../support/fakeClient';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { assertSilent, fails } from '../../support/answers';
import { leftovers, openWindow, profile, useMockTimers } from './windows';

describe('finishSignIn in several windows', () => {
  useMockTimers();
  let secrets: MemorySecrets;
  let redeemed: { state: string; code: string | null }[];
  const clientWith = (
    redeem: CognitoClient['redeem'] = () => Promise.resolve(makeSession()),
  ): CognitoClient =>
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

  describe('when another window receives the callback', () => {
    it('stores the session in the receiving window and resolves the sign-in of the first', async () => {
      const first = openWindow(secrets, clientWith());
      const second = openWindow(secrets, clientWith());
      const done = first.signIn();
      const state = await first.sentState();
      equal((await second.callback(`code=a&state=${state}`)).kind, 'signed_in');
      await done;
      deepEqual(await first.store.find(profile), makeSession());
      deepEqual(redeemed, [{ state, code: 'a' }]);
      deepEqual(leftovers(secrets), []);
      equal(secrets.listeners, 0);
    });

    it('fails in the receiving window and rejects the sign-in of the first with the same error', async () => {
      const error = new CognitoError('token_refused', { host: 'a', status: 400, error: 'invalid_grant' });
      const first = openWindow(secrets, clientWith());
      const second = openWindow(
        secrets,
        clientWith(() => Promise.reject(error)),
      );
      const done = fails(first.signIn(), 'token_refused', error.detail);
      const finish = await second.callback(`code=a&state=${await first.sentState()}`);
      deepEqual(finish, {
        kind: 'failed',
        profile: 'dev',
        clientId: profile.clientId,
        error,
        reportedByStarter: false,
      });
      await done;
      deepEqual(leftovers(secrets), []);
      equal(secrets.listeners, 0);
    });

    it('stores the session when the window that began the sign-in was closed or reloaded', async () => {
      const first = openWindow(secrets, clientWith());
      void first.signIn();
      const state = await first.sentState();
      const reloaded = openWindow(secrets, clientWith());
      equal((await reloaded.callback(`code=a&state=${state}`)).kind, 'signed_in');
      deepEqual(await reloaded.store.find(profile), makeSession());
    });

    it('finishes the sign-in with the matching state when two are in progress', async () => {
      const windows = [openWindow(secrets, clientWith()), openWindow(secrets, clientWith())] as const;
      const done = windows.map((window) => window.signIn());
      const states = await Promise.all(windows.map((window) => window.sentState()));
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

  describe('when the callback belongs to no sign-in', () => {
    it('ignores a callback whose state is unknown, missing or repeated', async () => {
      const window = openWindow(secrets, clientWith());
      const done = window.signIn();
      const state = await window.sentState();
      const before = new Map(secrets.values);
      for (const [query, reason] of [
        [`code=a&state=${newState()}`, 'unknown_state'],
        [`error=access_denied&state=${newState()}`, 'unknown_state'],
        [`code=a&state=${state}x`, 'unknown_state'],
        [`code=a&state=${state}&state=${state}`, 'repeated_parameter'],
        [`code=a&code=b&state=${state}`, 'repeated_parameter'],
        ['', 'state'],
      ] as const) {
        deepEqual(await window.callback(query), { kind: 'ignored', reason });
      }
      deepEqual(await window.callback('error=access_denied'), {
        kind: 'ignored',
        reason: 'state',
        error: 'access_denied',
      });
      deepEqual(secrets.values, before);
      deepEqual(redeemed, []);
      await window.callback(`code=a&state=${state}`);
      await done;
    });

    it('ignores a repeated callback, at the same time or later', async () => {
      const window = openWindow(secrets, clientWith());
      const done = window.signIn();
      const state = await window.sentState();
      const together = await Promise.all(
        Array.from({ length: 10 }, () => window.callback(`code=a&state=${state}`)),
      );
      await done;
      equal(together.filter(({ kind }) => kind === 'signed_in').length, 1);
      equal(together.filter(({ kind }) => kind === 'ignored').length, 9);
      equal((await window.callback(`code=b&state=${state}`)).kind, 'ignored');
      equal((await openWindow(secrets, clientWith()).callback(`code=b&state=${state}`)).kind, 'ignored');
      equal(redeemed.length, 1);
    });
  });

  it('hides the text of an internal error from the other window', async () => {
    const secret = 'verifier-and-code';
    const internal = new Error(secret, { cause: secret });
    const first = openWindow(secrets, clientWith());
    const second = openWindow(
      secrets,
      clientWith(() => Promise.reject(internal)),
    );
    const done = fails(first.signIn(), 'unexpected');
    const finish = await second.callback(`code=a&state=${await first.sentState()}`);
    ok(finish.kind === 'failed');
    equal(finish.error, internal);
    assertSilent(await done, [secret]);
  });

  it('keeps the first 300 characters of a long error and its description', async () => {
    const window = openWindow(secrets, clientWith());
    const detail = { error: 'e'.repeat(300), description: 'd'.repeat(300) };
    const done = fails(window.signIn(), 'authorization_refused', detail);
    const state = await window.sentState();
    await window.callback(`error=${'e'.repeat(2000)}&error_description=${'d'.repeat(2000)}&state=${state}`);
    await done;
    deepEqual(redeemed, []);
  });

  it('signs in with the session in memory when the secret storage does not work at all', async () => {
    for (const operation of ['get', 'store', 'delete', 'keys'] as const) secrets.broken.add(operation);
    const window = openWindow(secrets, clientWith());
    const done = window.signIn();
    equal((await window.callback(`code=a&state=${await window.sentState()}`)).kind, 'signed_in');
    await done;
    deepEqual(await window.store.find(profile), makeSession());
    equal(secrets.values.size, 0);
    equal(secrets.listeners, 0);
  });

  it('fails the sign-in at once when the pending sign-in cannot be read', async () => {
    const window = openWindow(secrets, clientWith());
    const done = fails(window.signIn(), 'secrets_unavailable');
    const state = await window.sentState();
    secrets.broken.add('get');
    equal((await window.callback(`code=a&state=${state}`)).kind, 'ignored');
    await done;
    deepEqual(redeemed, []);
  });
});

describe('createUriHandler', () => {
  const handle = (path: string, query: string, fragment = ''): readonly Callback[] => {
    const received: Callback[] = [];
    const handler = createUriHandler(callbackUrl, (callback) => received.push(callback));
    void handler.handleUri({ path, query, fragment } as Uri);
    return received;
  };

  it('accepts only the callback path', () => {
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

  it('refuses a callback with a fragment', () => {
    const [callback] = handle('/callback', `code=a&state=${newState()}`, 'access_token=a');
    deepEqual(callback, { kind: 'foreign', reason: 'fragment' });
  });
});
