import { strict as assert } from 'node:assert';
import type { AuthenticationProviderAuthenticationSessionsChangeEvent as SessionsChange } from 'vscode';
import { CognitoError } from '../../../src/core/errors';
import type { Profile } from '../../../src/core/profile';
import type { ProfileEntry } from '../../../src/core/profileLayers';
import type { Session } from '../../../src/core/session';
import { createCoalescedRead } from '../../../src/core/coalesce';
import type { AccountPrompts } from '../../../src/presence/accountPrompts';
import { createProvider } from '../../../src/presence/accounts';
import type { CognitoProvider, ProviderContext } from '../../../src/presence/accounts';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { newer } from '../../support/fakeClient';
import { createMemorySecrets } from '../../support/memorySecrets';
import type { MemorySecrets } from '../../support/memorySecrets';
import { makeSession } from '../../support/sessions';
import { accessClaims, clientId, idClaims, now, unsigned, userPoolId } from '../../support/tokens';

const other = '7other0client0000000000000';

function entry(fields: Partial<Profile> = {}): ProfileEntry {
  const profile: Profile = {
    ...{ name: 'dev', userPoolId, clientId, grant: 'authorization_code', production: false },
    ...fields,
  };
  return { profile, source: 'user' };
}

function signedIn(client: string, scope = 'openid profile email', replaced: Partial<Session> = {}): Session {
  return makeSession({
    clientId: client,
    accessToken: unsigned(accessClaims({ client_id: client, scope })),
    ...replaced,
  });
}

interface Window {
  readonly provider: CognitoProvider;
  readonly store: SessionStore;
  readonly secrets: MemorySecrets;
  /** Everything that VS Code was told, in order. */
  readonly changes: SessionsChange[];
  readonly told: unknown[];
  readonly signIns: Profile[];
  /** Waits until the provider knows what the store holds. */
  readonly settled: () => Promise<void>;
}

interface Options extends Partial<Omit<ProviderContext, 'prompts'>> {
  readonly prompts?: Partial<AccountPrompts>;
  readonly secrets?: MemorySecrets;
  /** Seconds since 1970. */
  readonly clock?: () => number;
}

/** A window as presence.ts puts it together, on a SecretStorage that other windows may share. */
function openWindow({
  secrets = createMemorySecrets(),
  clock = () => now,
  prompts = {},
  ...replaced
}: Options = {}): Window {
  const store = createSessionStore(createVault(secrets, () => undefined));
  const told: unknown[] = [];
  const signIns: Profile[] = [];
  const settled = createCoalescedRead(async () => {
    provider.follow(await store.list());
  });
  const provider = createProvider(
    {
      entries: () => [entry(), entry({ name: 'other', clientId: other })],
      store,
      refresher: { fresh: (session) => Promise.resolve(session) },
      signIn: async (profile) => {
        signIns.push(profile);
        await store.save(signedIn(profile.clientId, profile.scopes?.join(' ')));
      },
      signOut: async (profile) => {
        const session = await store.find(profile);
        assert(session);
        await store.remove(session);
      },
      prompts: {
        choose: () => Promise.reject(new Error('The user must not be asked.')),
        mayReplace: () => Promise.resolve(true),
        show: (error) => {
          told.push(error);
          return Promise.resolve(new Error('in plain words'));
        },
        explain: (error, profile) =>
          Promise.resolve(new Error(`${(error as CognitoError).code} for ${String(profile)}`)),
        cancelled: () => new Error('Canceled'),
        ...prompts,
      },
      log: { warn: () => undefined },
      announce: settled,
      ...replaced,
    },
    () => clock() * 1000,
  );
  const changes: SessionsChange[] = [];
  provider.onDidChangeSessions((change) => changes.push(change));
  store.onDidChange(() => void settled());
  return { provider, store, secrets, changes, told, signIns, settled };
}

function labels(sessions: readonly { readonly account: { readonly label: string } }[]): readonly string[] {
  return sessions.map(({ account }) => account.label).sort();
}

const dev = 'janedoe@example.com (dev)';
const both = [dev, 'janedoe@example.com (other)'];

describe('authentication provider', () => {
  it('gives one session for each signed-in profile, with its tokens, its account and its scopes', async () => {
    const { provider, store } = openWindow();
    assert.deepEqual(await provider.getSessions(undefined, {}), []);
    const session = signedIn(clientId);
    await store.save(session);
    await store.save(signedIn(other));
    const sessions = await provider.getSessions(undefined, {});
    assert.deepEqual(labels(sessions), both);
    const found = sessions.find(({ account }) => account.label === dev);
    assert.equal(found?.accessToken, session.accessToken);
    assert.equal((found as { idToken?: string }).idToken, session.idToken);
    assert.deepEqual(found.scopes, ['openid', 'profile', 'email']);
    assert.equal(new Set(sessions.map(({ id }) => id)).size, 2);
  });

  it('knows nothing of sessions that no profile is for, and reads nothing without a profile', async () => {
    const { provider, store, secrets } = openWindow({ entries: () => [] });
    await store.save(signedIn(clientId));
    secrets.broken.add('keys').add('get');
    assert.deepEqual(await provider.getSessions(undefined, {}), []);
    const { provider: narrow, store: shared } = openWindow({ entries: () => [entry()] });
    await shared.save(signedIn(other));
    assert.deepEqual(await narrow.getSessions([], {}), []);
  });

  it('matches the exact set of scopes, in any order, and leaves the caller’s list alone', async () => {
    const { provider, store } = openWindow();
    await store.save(signedIn(clientId, 'openid api/read'));
    await store.save(signedIn(other, 'openid'));
    const found = async (scopes: readonly string[]): Promise<readonly string[]> =>
      labels(await provider.getSessions(Object.freeze([...scopes]), {}));
    assert.deepEqual(await found(['api/read', 'openid']), [dev]);
    assert.deepEqual(await found(['openid', 'api/read', 'openid']), [dev]);
    assert.deepEqual(await found(['openid']), ['janedoe@example.com (other)']);
    assert.deepEqual(await found(['openid', 'api/read', 'email']), []);
    assert.deepEqual(await found([]), both);
  });

  it('takes profile:NAME as the choice of a profile', async () => {
    const { provider, store } = openWindow();
    await store.save(signedIn(clientId));
    await store.save(signedIn(other));
    const found = async (scopes: readonly string[]): Promise<readonly string[]> =>
      labels(await provider.getSessions(scopes, {}));
    assert.deepEqual(await found(['profile:dev']), [dev]);
    assert.deepEqual(await found(['profile:dev', 'email', 'openid', 'profile']), [dev]);
    assert.deepEqual(await found(['profile:dev', 'openid']), []);
    assert.deepEqual(await found(['profile:nobody']), []);
    assert.deepEqual(await found(['profile:dev', 'profile:other']), []);
  });

  it('filters by account', async () => {
    const { provider, store } = openWindow();
    await store.save(signedIn(clientId));
    await store.save(signedIn(other));
    for (const { account } of await provider.getSessions(undefined, {})) {
      assert.deepEqual(labels(await provider.getSessions([], { account })), [account.label]);
    }
    assert.deepEqual(await provider.getSessions([], { account: { id: 'someone', label: dev } }), []);
  });

  it('hands out fresh tokens to whoever asks for scopes, and refreshes nothing for a list of accounts', async () => {
    const asked: Session[] = [];
    const { provider, store } = openWindow({
      refresher: {
        fresh: (session) => {
          asked.push(session);
          return Promise.resolve(newer(session));
        },
      },
    });
    const session = signedIn(clientId);
    await store.save(session);
    const [listed] = await provider.getSessions(undefined, {});
    assert.equal(listed?.accessToken, session.accessToken);
    assert.deepEqual(asked, []);
    const [given] = await provider.getSessions([], {});
    assert.equal(given?.accessToken, newer(session).accessToken);
    assert.equal(asked.length, 1);
  });

  it('gives what is still valid when a refresh fails, and leaves out what is not', async () => {
    let clock = now;
    const failure = { current: new CognitoError('network', { host: 'a' }) };
    const { provider, store } = openWindow({
      refresher: { fresh: () => Promise.reject(failure.current) },
      clock: () => clock,
    });
    await store.save(signedIn(clientId, 'openid', { expiresAt: now + 60 }));
    await store.save(signedIn(other, 'openid', { expiresAt: now - 1 }));
    assert.deepEqual(labels(await provider.getSessions([], {})), [dev]);
    clock += 30;
    failure.current = new CognitoError('session_ended');
    assert.deepEqual(await provider.getSessions([], {}), []);
  });

  it('tells who asks for an expired session that its pool does not answer, and nothing else', async () => {
    const { provider, store, told } = openWindow({
      refresher: {
        fresh: (session) =>
          Promise.reject(new CognitoError(session.clientId === other ? 'session_ended' : 'network')),
      },
    });
    for (const client of [clientId, other]) {
      await store.save(signedIn(client, 'openid', { expiresAt: now - 1, id: client }));
    }
    for (const scopes of [[], ['openid'], ['profile:dev']]) {
      await assert.rejects(
        provider.getSessions(scopes, {}) as Promise<unknown>,
        /^Error: network for dev$/,
        scopes.join(),
      );
    }
    // Here a sign-in is what helps, and nobody is asked for one who lists the accounts.
    assert.deepEqual(await provider.getSessions(['profile:other'], {}), []);
    assert.deepEqual(labels(await provider.getSessions(undefined, {})), both);
    assert.deepEqual(told, []);
    assert.equal((await store.list()).length, 2);
  });

  it('leaves a pool alone for a while after a failed refresh, however often an extension asks', async () => {
    let clock = now;
    let asked = 0;
    const { provider, store } = openWindow({
      clock: () => clock,
      refresher: {
        fresh: () => {
          asked += 1;
          return Promise.reject(new CognitoError('timeout', { host: 'a' }));
        },
      },
    });
    const unreachable = (): Promise<void> =>
      assert.rejects(provider.getSessions([], {}) as Promise<unknown>, /^Error: timeout for dev$/);
    await store.save(signedIn(clientId, 'openid', { expiresAt: now + 20 }));
    for (let polls = 0; polls < 10; polls += 1) {
      assert.deepEqual(labels(await provider.getSessions([], {})), [dev]);
    }
    assert.equal(asked, 1);
    clock += 29;
    await unreachable();
    assert.equal(asked, 1);
    clock += 1;
    await unreachable();
    assert.equal(asked, 2);
    // What a person has refreshed meanwhile is given.
    await store.save(signedIn(clientId, 'openid', { expiresAt: now + 3600 }));
    assert.deepEqual(labels(await provider.getSessions([], {})), [dev]);
    assert.equal(asked, 2);
  });

  it('signs in, and tells VS Code before it answers', async () => {
    const { provider, changes, signIns, store } = openWindow({ entries: () => [entry()] });
    const session = await provider.createSession([], {});
    assert.equal(session.account.label, dev);
    assert.deepEqual(signIns, [entry().profile]);
    assert.equal((await store.list()).length, 1);
    assert.deepEqual(changes.map(({ added }) => added?.map(({ id }) => id)).flat(), [session.id]);
  });

  it('asks for the scopes that are wanted, which the session then has', async () => {
    const { provider, signIns } = openWindow();
    const session = await provider.createSession(Object.freeze(['profile:other', 'api/read', 'openid']), {});
    assert.deepEqual(signIns, [
      { ...entry({ name: 'other', clientId: other }).profile, scopes: ['api/read', 'openid'] },
    ]);
    assert.deepEqual(session.scopes, ['api/read', 'openid']);
    assert.deepEqual(labels(await provider.getSessions(['openid', 'api/read'], {})), [
      'janedoe@example.com (other)',
    ]);
  });

  it('asks which profile when there are several, and takes none when nobody chooses', async () => {
    const choices: (readonly string[])[] = [];
    const { provider, signIns } = openWindow({
      prompts: {
        choose: (profiles) => {
          choices.push(profiles.map(({ name }) => name));
          return Promise.resolve(choices.length === 1 ? profiles[1] : undefined);
        },
      },
    });
    assert.equal((await provider.createSession([], {})).account.label, 'janedoe@example.com (other)');
    await assert.rejects(provider.createSession([], {}) as Promise<unknown>, /^Error: Canceled$/);
    assert.deepEqual(choices, [
      ['dev', 'other'],
      ['dev', 'other'],
    ]);
    assert.equal(signIns.length, 1);
  });

  it('signs in to the profile of an account, also when that account is signed out', async () => {
    const { provider, store, signIns } = openWindow();
    const session = signedIn(other);
    await store.save(session);
    const [{ account } = assert.fail()] = await provider.getSessions(undefined, {});
    await store.remove(session);
    await provider.createSession([], { account });
    assert.deepEqual(
      signIns.map(({ name }) => name),
      ['other'],
    );
  });

  it('rejects as cancelled when the user cancels, and says nothing', async () => {
    const { provider, told } = openWindow({
      signIn: () => Promise.reject(new CognitoError('sign_in_cancelled')),
    });
    await assert.rejects(provider.createSession(['profile:dev'], {}) as Promise<unknown>, /Canceled/);
    assert.deepEqual(told, []);
  });

  it('rejects in plain words when a sign-in fails or names no profile', async () => {
    const failing = openWindow({ signIn: () => Promise.reject(new CognitoError('sign_in_timeout')) });
    await assert.rejects(
      failing.provider.createSession(['profile:dev'], {}) as Promise<unknown>,
      /plain words/,
    );
    const missing = openWindow();
    await assert.rejects(missing.provider.createSession(['profile:nobody'], {}) as Promise<unknown>, /plain/);
    assert.deepEqual(
      [...failing.told, ...missing.told].map((error) => (error as CognitoError).code),
      ['sign_in_timeout', 'profile_missing'],
    );
  });

  it('gives nobody else’s session to who asked for an account', async () => {
    const { provider, store, told, changes } = openWindow({
      entries: () => [entry()],
      signIn: async () => {
        const claims = { sub: 'bob', username: 'bob', scope: 'openid' };
        await store.save(makeSession({ accessToken: unsigned(accessClaims(claims)), idToken: undefined }));
      },
    });
    await store.save(signedIn(clientId, 'openid'));
    const [{ account } = assert.fail()] = await provider.getSessions(undefined, {});
    await assert.rejects(provider.createSession(['openid'], { account }) as Promise<unknown>, /plain words/);
    assert.deepEqual(
      told.map((error) => [(error as CognitoError).code, (error as CognitoError).detail]),
      [['account_differs', { asked: dev, signedIn: 'bob' }]],
    );
    // Bob is signed in all the same, and VS Code knows.
    assert.deepEqual(labels(changes.at(-1)?.added ?? []), ['bob (dev)']);
  });

  it('hands on what is asked for, so that nothing else is kept', async () => {
    const asked: unknown[] = [];
    const { provider, store } = openWindow({
      entries: () => [entry()],
      signIn: async (_, what) => {
        asked.push(what);
        await store.save(signedIn(clientId, 'openid'));
      },
    });
    await store.save(signedIn(clientId, 'openid'));
    const [{ account } = assert.fail()] = await provider.getSessions(undefined, {});
    await provider.createSession(['openid'], { account });
    assert.deepEqual(asked, [{ account, scopes: ['openid'] }]);
  });

  it('asks before the user’s session makes way for one with other scopes', async () => {
    const questions: unknown[] = [];
    let answer = false;
    const { provider, store, told, signIns } = openWindow({
      entries: () => [entry()],
      prompts: {
        mayReplace: ({ name }, scopes) => {
          questions.push([name, scopes]);
          return Promise.resolve(answer);
        },
      },
    });
    await store.save(signedIn(clientId, 'openid profile email'));
    await assert.rejects(provider.createSession(['openid'], {}) as Promise<unknown>, /Canceled/);
    assert.deepEqual([questions, signIns, told], [[['dev', ['openid']]], [], []]);
    answer = true;
    await provider.createSession(['openid'], {});
    assert.deepEqual([questions.length, signIns.length], [2, 1]);
    // The same scopes again replace nothing but tokens.
    await provider.createSession(['openid'], {});
    assert.deepEqual([questions.length, signIns.length], [2, 2]);
  });

  it('pauses no longer after a failure because the clock was set back', async () => {
    let clock = now;
    let asks = 0;
    const { provider, store } = openWindow({
      entries: () => [entry()],
      clock: () => clock,
      refresher: {
        fresh: () => {
          asks += 1;
          return Promise.reject(new CognitoError('network', { host: 'h.example' }));
        },
      },
    });
    await store.save(signedIn(clientId, 'openid', { expiresAt: now - 7200 }));
    const ask = async (): Promise<void> => {
      await assert.rejects(provider.getSessions(['openid'], {}) as Promise<unknown>);
    };
    await ask();
    await ask();
    assert.equal(asks, 1);
    clock -= 3600;
    await ask();
    assert.equal(asks, 2);
  });

  it('says in words that the storage cannot be read, instead of having nobody signed in', async () => {
    const { provider, store, secrets } = openWindow({ entries: () => [entry()] });
    await store.save(signedIn(clientId, 'openid'));
    secrets.broken.add('keys');
    await assert.rejects(provider.getSessions(['openid'], {}) as Promise<unknown>, /secrets_unavailable for/);
  });

  it('gives no other scopes than those asked for', async () => {
    for (const granted of ['openid api/admin', 'api/read']) {
      const { provider, store, told } = openWindow({
        entries: () => [entry()],
        signIn: () => store.save(signedIn(clientId, granted)),
      });
      const asked = ['profile:dev', 'openid', 'api/read'];
      await assert.rejects(provider.createSession(asked, {}) as Promise<unknown>, /plain words/);
      assert.deepEqual(
        told.map((error) => [(error as CognitoError).code, (error as CognitoError).detail]),
        [['scopes_differ', { asked: 'openid api/read', granted }]],
      );
      // Who asks for no scopes takes what there is.
      assert.deepEqual((await provider.createSession(['profile:dev'], {})).scopes, granted.split(' '));
    }
  });

  it('removes one session, tells VS Code, and leaves the others', async () => {
    const { provider, store, changes, settled } = openWindow();
    await store.save(signedIn(clientId));
    await store.save(signedIn(other));
    await settled();
    changes.length = 0;
    const sessions = await provider.getSessions(undefined, {});
    const gone = sessions.find(({ account }) => account.label === dev);
    assert(gone);
    await provider.removeSession(gone.id);
    assert.deepEqual(changes.map(({ removed }) => removed?.map(({ id }) => id)).flat(), [gone.id]);
    assert.deepEqual(labels(await provider.getSessions(undefined, {})), ['janedoe@example.com (other)']);
    await assert.rejects(provider.removeSession(gone.id) as Promise<unknown>, /plain words/);
    await assert.rejects(provider.removeSession('made up') as Promise<unknown>, /plain words/);
  });

  it('tells the other windows of the one session that was removed, and no more', async () => {
    const secrets = createMemorySecrets();
    const [here, there] = [openWindow({ secrets }), openWindow({ secrets })];
    await here.store.save(signedIn(clientId));
    await here.store.save(signedIn(other));
    await Promise.all([here.settled(), there.settled()]);
    there.changes.length = 0;
    const gone = (await here.provider.getSessions(undefined, {})).find(
      ({ account }) => account.label === dev,
    );
    assert(gone);
    await here.provider.removeSession(gone.id);
    await there.settled();
    assert.deepEqual(
      there.changes.map(({ added, changed, removed }) => [added, changed, removed?.map(({ id }) => id)]),
      [[[], [], [gone.id]]],
    );
    assert.deepEqual(labels(await there.provider.getSessions(undefined, {})), [
      'janedoe@example.com (other)',
    ]);
  });

  it('has removed a session whose pool could not be told, and says that', async () => {
    const { provider, store, told, settled } = openWindow({
      signOut: async (profile) => {
        const session = await store.find(profile);
        assert(session);
        await store.remove(session);
        throw new CognitoError('revocation_failed', { host: 'a' });
      },
    });
    await store.save(signedIn(clientId));
    await settled();
    const [{ id } = assert.fail()] = await provider.getSessions(undefined, {});
    await provider.removeSession(id);
    assert.equal(told.length, 1);
    assert.deepEqual(await provider.getSessions(undefined, {}), []);
  });

  it('tells every window what was added, changed and removed, once each', async () => {
    const secrets = createMemorySecrets();
    const windows = [openWindow({ secrets }), openWindow({ secrets })];
    const [here] = windows;
    const all = (): Promise<unknown> => Promise.all(windows.map(({ settled }) => settled()));
    await all();
    const session = signedIn(clientId);
    for (const step of [
      () => here?.store.save(session),
      () => here?.store.save(session),
      () => here?.store.save(newer(session, { accessToken: unsigned(accessClaims({ exp: 9 })) })),
      () => here?.store.remove(session),
      () => here?.store.remove(session),
    ]) {
      await step();
      await all();
    }
    for (const { changes } of windows) {
      assert.deepEqual(
        changes.map(({ added, changed, removed }) => [added?.length, changed?.length, removed?.length]),
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      );
    }
  });

  it('tells of another user as one account that goes and one that comes', async () => {
    const { store, changes, settled } = openWindow();
    await store.save(signedIn(clientId));
    await settled();
    const someone = { sub: 'someone-else', username: 'zoë' };
    await store.save(
      makeSession({
        accessToken: unsigned(accessClaims(someone)),
        idToken: unsigned(idClaims({ sub: 'someone-else', email: 'zoe@example.com' })),
      }),
    );
    await settled();
    const last = changes.at(-1);
    assert.deepEqual(labels(last?.added ?? []), ['zoe@example.com (dev)']);
    assert.deepEqual(labels(last?.removed ?? []), [dev]);
    assert.deepEqual(last?.changed, []);
  });

  it('gives a machine client’s session the client as its account', async () => {
    const { provider, store } = openWindow();
    await store.save(
      makeSession({
        grant: 'client_credentials',
        idToken: undefined,
        refreshToken: undefined,
        accessToken: unsigned(
          accessClaims({ sub: clientId, username: undefined, scope: 'api/read', client_id: clientId }),
        ),
        userInfo: { state: 'not_asked' },
      }),
    );
    const [session] = await provider.getSessions(['api/read'], {});
    assert.equal(session?.account.label, `${clientId} (dev)`);
    assert(!('idToken' in session));
  });
});
