import { deepEqual, equal, ok } from 'node:assert/strict';
import { CognitoError } from '../../../src/core/errors';
import { callbackSource, callbackUrl, fakeClient, newState, signInCheck } from '../../support/fakeClient';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { endpoints } from '../../support/sessions';
import { fails } from '../../support/answers';
import {
  countingListeners,
  leftovers,
  openWindow,
  profile,
  useMockTimers,
  type EditorWindow,
} from './windows';

const mismatch = new CognitoError('redirect_mismatch', { redirectUri: callbackUrl });

describe('signIn with the check of the app client', () => {
  useMockTimers();
  let secrets: MemorySecrets;
  let openedUrls: string[];
  beforeEach(() => {
    secrets = createMemorySecrets();
    openedUrls = [];
  });

  const openBrowser = (url: string): Promise<boolean> => {
    openedUrls.push(url);
    return Promise.resolve(true);
  };
  const windowWith = (refusal: Promise<CognitoError | undefined>): EditorWindow =>
    openWindow(secrets, fakeClient({ checkSignIn: () => Promise.resolve(signInCheck({ refusal })) }));
  /** Runs all pending promise callbacks, but no timers. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('fails the sign-in before a browser opens when the check finds an error', async () => {
    const window = windowWith(Promise.resolve(mismatch));
    const error = await fails(window.signIn({ openBrowser }), 'redirect_mismatch');
    equal(error, mismatch);
    deepEqual(openedUrls, []);
    deepEqual(window.reports, ['discovering']);
    deepEqual(leftovers(secrets), []);
    equal(secrets.listeners, 0);
  });

  it('closes the loopback listener when the check finds an error', async () => {
    const listeners = countingListeners();
    const redirectUri = 'http://localhost:8400/callback';
    const window = windowWith(Promise.resolve(mismatch));
    const signIn = window.signIn({ openBrowser, listen: listeners.listen }, undefined, {
      ...profile,
      redirectUri,
    });
    await fails(signIn, 'redirect_mismatch');
    equal(listeners.open(), 0);
    deepEqual(openedUrls, []);
  });

  it('checks the profile, the endpoints and the callback URL of the sign-in', async () => {
    const checked: unknown[][] = [];
    const window = openWindow(
      secrets,
      fakeClient({
        checkSignIn: (...facts) => {
          checked.push(facts);
          return Promise.resolve(signInCheck({ refusal: Promise.resolve(mismatch) }));
        },
      }),
    );
    await fails(window.signIn(), 'redirect_mismatch');
    deepEqual(checked, [[profile, endpoints, callbackSource]]);
  });

  it('starts the check before the authorization request is made', async () => {
    let started = false;
    const window = openWindow(
      secrets,
      fakeClient({
        checkSignIn: () => {
          started = true;
          return Promise.resolve(signInCheck());
        },
        authorize: () => {
          ok(started);
          const state = newState();
          return Promise.resolve({ url: `https://a/?state=${state}`, state, nonce: 'n', codeVerifier: 'v' });
        },
      }),
    );
    const done = window.signIn();
    await window.callback(`code=a&state=${await window.sentState()}`);
    await done;
  });

  it('fails before anything is stored when the profile may not use its callback URL', async () => {
    const invalid = new CognitoError('profile_invalid', { field: 'redirectUri' });
    const window = openWindow(secrets, fakeClient({ checkSignIn: () => Promise.reject(invalid) }));
    equal(await fails(window.signIn({ openBrowser }), 'profile_invalid'), invalid);
    deepEqual(openedUrls, []);
    deepEqual(leftovers(secrets), []);
  });

  it('lets the user cancel while the check runs', async () => {
    const window = windowWith(new Promise(() => undefined));
    const cancelled = new AbortController();
    const done = window.signIn({ openBrowser }, cancelled.signal);
    await settle();
    cancelled.abort();
    await fails(done, 'sign_in_cancelled');
    deepEqual(openedUrls, []);
    deepEqual(leftovers(secrets), []);
  });
});
