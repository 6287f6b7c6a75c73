import { deepEqual, equal, ok } from 'node:assert/strict';
import { mock } from 'node:test';
import { CognitoError } from '../../../src/core/errors';
import { callbackUrl, fakeClient, newState } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import type { MemorySecrets } from '../../support/memorySecrets';
import { endpoints } from '../../support/sessions';
import { fails } from '../../support/answers';
import { countingListeners, leftovers, openWindow, profile, stopTheClock } from './windows';
import type { EditorWindow } from './windows';

const mismatch = new CognitoError('redirect_mismatch', { redirectUri: callbackUrl });

describe('the check before a sign-in', () => {
  stopTheClock();
  let secrets: MemorySecrets;
  let opened: string[];
  beforeEach(() => {
    secrets = createMemorySecrets();
    opened = [];
  });

  const openBrowser = (url: string): Promise<boolean> => {
    opened.push(url);
    return Promise.resolve(true);
  };
  const windowWith = (checkSignIn: () => Promise<void>): EditorWindow =>
    openWindow(secrets, fakeClient({ checkSignIn }));
  /** Lets everything happen that waits for no timer. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('stops the sign-in with the fault: no browser opens and nothing waits', async () => {
    const window = windowWith(() => Promise.reject(mismatch));
    const error = await fails(window.signIn({ openBrowser }), 'redirect_mismatch');
    equal(error, mismatch);
    deepEqual(opened, []);
    deepEqual(window.reports, ['discovering']);
    deepEqual(leftovers(secrets), []);
    equal(secrets.listeners, 0);
  });

  it('closes the port that the sign-in would have waited on', async () => {
    const listeners = countingListeners();
    const redirectUri = 'http://localhost:8400/callback';
    const window = windowWith(() => Promise.reject(mismatch));
    const signIn = window.signIn({ openBrowser, listen: listeners.listen }, undefined, {
      ...profile,
      redirectUri,
    });
    await fails(signIn, 'redirect_mismatch');
    equal(listeners.open(), 0);
    deepEqual(opened, []);
  });

  it('asks about the profile, the endpoints and the callback URL of this very sign-in', async () => {
    const asked: unknown[][] = [];
    const window = openWindow(
      secrets,
      fakeClient({
        checkSignIn: (...facts) => {
          asked.push(facts);
          return Promise.reject(mismatch);
        },
      }),
    );
    await fails(window.signIn(), 'redirect_mismatch');
    deepEqual(asked, [[profile, endpoints, callbackUrl]]);
  });

  it('is under way while the sign-in is made ready', async () => {
    let asked = false;
    const window = openWindow(
      secrets,
      fakeClient({
        checkSignIn: () => {
          asked = true;
          return Promise.resolve();
        },
        authorize: () => {
          ok(asked);
          const state = newState();
          return Promise.resolve({ url: `https://a/?state=${state}`, state, nonce: 'n', codeVerifier: 'v' });
        },
      }),
    );
    const done = window.signIn();
    await window.callback(`code=a&state=${await window.opened()}`);
    await done;
  });

  it('holds the browser back for two seconds at most', async () => {
    const window = windowWith(() => new Promise(() => undefined));
    const cancelled = new AbortController();
    const done = window.signIn({ openBrowser }, cancelled.signal);
    await settle();
    mock.timers.tick(1_999);
    await settle();
    equal(opened.length, 0);
    mock.timers.tick(1);
    await settle();
    equal(opened.length, 1);
    cancelled.abort();
    await fails(done, 'sign_in_cancelled');
  });

  it('changes nothing when its word comes too late', async () => {
    let refuse: (error: CognitoError) => void = () => undefined;
    const window = windowWith(() => new Promise((_, reject) => (refuse = reject)));
    const done = window.signIn();
    await settle();
    mock.timers.tick(2_000);
    const state = await window.opened();
    refuse(mismatch);
    await settle();
    await window.callback(`code=a&state=${state}`);
    await done;
    ok(await window.store.find(profile));
  });

  it('does not hold up a sign-in when it fails by itself', async () => {
    const window = windowWith(() => Promise.reject(new TypeError('a fault of our own')));
    const done = window.signIn();
    await window.callback(`code=a&state=${await window.opened()}`);
    await done;
  });

  it('lets the sign-in be cancelled while it waits', async () => {
    const window = windowWith(() => new Promise(() => undefined));
    const cancelled = new AbortController();
    const done = window.signIn({ openBrowser }, cancelled.signal);
    await settle();
    cancelled.abort();
    await fails(done, 'sign_in_cancelled');
    deepEqual(opened, []);
    deepEqual(leftovers(secrets), []);
  });
});
