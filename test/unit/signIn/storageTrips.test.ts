import { deepEqual, equal, ok } from 'node:assert/strict';
import type { SecretStorage } from 'vscode';
import { secretKey } from '../../../src/core/clientSecret';
import { subjectOf } from '../../../src/core/session';
import { createClientSecrets } from '../../../src/sessions/clientSecrets';
import { createSessionStore } from '../../../src/sessions/store';
import { parseCallback } from '../../../src/signIn/callback';
import { finishSignIn } from '../../../src/signIn/finishSignIn';
import { createPendingSignIns } from '../../../src/signIn/pending';
import { signIn } from '../../../src/signIn/browserSignIn';
import { callbackSource, fakeClient } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import { noLock } from '../../support/refreshers';
import { makeSession } from '../../support/sessions';
import { openVault } from '../../support/stores';
import { signInTimeout, profile, stateOf } from './windows';

describe('signIn and finishSignIn with a counted secret storage', () => {
  it('makes at most six accesses between the callback and the shown session', async () => {
    const accesses: string[] = [];
    const counted = <T>(access: string, run: Thenable<T>): Thenable<T> => {
      accesses.push(access);
      return run;
    };
    const memory = createMemorySecrets();
    const secrets: SecretStorage = {
      get: (key) => counted(`get ${key.split(':')[0] ?? ''}`, memory.get(key)),
      store: (key, value) => counted(`store ${key.split(':')[0] ?? ''}`, memory.store(key, value)),
      delete: (key) => counted(`delete ${key.split(':')[0] ?? ''}`, memory.delete(key)),
      keys: () => counted('keys', memory.keys()),
      onDidChange: memory.onDidChange,
    };
    const vault = openVault(secrets);
    const pending = createPendingSignIns(vault);
    const chosen: { user?: string | undefined } = {};
    const store = createSessionStore(vault, { activeUser: () => chosen.user });
    const clientSecrets = createClientSecrets(vault);
    const client = (): Promise<ReturnType<typeof fakeClient>> =>
      Promise.resolve(
        fakeClient({
          // The real client also looks for a client secret before it redeems the code.
          redeem: async () => {
            await clientSecrets.get(secretKey(profile));
            return makeSession();
          },
        }),
      );
    const opened = new Promise<string>((resolve) => {
      void signIn(
        profile,
        {
          client,
          pending,
          approve: () => Promise.resolve(),
          environment: { uriScheme: 'vscode', inBrowser: false, remote: false },
          listen: () => Promise.reject(new Error('This sign-in has no loopback address.')),
          callbackSource,
          openBrowser: (url) => {
            resolve(url);
            return Promise.resolve(true);
          },
          timeout: () => signInTimeout,
          report: () => undefined,
        },
        new AbortController().signal,
      );
    });
    const state = stateOf(await opened);
    // The inspector's panel reads the session while the browser is open.
    equal(await store.find(profile), undefined);

    accesses.length = 0;
    const finish = await finishSignIn(parseCallback(`code=a&state=${state}`), {
      client,
      pending,
      store,
      lock: () => Promise.resolve(noLock),
    });
    equal(finish.kind, 'signed_in');
    // The command that receives the callback makes the user the active one.
    chosen.user = subjectOf(makeSession());
    deepEqual(await store.find(profile), makeSession());
    ok(accesses.length <= 6, accesses.join(', '));
    store.dispose();
  });
});
