import { deepEqual, equal, fail, ok, rejects } from 'node:assert/strict';
import type { AuthenticationProviderAuthenticationSessionsChangeEvent as SessionsChange } from 'vscode';
import { CognitoError } from '../../../src/core/errors';
import type { Profile } from '../../../src/core/profile';
import type { ProfileEntry } from '../../../src/core/profileLayers';
import type { Session } from '../../../src/core/session';
import { createCoalescedRead } from '../../../src/core/coalesce';
import type { AccountPrompts } from '../../../src/presence/accountPrompts';
import { createProvider, type CognitoProvider, type ProviderContext } from '../../../src/presence/accounts';
import { createSessionStore, type SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { newer } from '../../support/fakeClient';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { makeProfile } from '../../support/profiles';
import { makeSession, makeSessionOf } from '../../support/sessions';
import { accessClaims, clientId, idClaims, now, unsigned, userPoolId } from '../../support/tokens';

const other = '7other0client0000000000000';

function entry(fields: Partial<Profile> = {}): ProfileEntry {
  return { profile: makeProfile({ name: 'dev', userPoolId, clientId, ...fields }), source: 'user' };
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
  /** The events of the provider, in order. */
  readonly changes: SessionsChange[];
  /** The errors that the user was shown. */
  readonly shown: unknown[];
  readonly signIns: Profile[];
  /** Waits until the provider has read the store. */
  readonly settled: () => Promise<void>;
}

interface Options extends Partial<Omit<ProviderContext, 'prompts'>> {
  readonly prompts?: Partial<AccountPrompts>;
  readonly secrets?: MemorySecrets;
  /** Seconds since 1970. */
  readonly clock?: () => number;
}

/** A window as presence.ts builds it. Several windows can share one SecretStorage. */
function openWindow({
  secrets = createMemorySecrets(),
  clock = () => now,
  prompts = {},
  ...replaced
}: Options = {}): Window {
  const store = createSessionStore(createVault(secrets, () => undefined));
  const shown: unknown[] = [];
  const signIns: Profile[] = [];
  const settled = createCoalescedRead(async () => {
    provider.follow(await store.list());
  });
  const provider = createProvider(
    {
      entries: () => [entry(), entry({ name: 'other', clientId: other })],
      store,
      userOf: () => undefined,
      refresher: { fresh: (session) => Promise.resolve(session) },
      signIn: async (profile) => {
        signIns.push(profile);
        await store.save(signedIn(profile.clientId, profile.scopes?.join(' ')));
      },
      signOut: async (profile) => {
        const session = await store.find(profile);
        ok(session);
        await store.remove(session);
      },
      prompts: {
        choose: () => Promise.reject(new Error('The user must not be asked.')),
        mayReplace: () => Promise.resolve(true),
        show: (error) => {
          shown.push(error);
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
  store.onDidChange(() => {
    // As in presence.ts, sessions that cannot be read change nothing.
    settled().catch(() => undefined);
  });
  return { provider, store, secrets, changes, shown, signIns, settled };
}

function labels(sessions: readonly { readonly account: { readonly label: string } }[]): readonly string[] {
  return sessions.map(({ account }) => account.label).sort();
}

const dev = 'janedoe@example.com (dev)';
const both = [dev, 'janedoe@example.com (other)'];

describe('createProvider', () => {
  it('returns a session with tokens, account and scopes for each signed-in profile', async () => {
    const { provider, store } = openWindow();
    deepEqual(await provider.getSessions(undefined, {}), []);
    const session = signedIn(clientId);
    await store.save(session);
    await store.save(signedIn(other));
    const sessions = await provider.getSessions(undefined, {});
    deepEqual(labels(sessions), both);
    const found = sessions.find(({ account }) => account.label === dev);
    equal(found?.accessToken, session.accessToken);
    equal((found as { idToken?: string }).idToken, session.idToken);
    deepEqual(found.scopes, ['openid', 'profile', 'email']);
    equal(new Set(sessions.map(({ id }) => id)).size, 2);
  });

  it('leaves out sessions without a profile, and does not read the store when there is no profile', async () => {
    const { provider, store, secrets } = openWindow({ entries: () => [] });
    await store.save(signedIn(clientId));
    secrets.broken.add('keys').add('get');
    deepEqual(await provider.getSessions(undefined, {}), []);
    const { provider: narrow, store: shared } = openWindow({ entries: () => [entry()] });
    await shared.save(signedIn(other));
    deepEqual(await narrow.getSessions([], {}), []);
  });

  it('matches the exact set of scopes in any order, without a change to the caller’s list', async () => {
    const { provider, store } = openWindow();
    await store.save(signedIn(clientId, 'openid api/read'));
    await store.save(signedIn(other, 'openid'));
    const found = async (scopes: readonly string[]): Promise<readonly string[]> =>
      labels(await provider.getSessions(Object.freeze([...scopes]), {}));
    deepEqual(await found(['api/read', 'openid']), [dev]);
    deepEqual(await found(['openid', 'api/read', 'openid']), [dev]);
    deepEqual(await found(['openid']), ['janedoe@example.com (other)']);
    deepEqual(await found(['openid', 'api/read', 'email']), []);
    deepEqual(await found([]), both);
  });

  it('accepts the scope profile:NAME as the choice of a profile', async () => {
    const { provider, store } = openWindow();
    await store.save(signedIn(clientId));
    await store.save(signedIn(other));
    const found = async (scopes: readonly string[]): Promise<readonly string[]> =>
      labels(await provider.getSessions(scopes, {}));
    deepEqual(await found(['profile:dev']), [dev]);
    deepEqual(await found(['profile:dev', 'email', 'openid', 'profile']), [dev]);
    deepEqual(await found(['profile:dev', 'openid']), []);
    deepEqual(await found(['profile:unknown']), []);
    deepEqual(await found(['profile:dev', 'profile:other']), []);
  });

  it('returns only the session of the requested account', async () => {
    const { provider, store } = openWindow();
    await store.save(signedIn(clientId));
    await store.save(signedIn(other));
    for (const { account } of await provider.getSessions(undefined, {})) {
      deepEqual(labels(await provider.getSessions([], { account })), [account.label]);
    }
    deepEqual(await provider.getSessions([], { account: { id: 'unknown', label: dev } }), []);
  });

  it('refreshes tokens when an extension requests scopes, and not when VS Code lists the accounts', async () => {
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
    equal(listed?.accessToken, session.accessToken);
    deepEqual(asked, []);
    const [given] = await provider.getSessions([], {});
    equal(given?.accessToken, newer(session).accessToken);
    equal(asked.length, 1);
  });

  it('returns a session that is still valid when its refresh fails, and leaves out expired ones', async () => {
    let clock = now;
    const failure = { current: new CognitoError('network', { host: 'a' }) };
    const { provider, store } = openWindow({
      refresher: { fresh: () => Promise.reject(failure.current) },
      clock: () => clock,
    });
    await store.save(signedIn(clientId, 'openid', { expiresAt: (now + 60) * 1000 }));
    await store.save(signedIn(other, 'openid', { expiresAt: (now - 1) * 1000 }));
    deepEqual(labels(await provider.getSessions([], {})), [dev]);
    clock += 30;
    failure.current = new CognitoError('session_ended');
    deepEqual(await provider.getSessions([], {}), []);
  });

  it('rejects a request for an expired session when its pool cannot be reached', async () => {
    const { provider, store, shown } = openWindow({
      refresher: {
        fresh: (session) =>
          Promise.reject(new CognitoError(session.clientId === other ? 'session_ended' : 'network')),
      },
    });
    for (const client of [clientId, other]) {
      await store.save(signedIn(client, 'openid', { expiresAt: (now - 1) * 1000, id: client }));
    }
    for (const scopes of [[], ['openid'], ['profile:dev']]) {
      await rejects(
        provider.getSessions(scopes, {}) as Promise<unknown>,
        /^Error: network for dev$/,
        scopes.join(),
      );
    }
    // An ended session needs a sign-in, which is not an error here. The list of accounts needs no refresh.
    deepEqual(await provider.getSessions(['profile:other'], {}), []);
    deepEqual(labels(await provider.getSessions(undefined, {})), both);
    deepEqual(shown, []);
    equal((await store.list()).length, 2);
  });

  it('leaves out a session whose refresh returned other scopes than requested', async () => {
    const { provider, store } = openWindow({
      entries: () => [entry()],
      refresher: { fresh: () => Promise.resolve(signedIn(clientId, 'openid email')) },
    });
    await store.save(signedIn(clientId, 'openid'));
    deepEqual(await provider.getSessions(['openid'], {}), []);
    deepEqual(labels(await provider.getSessions([], {})), [dev]);
  });

  it('does not contact a pool for 30 seconds after a failed refresh', async () => {
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
      rejects(provider.getSessions([], {}) as Promise<unknown>, /^Error: timeout for dev$/);
    await store.save(signedIn(clientId, 'openid', { expiresAt: (now + 20) * 1000 }));
    for (let polls = 0; polls < 10; polls += 1) {
      deepEqual(labels(await provider.getSessions([], {})), [dev]);
    }
    equal(asked, 1);
    clock += 29;
    await unreachable();
    equal(asked, 1);
    clock += 1;
    await unreachable();
    equal(asked, 2);
    // Tokens that the user refreshed in the meantime are returned.
    await store.save(signedIn(clientId, 'openid', { expiresAt: (now + 3600) * 1000 }));
    deepEqual(labels(await provider.getSessions([], {})), [dev]);
    equal(asked, 2);
  });

  it('signs in, and reports the new session to VS Code before it returns it', async () => {
    const { provider, changes, signIns, store } = openWindow({ entries: () => [entry()] });
    const session = await provider.createSession([], {});
    equal(session.account.label, dev);
    deepEqual(signIns, [entry().profile]);
    equal((await store.list()).length, 1);
    // The second event has the requested scopes, by which VS Code recognises the request that is fulfilled.
    deepEqual(
      changes.flatMap(({ added }) => added?.map(({ id, scopes }) => [id, scopes.length]) ?? []),
      [
        [session.id, 3],
        [session.id, 0],
      ],
    );
  });

  it('signs in with the requested scopes', async () => {
    const { provider, changes, signIns } = openWindow();
    const requested = Object.freeze(['profile:other', 'api/read', 'openid']);
    const session = await provider.createSession(requested, {});
    deepEqual(signIns, [
      { ...entry({ name: 'other', clientId: other }).profile, scopes: ['api/read', 'openid'] },
    ]);
    deepEqual(session.scopes, requested);
    deepEqual(changes.at(-1)?.added?.[0]?.scopes, requested);
    deepEqual((await provider.getSessions(requested, {}))[0]?.scopes, requested);
    deepEqual((await provider.getSessions(undefined, {}))[0]?.scopes, ['api/read', 'openid']);
    deepEqual(labels(await provider.getSessions(['openid', 'api/read'], {})), [
      'janedoe@example.com (other)',
    ]);
  });

  it('lets the user choose between several profiles, and rejects when the user cancels the choice', async () => {
    const choices: (readonly string[])[] = [];
    const { provider, signIns } = openWindow({
      prompts: {
        choose: (profiles) => {
          choices.push(profiles.map(({ name }) => name));
          return Promise.resolve(choices.length === 1 ? profiles[1] : undefined);
        },
      },
    });
    equal((await provider.createSession([], {})).account.label, 'janedoe@example.com (other)');
    await rejects(provider.createSession([], {}) as Promise<unknown>, /^Error: Canceled$/);
    deepEqual(choices, [
      ['dev', 'other'],
      ['dev', 'other'],
    ]);
    equal(signIns.length, 1);
  });

  it('signs in to the profile of the requested account, also when that account is signed out', async () => {
    const { provider, store, signIns } = openWindow();
    const session = signedIn(other);
    await store.save(session);
    const [{ account } = fail()] = await provider.getSessions(undefined, {});
    await store.remove(session);
    await provider.createSession([], { account });
    deepEqual(
      signIns.map(({ name }) => name),
      ['other'],
    );
  });

  it('rejects as cancelled and shows no error when the user cancels the sign-in', async () => {
    const { provider, shown } = openWindow({
      signIn: () => Promise.reject(new CognitoError('sign_in_cancelled')),
    });
    await rejects(provider.createSession(['profile:dev'], {}) as Promise<unknown>, /Canceled/);
    deepEqual(shown, []);
  });

  it('rejects with the problem text and shows it when a sign-in fails or names an unknown profile', async () => {
    const failing = openWindow({ signIn: () => Promise.reject(new CognitoError('sign_in_timeout')) });
    await rejects(failing.provider.createSession(['profile:dev'], {}) as Promise<unknown>, /plain words/);
    const missing = openWindow();
    await rejects(missing.provider.createSession(['profile:unknown'], {}) as Promise<unknown>, /plain/);
    deepEqual(
      [...failing.shown, ...missing.shown].map((error) => (error as CognitoError).code),
      ['sign_in_timeout', 'profile_missing'],
    );
  });

  it('rejects when another user signs in than the requested account', async () => {
    const { provider, store, shown, changes } = openWindow({
      entries: () => [entry()],
      userOf: () => 'bob',
      signIn: async () => {
        const claims = { sub: 'bob', username: 'bob', scope: 'openid' };
        await store.save(makeSession({ accessToken: unsigned(accessClaims(claims)), idToken: undefined }));
      },
    });
    await store.save(signedIn(clientId, 'openid'));
    const [{ account } = fail()] = await provider.getSessions(undefined, {});
    await rejects(provider.createSession(['openid'], { account }) as Promise<unknown>, /plain words/);
    deepEqual(
      shown.map((error) => [(error as CognitoError).code, (error as CognitoError).detail]),
      [['account_differs', { asked: dev, signedIn: 'bob' }]],
    );
    // Bob is signed in nevertheless, and VS Code lists the session.
    deepEqual(labels(changes.at(-1)?.added ?? []), ['bob (dev)']);
  });

  it('passes the requested account and scopes to the sign-in as its expectation', async () => {
    const asked: unknown[] = [];
    const { provider, store } = openWindow({
      entries: () => [entry()],
      signIn: async (_, what) => {
        asked.push(what);
        await store.save(signedIn(clientId, 'openid'));
      },
    });
    await store.save(signedIn(clientId, 'openid'));
    const [{ account } = fail()] = await provider.getSessions(undefined, {});
    await provider.createSession(['openid'], { account });
    deepEqual(asked, [{ account, scopes: ['openid'] }]);
  });

  it('asks the user before it replaces a session by one with other scopes', async () => {
    const questions: unknown[] = [];
    let answer = false;
    const { provider, store, shown, signIns } = openWindow({
      entries: () => [entry()],
      prompts: {
        mayReplace: ({ name }, scopes) => {
          questions.push([name, scopes]);
          return Promise.resolve(answer);
        },
      },
    });
    await store.save(signedIn(clientId, 'openid profile email'));
    await rejects(provider.createSession(['openid'], {}) as Promise<unknown>, /Canceled/);
    deepEqual([questions, signIns, shown], [[['dev', ['openid']]], [], []]);
    answer = true;
    await provider.createSession(['openid'], {});
    deepEqual([questions.length, signIns.length], [2, 1]);
    // A sign-in with the same scopes needs no question.
    await provider.createSession(['openid'], {});
    deepEqual([questions.length, signIns.length], [2, 2]);
  });

  it('does not lengthen the pause after a failed refresh when the clock is set back', async () => {
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
    await store.save(signedIn(clientId, 'openid', { expiresAt: (now - 7200) * 1000 }));
    const ask = async (): Promise<void> => {
      await rejects(provider.getSessions(['openid'], {}) as Promise<unknown>);
    };
    await ask();
    await ask();
    equal(asks, 1);
    clock -= 3600;
    await ask();
    equal(asks, 2);
  });

  it('rejects with a problem text when the secret storage cannot be read', async () => {
    const { provider, store, secrets } = openWindow({ entries: () => [entry()] });
    await store.save(signedIn(clientId, 'openid'));
    secrets.broken.add('keys');
    await rejects(provider.getSessions(['openid'], {}) as Promise<unknown>, /secrets_unavailable for/);
  });

  it('rejects when the session has other scopes than the requested ones', async () => {
    for (const granted of ['openid api/admin', 'api/read']) {
      const { provider, store, shown } = openWindow({
        entries: () => [entry()],
        signIn: () => store.save(signedIn(clientId, granted)),
      });
      const asked = ['profile:dev', 'openid', 'api/read'];
      await rejects(provider.createSession(asked, {}) as Promise<unknown>, /plain words/);
      deepEqual(
        shown.map((error) => [(error as CognitoError).code, (error as CognitoError).detail]),
        [['scopes_differ', { asked: 'openid api/read', granted }]],
      );
      // A request without scopes accepts any scopes.
      await provider.createSession(['profile:dev'], {});
      deepEqual((await provider.getSessions([], {}))[0]?.scopes, granted.split(' '));
    }
  });

  it('removes one session, reports it to VS Code and keeps the others', async () => {
    const { provider, store, changes, settled } = openWindow();
    await store.save(signedIn(clientId));
    await store.save(signedIn(other));
    await settled();
    changes.length = 0;
    const sessions = await provider.getSessions(undefined, {});
    const target = sessions.find(({ account }) => account.label === dev);
    ok(target);
    await provider.removeSession(target.id);
    deepEqual(changes.map(({ removed }) => removed?.map(({ id }) => id)).flat(), [target.id]);
    deepEqual(labels(await provider.getSessions(undefined, {})), ['janedoe@example.com (other)']);
    await rejects(provider.removeSession(target.id) as Promise<unknown>, /plain words/);
    await rejects(provider.removeSession('made up') as Promise<unknown>, /plain words/);
  });

  it('reports the removed session, and nothing else, in the other windows', async () => {
    const secrets = createMemorySecrets();
    const [here, there] = [openWindow({ secrets }), openWindow({ secrets })];
    await here.store.save(signedIn(clientId));
    await here.store.save(signedIn(other));
    await Promise.all([here.settled(), there.settled()]);
    there.changes.length = 0;
    const target = (await here.provider.getSessions(undefined, {})).find(
      ({ account }) => account.label === dev,
    );
    ok(target);
    await here.provider.removeSession(target.id);
    await there.settled();
    deepEqual(
      there.changes.map(({ added, changed, removed }) => [added, changed, removed?.map(({ id }) => id)]),
      [[[], [], [target.id]]],
    );
    deepEqual(labels(await there.provider.getSessions(undefined, {})), ['janedoe@example.com (other)']);
  });

  it('removes a session and shows the error when the pool cannot revoke it', async () => {
    const { provider, store, shown, settled } = openWindow({
      signOut: async (profile) => {
        const session = await store.find(profile);
        ok(session);
        await store.remove(session);
        throw new CognitoError('revocation_failed', { host: 'a' });
      },
    });
    await store.save(signedIn(clientId));
    await settled();
    const [{ id } = fail()] = await provider.getSessions(undefined, {});
    await provider.removeSession(id);
    equal(shown.length, 1);
    deepEqual(await provider.getSessions(undefined, {}), []);
  });

  it('reports each added, changed and removed session once in every window', async () => {
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
      deepEqual(
        changes.map(({ added, changed, removed }) => [added?.length, changed?.length, removed?.length]),
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      );
    }
  });

  it('gives the session of the account that an extension asks for, of several users', async () => {
    const { provider, store } = openWindow({ entries: () => [entry()] });
    for (const sub of ['alice', 'bob']) await store.save(makeSessionOf(sub));
    const all = await provider.getSessions([], {});
    equal(all.length, 2);
    for (const { account, accessToken } of all) {
      deepEqual(
        (await provider.getSessions([], { account })).map((session) => session.accessToken),
        [accessToken],
      );
    }
  });

  it('asks before it replaces the session of the requested account, and not about the active user', async () => {
    const questions: unknown[] = [];
    const { provider, store } = openWindow({
      entries: () => [entry()],
      userOf: () => 'alice',
      prompts: {
        mayReplace: (_, scopes) => {
          questions.push(scopes);
          return Promise.resolve(false);
        },
      },
    });
    const granted = { alice: 'openid', bob: 'openid profile' };
    for (const [sub, scope] of Object.entries(granted)) {
      await store.save({ ...makeSessionOf(sub), accessToken: unsigned(accessClaims({ sub, scope })) });
    }
    const ofBob = (await provider.getSessions(['openid', 'profile'], {}))[0]?.account;
    await rejects(provider.createSession(['openid'], { account: ofBob }) as Promise<unknown>, /Canceled/);
    deepEqual(questions, [['openid']]);
  });

  it('signs out the user of the session that is removed, and no other one', async () => {
    const { provider, store } = openWindow({ entries: () => [entry()] });
    for (const sub of ['alice', 'bob']) await store.save(makeSessionOf(sub));
    const [, second = fail()] = await provider.getSessions([], {});
    await provider.removeSession(second.id);
    deepEqual(
      (await store.list()).map(({ id }) => id),
      ['of-alice'],
    );
  });

  it('reports an added session when another user signs in', async () => {
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
    deepEqual(labels(last?.added ?? []), ['zoe@example.com (dev)']);
    deepEqual([last?.removed, last?.changed], [[], []]);
  });

  it('uses the app client as the account of a machine client’s session', async () => {
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
    equal(session?.account.label, `${clientId} (dev)`);
    ok(!('idToken' in session));
  });
});
