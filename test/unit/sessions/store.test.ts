import { deepEqual, doesNotMatch, equal, ok } from 'node:assert/strict';
import type { Profile } from '../../../src/core/profile';
import { subjectOf } from '../../../src/core/session';
import { createClientSecrets } from '../../../src/sessions/clientSecrets';
import type { SessionStore } from '../../../src/sessions/store';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { makeProfile } from '../../support/profiles';
import { endpoints, makeSession, signInHost } from '../../support/sessions';
import { openStore, openVault } from '../../support/stores';
import {
  accessClaims,
  clientId,
  idClaims,
  issuer,
  unsigned,
  updatedIssuer,
  userPoolId,
} from '../../support/tokens';
import { fails } from '../../support/answers';

/** A profile of the test's app client with these fields. */
function profile(fields: Readonly<Record<string, unknown>>): Profile {
  return makeProfile({ clientId, ...fields });
}

const pool = profile({ userPoolId });

describe('createSessionStore', () => {
  let secrets: MemorySecrets;
  let store: SessionStore;
  beforeEach(() => {
    secrets = createMemorySecrets();
    store = openStore(secrets);
  });
  /** The storage key of the only stored session. */
  const keyOfSession = (): string => {
    const [key, ...more] = [...secrets.values.keys()].filter((name) => name.startsWith('session:'));
    ok(key !== undefined && more.length === 0);
    return key;
  };

  it('finds no session in an empty storage', async () => {
    equal(await store.find(pool), undefined);
    equal((await store.list()).length > 0, false);
    equal(await store.reread(makeSession()), undefined);
  });

  it('finds a saved session in every window and for a profile of any name', async () => {
    await store.save(makeSession());
    deepEqual(await store.find(pool), makeSession());
    deepEqual(await openStore(secrets).find(profile({ name: 'other', userPoolId })), makeSession());
    deepEqual(await store.reread(makeSession()), makeSession());
    equal((await store.list()).length > 0, true);
  });

  it('finds the same session under both issuers of a pool', async () => {
    await store.save(makeSession({ issuer: updatedIssuer }));
    await store.save(makeSession());
    equal([...secrets.values.keys()].filter((key) => key.startsWith('session:')).length, 1);
    for (const fields of [{ userPoolId }, { issuer }, { issuer: updatedIssuer }, { issuer: `${issuer}/` }]) {
      deepEqual(await store.find(profile(fields)), makeSession());
    }
  });

  it('finds a session when the profile has only a domain', async () => {
    const domain = profile({ domain: signInHost });
    equal(await store.find(domain), undefined);
    await store.save(makeSession());
    deepEqual(await store.find(domain), makeSession());
    deepEqual(await store.find(profile({ domain: new URL(signInHost).host })), makeSession());
  });

  it('finds no session for another pool, client or domain under the same profile name', async () => {
    await store.save(makeSession());
    for (const fields of [
      { userPoolId: 'us-east-1_Other0000' },
      { issuer: 'https://evil.tld/us-east-1_AbCdEf123' },
      { issuer: `https://cognito-idp.us-east-1.amazonaws.com.evil.tld/${userPoolId}` },
      { userPoolId, clientId: 'another' },
      { domain: 'https://evil.tld' },
      { domain: 'https://evil.tld/|' },
    ]) {
      equal(await store.find(profile(fields)), undefined, JSON.stringify(fields));
    }
  });

  it('keeps the sessions of two app clients of one pool separate', async () => {
    const other = makeSession({ clientId: 'another', accessToken: 'x.y.z' });
    await store.save(makeSession());
    await store.save(other);
    deepEqual(await store.find(profile({ userPoolId, clientId: 'another' })), other);
    await store.remove(other);
    deepEqual(await store.find(pool), makeSession());
  });

  it('stores tokens and UserInfo answers of 16 kB each for several app clients', async () => {
    const large = (claims: Record<string, unknown>): string =>
      unsigned({ ...claims, groups: Array.from({ length: 600 }, (_, index) => `group-${index}-of-many`) });
    const sessions = ['one', 'two', 'three'].map((id) =>
      makeSession({
        clientId: id,
        accessToken: large(accessClaims()),
        idToken: large(idClaims()),
        refreshToken: `ey${'r'.repeat(16_000)}`,
        userInfo: { state: 'answered', claims: { sub: 'jane', notes: '名'.repeat(16_000) } },
      }),
    );
    for (const session of sessions) await store.save(session);
    const [first] = sessions;
    ok(first && first.accessToken.length > 15_000 && (first.idToken?.length ?? 0) > 15_000);
    for (const session of sessions) {
      const found = await openStore(secrets).find(profile({ userPoolId, clientId: session.clientId }));
      deepEqual(found, session);
    }
    equal((await store.list()).length, 3);
  });

  it('lists the sessions of every window and deletes only the damaged records', async () => {
    deepEqual(await store.list(), []);
    const other = makeSession({ clientId: 'another' });
    await store.save(makeSession());
    await openStore(secrets).save(other);
    await secrets.store('pending:a', '{}');
    await secrets.store('session:damaged', '{');
    const listed = await store.list();
    deepEqual(
      [...listed].sort((a, b) => a.clientId.localeCompare(b.clientId)),
      [makeSession(), other],
    );
    equal(secrets.values.has('session:damaged'), false);
    secrets.broken.add('get');
    await fails(store.list(), 'secrets_unavailable', { operation: 'read' });
  });

  it('keeps the endpoints that issued a session when the profile changes later', async () => {
    await store.save(makeSession());
    const redirected = profile({ userPoolId, domain: 'https://evil.tld' });
    deepEqual((await store.find(redirected))?.endpoints, endpoints);
  });

  it('removes a session for every window', async () => {
    await store.save(makeSession());
    await openStore(secrets).remove(makeSession());
    equal(await store.find(pool), undefined);
    equal(await store.find(profile({ domain: signInHost })), undefined);
    equal((await store.list()).length > 0, false);
    doesNotMatch([...secrets.values.values()].join(), /eyJ/);
  });

  it('leaves only client secrets behind when all users are signed out', async () => {
    const ownHost = 'https://login.example.com';
    const other = makeSession({ clientId: 'another' });
    const later = makeSession({ endpoints: { ...endpoints, authorization: `${ownHost}/oauth2/authorize` } });
    const clientSecrets = createClientSecrets(openVault(secrets));
    await clientSecrets.set({ authority: issuer, clientId }, 'a secret');
    const [secretKey] = secrets.values.keys();
    for (const session of [makeSession(), later, other]) await store.save(session);
    await store.remove(later);
    for (const domain of [signInHost, ownHost]) {
      equal(await store.find(profile({ domain })), undefined);
    }
    deepEqual(await store.find(profile({ domain: signInHost, clientId: 'another' })), other);
    await store.remove(other);
    deepEqual([...secrets.values.keys()], [secretKey]);
  });

  it('finds the session of another pool by their shared domain after a removal', async () => {
    const next = makeSession({ issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Next00000' });
    await store.save(makeSession());
    await store.save(next);
    await store.remove(makeSession());
    deepEqual(await store.find(profile({ domain: signInHost })), next);
  });

  for (const garbage of [
    '',
    '{',
    'null',
    '{"version":1}',
    JSON.stringify({ ...makeSession(), version: 0 }),
  ]) {
    it(`deletes the damaged record ${JSON.stringify(garbage.slice(0, 20))} and keeps the others`, async () => {
      await store.save(makeSession());
      secrets.values.set(keyOfSession(), garbage);
      await store.save(makeSession({ clientId: 'another' }));
      equal(await store.find(pool), undefined);
      equal([...secrets.values.keys()].filter((key) => key.startsWith('session:')).length, 1);
      ok(await store.find(profile({ userPoolId, clientId: 'another' })));
    });
  }

  for (const [what, fault] of [
    ['reports a deletion without deleting', (): Promise<void> => Promise.resolve()],
    ['restores the record after each deletion', undefined],
  ] as const) {
    it(`deletes a damaged record once when the storage ${what}`, async () => {
      secrets.values.set('session:damaged', '{');
      let deletions = 0;
      const stubborn = openStore({
        ...secrets,
        delete: async (key) => {
          deletions += 1;
          if (fault) return fault();
          await secrets.delete(key);
          await secrets.store(key, '{ ');
          await secrets.store(key, '{');
        },
      });
      // Lists again after every change, as the status bar does. The bound ends an endless loop.
      let readings = 0;
      let reading: Promise<unknown> = Promise.resolve();
      stubborn.onDidChange(() => {
        if (++readings < 100) reading = reading.then(() => stubborn.list());
      });
      await stubborn.list();
      for (let last; last !== reading;) await (last = reading);
      equal(deletions, 1);
      ok(readings < 10, `${readings} readings`);
    });
  }

  it('ignores and keeps a record of a later version', async () => {
    await store.save(makeSession());
    const later = JSON.stringify({ ...makeSession(), version: 4 });
    secrets.values.set(keyOfSession(), later);
    equal(await store.find(pool), undefined);
    deepEqual(await store.list(), []);
    equal(secrets.values.get(keyOfSession()), later);
  });

  describe('find', () => {
    let time: number;
    let reads: number;
    let cached: SessionStore;
    beforeEach(async () => {
      await store.save(makeSession());
      time = 1_750_000_000_000;
      reads = 0;
      const counting: MemorySecrets = {
        ...secrets,
        get: (key) => {
          reads += 1;
          return secrets.get(key);
        },
      };
      cached = openStore(counting, { now: () => time });
    });

    it('reads the storage once for a thousand calls within a second', async () => {
      const found = await Promise.all(Array.from({ length: 1000 }, () => cached.find(pool)));
      time += 999;
      equal(await cached.find(pool), found[0]);
      equal(reads, 1);
      time += 1;
      deepEqual(await cached.find(pool), makeSession());
      equal(reads, 2);
    });

    it('reads the storage again after a change event, or after a second without one', async () => {
      ok(await cached.find(pool));
      await openStore(secrets).remove(makeSession());
      equal(await cached.find(pool), undefined);
      secrets.values.set(`session:${issuer}|${clientId}`, JSON.stringify(makeSession()));
      equal(await cached.find(pool), undefined);
      time += 1000;
      deepEqual(await cached.find(pool), makeSession());
    });

    it('reads the storage again when the clock was set back and after a failure', async () => {
      ok(await cached.find(pool));
      time -= 60_000;
      await cached.find(pool);
      equal(reads, 2);
      time += 5000;
      secrets.broken.add('get');
      await fails(cached.find(pool), 'secrets_unavailable');
      secrets.broken.clear();
      deepEqual(await cached.find(pool), makeSession());
    });
  });

  it('fails with secrets_unavailable when the secret storage fails', async () => {
    await store.save(makeSession());
    secrets.broken.add('get').add('delete').add('keys');
    await fails(store.find(pool), 'secrets_unavailable', { operation: 'read' });
    await fails(store.find(profile({ domain: signInHost })), 'secrets_unavailable', { operation: 'read' });
    await fails(store.reread(makeSession()), 'secrets_unavailable');
    await fails(store.remove(makeSession()), 'secrets_unavailable', { operation: 'delete' });
    await fails(store.list(), 'secrets_unavailable', { operation: 'read' });
  });

  it('finds the session of the active user when the secret storage cannot list its keys', async () => {
    await store.save(makeSession());
    secrets.broken.add('keys');
    await fails(store.list(), 'secrets_unavailable', { operation: 'read' });
    const chosen = openStore(secrets, { activeUser: () => subjectOf(makeSession()) });
    deepEqual(await chosen.find(pool), makeSession());
    secrets.broken.clear();
    deepEqual(await store.list(), [makeSession()]);
  });

  it('keeps a session in memory when the secret storage fails', async () => {
    for (const operation of ['get', 'store', 'keys'] as const) secrets.broken.add(operation);
    await store.save(makeSession());
    deepEqual(await store.find(pool), makeSession());
    deepEqual(await store.find(profile({ domain: signInHost })), makeSession());
    equal((await store.list()).length > 0, true);
    equal(secrets.values.size, 0);
  });

  it('fires onDidChange for sessions and nothing else', async () => {
    let changes = 0;
    const subscription = store.onDidChange(() => {
      changes += 1;
    });
    await secrets.store('pending:a', '{}');
    await secrets.store('issuer-of:a|b', '{}');
    equal(changes, 0);
    const other = openStore(secrets);
    await other.save(makeSession());
    equal(changes, 1);
    await other.remove(makeSession());
    equal(changes, 2);
    subscription.dispose();
    await other.save(makeSession());
    equal(changes, 2);
    store.dispose();
    other.dispose();
    equal(secrets.listeners, 0);
  });
});
