import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mock } from 'node:test';
import { defined } from '../../../src/core/members';
import { CognitoError } from '../../../src/core/errors';
import type { Progress, SignInContext } from '../../../src/signIn/browserSignIn';
import { fakeClient, newState } from '../../support/fakeClient';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { fails } from '../../support/answers';
import {
  countingListeners,
  leftovers,
  openWindow,
  signInTimeout,
  profile,
  stateOf,
  useMockTimers,
  type CountingListeners,
  type EditorWindow,
} from './windows';

const loopback = { ...profile, redirectUri: 'http://127.0.0.1:8484/callback' };
const portTaken = new CognitoError('port_taken', { host: '127.0.0.1', port: 8484 });

describe('signIn', () => {
  useMockTimers();
  let secrets: MemorySecrets;
  let window: EditorWindow;
  let listeners: CountingListeners;
  const unhandled: unknown[] = [];
  const recordUnhandled = (reason: unknown): void => {
    unhandled.push(reason);
  };
  beforeEach(() => {
    secrets = createMemorySecrets();
    window = openWindow(secrets, fakeClient());
    listeners = countingListeners();
    unhandled.length = 0;
    process.on('unhandledRejection', recordUnhandled);
  });
  afterEach(async () => {
    // Node reports an unhandled rejection only after the microtasks have run.
    await new Promise(setImmediate);
    process.off('unhandledRejection', recordUnhandled);
    deepEqual(unhandled, []);
    deepEqual(leftovers(secrets), []);
    equal(secrets.listeners, 0);
    equal(listeners.open(), 0);
  });

  describe('with a loopback callback URL', () => {
    const listenOnce = ['listen http://127.0.0.1:8484/callback', 'close'];

    it('listens on the redirect URI before the browser opens and closes when the sign-in ends', async () => {
      await window.signIn(
        {
          listen: listeners.listen,
          openBrowser: async (url) => {
            listeners.steps.push('browser');
            equal(listeners.open(), 1);
            await window.callback(`code=a&state=${stateOf(url)}`);
            return true;
          },
        },
        undefined,
        loopback,
      );
      deepEqual(listeners.steps, [listenOnce[0], 'browser', listenOnce[1]]);
      ok(await window.store.find(profile));
    });

    it('does not end before the listener has freed its port', async () => {
      let free: () => void = () => undefined;
      const closed = new Promise<void>((resolve) => {
        free = resolve;
      });
      let ended = false;
      const listen: SignInContext['listen'] = () => Promise.resolve({ close: () => closed });
      const done = window.signIn({ listen }, undefined, loopback).then(() => {
        ended = true;
      });
      await window.callback(`code=a&state=${await window.sentState()}`);
      await new Promise(setImmediate);
      equal(ended, false);
      free();
      await done;
    });

    it('accepts only callbacks with the state of its own sign-in', async () => {
      const own = window.signIn({ listen: listeners.listen }, undefined, loopback);
      const state = await window.sentState();
      const another = window.signIn();
      const otherState = await window.sentState();
      ok(listeners.isKnown(state));
      for (const unknown of [otherState, '', state.toUpperCase(), `${state}0`, state.slice(1), newState()]) {
        ok(!listeners.isKnown(unknown), unknown);
      }
      await window.callback(`code=a&state=${otherState}`);
      await another;
      equal(listeners.open(), 1);
      await window.callback(`code=a&state=${state}`);
      await own;
    });

    it('closes the listener when the code exchange fails or the pool sends an error', async () => {
      for (const query of ['code=a', 'error=access_denied']) {
        const refused = new CognitoError('token_refused', { host: 'a', error: 'invalid_grant' });
        window = openWindow(secrets, fakeClient({ redeem: () => Promise.reject(refused) }));
        const done = rejects(window.signIn({ listen: listeners.listen }, undefined, loopback));
        await window.callback(`${query}&state=${await window.sentState()}`);
        await done;
      }
      deepEqual(listeners.steps, [...listenOnce, ...listenOnce]);
    });

    it('closes the listener when the sign-in is cancelled', async () => {
      const controller = new AbortController();
      const signingIn = window.signIn({ listen: listeners.listen }, controller.signal, loopback);
      const done = fails(signingIn, 'sign_in_cancelled');
      await window.sentState();
      controller.abort();
      await done;
      deepEqual(listeners.steps, listenOnce);
    });

    it('closes the listener and opens no browser when it is cancelled while the listener starts', async () => {
      const controller = new AbortController();
      const openBrowser = mock.fn(() => Promise.resolve(true));
      const listen: SignInContext['listen'] = (redirectUri, isKnown) => {
        controller.abort();
        return listeners.listen(redirectUri, isKnown);
      };
      await fails(window.signIn({ listen, openBrowser }, controller.signal, loopback), 'sign_in_cancelled');
      equal(openBrowser.mock.callCount(), 0);
      deepEqual(listeners.steps, listenOnce);
      equal(getEventListeners(controller.signal, 'abort').length, 0);
    });

    it('closes the listener when the sign-in times out', async () => {
      const signingIn = window.signIn({ listen: listeners.listen }, undefined, loopback);
      const done = fails(signingIn, 'sign_in_timeout', { minutes: 5 });
      await window.sentState();
      mock.timers.tick(signInTimeout);
      await done;
      deepEqual(listeners.steps, listenOnce);
    });

    it('closes the listener when the user declines the browser or it cannot be opened', async () => {
      const broken = new Error('no browser');
      for (const openBrowser of [() => Promise.resolve(false), () => Promise.reject(broken)]) {
        await rejects(
          window.signIn({ listen: listeners.listen, openBrowser }, undefined, loopback),
          (error) => error === broken || (error as CognitoError).code === 'sign_in_cancelled',
        );
      }
      deepEqual(listeners.steps, [...listenOnce, ...listenOnce]);
    });

    it('waits for a pasted callback when another program has the port', async () => {
      const report = mock.fn();
      const listen = (): Promise<never> => Promise.reject(portTaken);
      const done = window.signIn({ listen, report }, undefined, loopback);
      const state = await window.sentState();
      const progress = report.mock.calls.map(({ arguments: [given] }) => given as Progress);
      const where = progress.find(({ step }) => step === 'waiting');
      ok(where?.step === 'waiting');
      equal(
        where.route.whyNot,
        'Another program uses port 8484 of 127.0.0.1, so the callback cannot reach this editor.',
      );
      await window.callback(`code=a&state=${state}`);
      await done;
      ok(await window.store.find(profile));
    });

    it('opens no browser and leaves no pending sign-in when it cannot listen for another reason', async () => {
      const openBrowser = mock.fn(() => Promise.resolve(true));
      const broken = new CognitoError('network', { host: '127.0.0.1:8484', reason: 'EADDRNOTAVAIL' });
      const controller = new AbortController();
      const listen = (): Promise<never> => Promise.reject(broken);
      await rejects(window.signIn({ listen, openBrowser }, controller.signal, loopback), broken);
      equal(openBrowser.mock.callCount(), 0);
      deepEqual(leftovers(secrets), []);
      // Neither the deadline nor a late cancellation may cause an unhandled rejection.
      mock.timers.tick(signInTimeout);
      controller.abort();
    });

    it('starts no listener when the redirect URI is https or the URI handler', async () => {
      for (const redirectUri of ['https://example.com/callback', undefined]) {
        const done = window.signIn({ listen: listeners.listen }, undefined, {
          ...profile,
          ...defined({ redirectUri }),
        });
        await window.callback(`code=a&state=${await window.sentState()}`);
        await done;
      }
      deepEqual(listeners.steps, []);
    });

    it('leaves no listener behind after 100 sign-ins with different endings', async () => {
      for (let count = 0; count < 100; count += 1) {
        const controller = new AbortController();
        const done = window
          .signIn({ listen: listeners.listen }, controller.signal, loopback)
          .catch(() => undefined);
        const state = await window.sentState();
        if (count % 4 === 1) controller.abort();
        else if (count % 4 === 2) mock.timers.tick(signInTimeout);
        else await window.callback(`${count % 4 === 3 ? 'error' : 'code'}=a&state=${state}`);
        await done;
        equal(listeners.open(), 0);
        equal(getEventListeners(controller.signal, 'abort').length, 0);
      }
      equal(listeners.steps.length, 200);
    });
  });
});
