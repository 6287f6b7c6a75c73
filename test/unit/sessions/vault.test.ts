import { deepEqual, equal, ok } from 'node:assert/strict';
import type { SecretStorage } from 'vscode';
import { createVault } from '../../../src/sessions/vault';
import type { StorageTrouble, Vault } from '../../../src/sessions/vault';
import { createMemorySecrets } from '../../support/memorySecrets';
import type { MemorySecrets } from '../../support/memorySecrets';
import { VirtualTime } from '../../support/virtualTime';
import { assertSilent, fails } from '../../support/answers';

type Operation = 'get' | 'store' | 'delete' | 'keys';

interface Window {
  readonly vault: Vault;
  readonly told: () => number;
}

function openWindow(secrets: SecretStorage): Window {
  let told = 0;
  return {
    told: () => told,
    vault: createVault(secrets, () => {
      told += 1;
    }),
  };
}

describe('vault', () => {
  it('keeps values in the secret storage', async () => {
    const secrets = createMemorySecrets();
    const { vault, told } = openWindow(secrets);
    equal(await vault.get('a'), undefined);
    await vault.put('a', '1');
    equal(secrets.values.get('a'), '1');
    equal(await vault.get('a'), '1');
    deepEqual(await vault.keys(), ['a']);
    await vault.delete('a');
    equal(await vault.get('a'), undefined);
    deepEqual(await vault.keys(), []);
    equal(told(), 0);
  });

  it('keeps in memory what the storage refuses, and says so once', async () => {
    const secrets = createMemorySecrets();
    const { vault, told } = openWindow(secrets);
    secrets.broken.add('store');
    await vault.put('a', '1');
    await vault.put('b', '2');
    equal(told(), 1);
    equal(secrets.values.size, 0);
    equal(await vault.get('a'), '1');
    deepEqual([...(await vault.keys())].sort(), ['a', 'b']);
    await vault.delete('a');
    equal(await vault.get('a'), undefined);
  });

  it('prefers the newer value in memory to an older one in the storage, and goes back to it', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    await vault.put('a', 'old');
    secrets.broken.add('store');
    await vault.put('a', 'new');
    equal(await vault.get('a'), 'new');
    deepEqual(await vault.keys(), ['a']);
    secrets.broken.clear();
    await vault.put('a', 'newest');
    equal(secrets.values.get('a'), 'newest');
    secrets.values.set('a', 'of another window');
    equal(await vault.get('a'), 'of another window');
  });

  it('says that the storage does not answer, without repeating what it said', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    await vault.put('a', '1');
    secrets.broken.add('get').add('delete');
    assertSilent(await fails(vault.get('a'), 'secrets_unavailable', { operation: 'read' }), [
      'keyring is locked',
    ]);
    const failed = await fails(vault.delete('a'), 'secrets_unavailable', { operation: 'delete' });
    assertSilent(failed, ['keyring is locked']);
  });

  it('reads what is in memory though the storage does not answer', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    for (const operation of ['get', 'store', 'keys'] as const) secrets.broken.add(operation);
    await vault.put('a', '1');
    equal(await vault.get('a'), '1');
    deepEqual(await vault.keys(), ['a']);
  });

  it('forgets what is in memory though the storage cannot delete', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    secrets.broken.add('store').add('delete');
    await vault.put('a', '1');
    await fails(vault.delete('a'), 'secrets_unavailable');
    equal(await vault.get('a'), undefined);
  });

  it('tells its own changes and those of other windows', async () => {
    const secrets = createMemorySecrets();
    const here = openWindow(secrets).vault;
    const there = openWindow(secrets).vault;
    const heard: string[] = [];
    const subscription = here.onDidChange((key) => heard.push(key));
    await there.put('a', '1');
    ok(heard.includes('a'));
    await here.put('b', '2');
    ok(heard.includes('b'));
    await here.delete('c');
    ok(heard.includes('c'));
    subscription.dispose();
    heard.length = 0;
    await there.put('a', '2');
    await here.put('a', '3');
    deepEqual(heard, []);
    equal(secrets.listeners, 0);
  });

  it('tells of a value that is only in memory, and of a failed deletion', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    const heard: string[] = [];
    vault.onDidChange((key) => heard.push(key));
    secrets.broken.add('store').add('delete');
    await vault.put('a', '1');
    await fails(vault.delete('a'), 'secrets_unavailable');
    deepEqual(heard, ['a', 'a']);
  });

  it('keeps a value in memory when the storage reads it back as undefined, and says so once', async () => {
    const secrets = createMemorySecrets();
    const { vault, told } = openWindow({ ...secrets, store: () => Promise.resolve() });
    await vault.put('a', '1');
    await vault.put('a', '2');
    equal(told(), 1);
    equal(await vault.get('a'), '2');
    deepEqual(await vault.keys(), ['a']);
  });

  it('reads what another window has stored at the same moment', async () => {
    const secrets = createMemorySecrets();
    const { vault, told } = openWindow({
      ...secrets,
      store: async (key, value) => {
        await secrets.store(key, value);
        await secrets.store(key, 'of another window');
      },
    });
    await vault.put('a', '1');
    equal(await vault.get('a'), 'of another window');
    equal(told(), 0);
  });

  it('keeps a deletion that the storage refused, until this window stores a value again', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    await vault.put('a', '1');
    secrets.broken.add('delete');
    await fails(vault.delete('a'), 'secrets_unavailable');
    equal(await vault.get('a'), undefined);
    deepEqual(await vault.keys(), []);
    await vault.put('a', '2');
    equal(await vault.get('a'), '2');
    deepEqual(await vault.keys(), ['a']);
  });

  describe('on a storage that keeps silent', () => {
    const time = new VirtualTime(1_750_000_000_000);
    const asked: (() => void)[] = [];
    const troubles: StorageTrouble[] = [];
    let secrets: MemorySecrets;
    let vault: Vault;
    const held = new Set<Operation>();
    /** The keyring asks for its password before it does what is held. */
    const locked = async <T>(operation: Operation, run: () => Thenable<T>): Promise<T> => {
      if (held.has(operation)) await new Promise<void>((resolve) => asked.push(resolve));
      return run();
    };
    const unlock = (): void => {
      for (const resolve of asked.splice(0)) resolve();
    };

    beforeEach(() => {
      asked.length = 0;
      troubles.length = 0;
      held.clear();
      secrets = createMemorySecrets();
      secrets.values.set('a', '1');
      const keyring: SecretStorage = {
        ...secrets,
        get: (key) => locked('get', () => secrets.get(key)),
        store: (key, value) => locked('store', () => secrets.store(key, value)),
        delete: (key) => locked('delete', () => secrets.delete(key)),
        keys: () => locked('keys', () => secrets.keys()),
      };
      vault = createVault(
        keyring,
        (trouble) => troubles.push(trouble),
        (milliseconds, run) => {
          let stopped = false;
          time.at(milliseconds, () => {
            if (!stopped) run();
          });
          return () => {
            stopped = true;
          };
        },
      );
    });

    it('says so once after ten seconds, and goes on when it answers', async () => {
      held.add('get');
      const got = Promise.all(Array.from({ length: 20 }, () => vault.get('a')));
      await time.pass(9_999);
      deepEqual(troubles, []);
      await time.pass(1);
      deepEqual(troubles, ['silent']);
      await time.pass(3_600_000);
      unlock();
      deepEqual(await got, Array(20).fill('1'));
      deepEqual(troubles, ['silent']);
    });

    for (const [operation, run, left] of [
      ['get', () => vault.get('a'), '1'],
      ['store', () => vault.put('a', '2'), '2'],
      ['delete', () => vault.delete('a'), undefined],
      ['keys', () => vault.keys(), '1'],
    ] as const) {
      it(`says so of ${operation}`, async () => {
        held.add(operation);
        const done = run();
        await time.pass(10_000);
        deepEqual(troubles, ['silent']);
        held.clear();
        unlock();
        await done;
        equal(secrets.values.get('a'), left);
      });
    }

    it('says nothing of one that takes its time', async () => {
      held.add('get').add('store');
      const put = vault.put('a', '2');
      for (let answers = 0; answers < 3; answers++) {
        await time.pass(9_000);
        unlock();
      }
      await put;
      await time.pass(60_000);
      deepEqual(troubles, []);
    });
  });
});
