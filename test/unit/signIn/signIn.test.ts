import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mock } from 'node:test';
import { CognitoError } from '../../../src/core/errors';
import { fakeClient, newState, signInCheck } from '../../support/fakeClient';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { endpoints, makeSession } from '../../support/sessions';
import { fails } from '../../support/answers';
import type { SignInContext } from '../../../src/signIn/browserSignIn';
import {
  leftovers,
  openWindow,
  signInTimeout,
  profile,
  stateOf,
  useMockTimers,
  type EditorWindow,
} from './windows';

describe('signIn', () => {
  useMockTimers();
  let secrets: MemorySecrets;
  let window: EditorWindow;
  beforeEach(() => {
    secrets = createMemorySecrets();
    window = openWindow(secrets, fakeClient());
  });
  const assertNothingLeft = (): void => {
    deepEqual(leftovers(secrets), []);
    equal(secrets.listeners, 0);
  };

  it('opens the browser, waits for the callback and resolves when the session is stored', async () => {
    const done = window.signIn();
    const state = await window.sentState();
    equal((await window.callback(`code=a&state=${state}`)).kind, 'signed_in');
    await done;
    deepEqual(await window.store.find(profile), makeSession());
    deepEqual(window.reports, ['discovering', 'acme.auth.us-east-1.amazoncognito.com']);
    assertNothingLeft();
  });

  it('revokes the replaced refresh token after the new one is stored without waiting for the pool', async () => {
    const revoked: (string | undefined)[] = [];
    const client = fakeClient({
      redeem: () => Promise.resolve(makeSession({ id: 'next', refreshToken: 'next' })),
      revoke: async ({ refreshToken }) => {
        equal((await window.store.reread(makeSession()))?.refreshToken, 'next');
        revoked.push(refreshToken);
        return new Promise(() => undefined);
      },
    });
    window = openWindow(secrets, client);
    await window.store.save(makeSession());
    const done = window.signIn();
    const callback = `code=a&state=${await window.sentState()}`;
    equal((await window.callback(callback)).kind, 'signed_in');
    await done;
    deepEqual(revoked, [makeSession().refreshToken]);
  });

  it('finishes when the callback comes before the browser call returns', async () => {
    await window.signIn({
      openBrowser: async (url) => {
        equal(secrets.listeners, 1);
        equal(leftovers(secrets).length, 1);
        equal((await window.callback(`code=a&state=${stateOf(url)}`)).kind, 'signed_in');
        return true;
      },
    });
    ok(await window.store.find(profile));
    assertNothingLeft();
  });

  it('finishes when the browser call never returns', async () => {
    await window.signIn({
      openBrowser: (url) => {
        void window.callback(`code=a&state=${stateOf(url)}`);
        return new Promise(() => undefined);
      },
    });
    assertNothingLeft();
  });

  it('stores a pending sign-in with a deadline and everything that the code exchange needs', async () => {
    const asked = { resource: 'https://api.example.com', acrValues: ['urn:cognito:loa:4'], maxAge: 60 };
    const done = window.signIn({}, undefined, { ...profile, ...asked });
    const state = await window.sentState();
    deepEqual(JSON.parse(secrets.values.get(`pending:${state}`) ?? ''), {
      version: 1,
      expiresAt: Date.now() + signInTimeout,
      profile: 'dev',
      clientId: profile.clientId,
      redirectUri: 'vscode://cognito-tools.cognito-token-inspector/callback',
      ownCallbackUrl: false,
      ...asked,
      endpoints,
      state,
      nonce: `nonce-of-${state}`,
      codeVerifier: `verifier-of-${state}`,
    });
    await window.callback(`code=a&state=${state}`);
    await done;
  });

  it('fails with the error of the code exchange', async () => {
    const unsound = new CognitoError('token_unsound', { check: 'signature' });
    window = openWindow(secrets, fakeClient({ redeem: () => Promise.reject(unsound) }));
    const done = rejects(window.signIn(), unsound);
    const state = await window.sentState();
    const finish = await window.callback(`code=a&state=${state}`);
    deepEqual(finish, {
      kind: 'failed',
      profile: 'dev',
      clientId: profile.clientId,
      error: unsound,
      reportedByStarter: true,
    });
    await done;
    equal(await window.store.find(profile), undefined);
    assertNothingLeft();
  });

  it('fails with the error that the pool sends in the callback', async () => {
    const detail = {
      error: 'invalid_request',
      description: 'invalid_scope',
      host: new URL(endpoints.token).host,
    };
    const done = fails(window.signIn(), 'authorization_refused', detail);
    const state = await window.sentState();
    await window.callback(`error_description=invalid_scope&state=${state}&error=invalid_request`);
    await done;
    assertNothingLeft();
  });

  describe('when it is cancelled', () => {
    it('ends at once when cancelled and ignores a late callback', async () => {
      const controller = new AbortController();
      const done = fails(window.signIn({}, controller.signal), 'sign_in_cancelled');
      const state = await window.sentState();
      controller.abort();
      await done;
      assertNothingLeft();
      deepEqual(await window.callback(`code=a&state=${state}`), {
        kind: 'ignored',
        reason: 'repeated',
      });
      equal(await window.store.find(profile), undefined);
      equal(getEventListeners(controller.signal, 'abort').length, 0);
    });

    it('ends at once and opens no browser when cancelled during discovery', async () => {
      const controller = new AbortController();
      window = openWindow(secrets, fakeClient({ discover: () => new Promise(() => undefined) }));
      const openBrowser = mock.fn(() => Promise.resolve(true));
      const done = fails(window.signIn({ openBrowser }, controller.signal), 'sign_in_cancelled');
      await new Promise(setImmediate);
      controller.abort();
      await done;
      equal(openBrowser.mock.callCount(), 0);
      assertNothingLeft();
    });

    it('opens no browser when cancelled while the authorization request is made', async () => {
      const controller = new AbortController();
      const client = fakeClient({
        authorize: () => {
          controller.abort();
          return Promise.resolve({ url: 'https://a.tld/', state: newState(), nonce: 'n', codeVerifier: 'v' });
        },
      });
      window = openWindow(secrets, client);
      const openBrowser = mock.fn(() => Promise.resolve(true));
      await fails(window.signIn({ openBrowser }, controller.signal), 'sign_in_cancelled');
      equal(openBrowser.mock.callCount(), 0);
      assertNothingLeft();
    });

    it('opens no browser when cancelled before it begins', async () => {
      const openBrowser = mock.fn(() => Promise.resolve(true));
      await fails(window.signIn({ openBrowser }, AbortSignal.abort()), 'sign_in_cancelled');
      equal(openBrowser.mock.callCount(), 0);
      assertNothingLeft();
    });

    it('ends as cancelled when the user declines the browser', async () => {
      await fails(window.signIn({ openBrowser: () => Promise.resolve(false) }), 'sign_in_cancelled');
      assertNothingLeft();
    });

    it('ends as cancelled when the code exchange fails after the cancellation', async () => {
      const controller = new AbortController();
      const timeout = new CognitoError('timeout', { host: 'a' });
      const client = fakeClient({
        redeem: async () => {
          controller.abort();
          await done;
          throw timeout;
        },
      });
      window = openWindow(secrets, client);
      const done = fails(window.signIn({}, controller.signal), 'sign_in_cancelled');
      const finish = await window.callback(`code=a&state=${await window.sentState()}`);
      deepEqual(finish, {
        kind: 'failed',
        profile: 'dev',
        clientId: profile.clientId,
        error: timeout,
        reportedByStarter: true,
      });
      assertNothingLeft();
    });
  });

  it('times out exactly when its time limit is reached', async () => {
    let ended = false;
    const done = fails(window.signIn(), 'sign_in_timeout', { minutes: 5 }).then(() => {
      ended = true;
    });
    const state = await window.sentState();
    mock.timers.tick(signInTimeout - 1);
    await new Promise(setImmediate);
    equal(ended, false);
    mock.timers.tick(1);
    await done;
    assertNothingLeft();
    equal((await window.callback(`code=a&state=${state}`)).kind, 'ignored');
  });

  it('fails when the browser cannot be opened', async () => {
    const broken = new Error('no browser');
    await rejects(window.signIn({ openBrowser: () => Promise.reject(broken) }), broken);
    assertNothingLeft();
  });

  it('fails before anything is stored when the pool cannot be found', async () => {
    const missing = new CognitoError('pool_not_found', { issuer: 'a' });
    window = openWindow(secrets, fakeClient({ discover: () => Promise.reject(missing) }));
    await rejects(window.signIn(), missing);
    assertNothingLeft();
  });

  describe('when the user does not approve the profile', () => {
    const decline = (): Promise<void> => Promise.reject(new CognitoError('sign_in_cancelled'));

    it('sends no request when the user declines the profile', async () => {
      let requests = 0;
      const discover = (): Promise<typeof endpoints> => Promise.resolve(((requests += 1), endpoints));
      window = openWindow(secrets, fakeClient({ discover }));
      await fails(window.signIn({ approve: decline }), 'sign_in_cancelled');
      equal(requests, 0);
      deepEqual(window.reports, []);
      assertNothingLeft();
    });

    it('checks and stores nothing when the user declines the sign-in host found by discovery', async () => {
      const steps: string[] = [];
      window = openWindow(
        secrets,
        fakeClient({
          checkSignIn: () => {
            steps.push('check');
            return Promise.resolve(signInCheck());
          },
          authorize: () => Promise.reject(new Error('too early')),
        }),
      );
      const approve: SignInContext['approve'] = (_, known) =>
        known === undefined ? Promise.resolve() : decline();
      await fails(window.signIn({ approve }), 'sign_in_cancelled');
      deepEqual(steps, []);
      assertNothingLeft();
    });
  });

  it('refuses a redirect URI that the editor cannot receive before anything is stored', async () => {
    for (const redirectUri of ['vscode-insiders://a/b', 'ftp://a', 'http://example.com:8484/', 'callback']) {
      await fails(window.signIn({}, undefined, { ...profile, redirectUri }), 'profile_invalid', {
        field: 'redirectUri',
      });
    }
    deepEqual(window.reports, []);
    assertNothingLeft();
  });

  it('leaves one session and nothing else behind after 100 sign-ins', async () => {
    for (let count = 0; count < 100; count += 1) {
      const controller = new AbortController();
      const done = window.signIn({}, controller.signal);
      const state = await window.sentState();
      if (count % 3 === 1) {
        controller.abort();
        await fails(done, 'sign_in_cancelled');
      } else if (count % 3 === 2) {
        await Promise.all([fails(done, 'authorization_refused'), window.callback(`error=a&state=${state}`)]);
      } else {
        await window.callback(`code=a&state=${state}`);
        await done;
      }
      equal(getEventListeners(controller.signal, 'abort').length, 0);
    }
    equal([...secrets.values.keys()].filter((key) => key.startsWith('session:')).length, 1);
    assertNothingLeft();
  });
});
