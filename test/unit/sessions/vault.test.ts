import { deepEqual, equal, ok } from 'node:assert/strict';
import { mock } from 'node:test';
import type { SecretStorage } from 'vscode';
import { createVault, type StorageTrouble, type Vault } from '../../../src/sessions/vault';
import { createMemorySecrets, type MemorySecrets } from '../../support/memorySecrets';
import { assertSilent, fails } from '../../support/answers';

type Operation = 'get' | 'store' | 'delete' | 'keys';

interface Window {
  readonly vault: Vault;
  /** How many warnings about the secret storage the user got. */
  readonly warnings: () => number;
}

function openWindow(secrets: SecretStorage): Window {
  let warnings = 0;
  return {
    warnings: () => warnings,
    vault: createVault(secrets, () => {
      warnings += 1;
    }),
  };
}

describe('createVault', () => {
  it('keeps values in the secret storage', async () => {
    const secrets = createMemorySecrets();
    const { vault, warnings } = openWindow(secrets);
    equal(await vault.get('a'), undefined);
    await vault.put('a', '1');
    equal(secrets.values.get('a'), '1');
    equal(await vault.get('a'), '1');
    deepEqual(await vault.keys(), ['a']);
    await vault.delete('a');
    equal(await vault.get('a'), undefined);
    deepEqual(await vault.keys(), []);
    equal(warnings(), 0);
  });

  it('keeps a value in memory and warns once when the storage refuses it', async () => {
    const secrets = createMemorySecrets();
    const { vault, warnings } = openWindow(secrets);
    secrets.broken.add('store');
    await vault.put('a', '1');
    await vault.put('b', '2');
    equal(warnings(), 1);
    equal(secrets.values.size, 0);
    equal(await vault.get('a'), '1');
    deepEqual([...(await vault.keys())].sort(), ['a', 'b']);
    await vault.delete('a');
    equal(await vault.get('a'), undefined);
  });

  it('reads the newer value from memory until the storage accepts values again', async () => {
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

  it('fails with secrets_unavailable and hides the text of the storage error', async () => {
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

  it('reads a value from memory when the storage fails', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    for (const operation of ['get', 'store', 'keys'] as const) secrets.broken.add(operation);
    await vault.put('a', '1');
    equal(await vault.get('a'), '1');
    deepEqual(await vault.keys(), ['a']);
  });

  it('forgets a value in memory when the storage cannot delete', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    secrets.broken.add('store').add('delete');
    await vault.put('a', '1');
    await fails(vault.delete('a'), 'secrets_unavailable');
    equal(await vault.get('a'), undefined);
  });

  it('fires onDidChange for its own changes and those of other windows', async () => {
    const secrets = createMemorySecrets();
    const here = openWindow(secrets).vault;
    const there = openWindow(secrets).vault;
    const changes: string[] = [];
    const subscription = here.onDidChange((key) => changes.push(key));
    await there.put('a', '1');
    ok(changes.includes('a'));
    await here.put('b', '2');
    ok(changes.includes('b'));
    await here.delete('c');
    ok(changes.includes('c'));
    subscription.dispose();
    changes.length = 0;
    await there.put('a', '2');
    await here.put('a', '3');
    deepEqual(changes, []);
    equal(secrets.listeners, 0);
  });

  it('fires onDidChange for a value in memory only and for a failed deletion', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    const changes: string[] = [];
    vault.onDidChange((key) => changes.push(key));
    secrets.broken.add('store').add('delete');
    await vault.put('a', '1');
    await fails(vault.delete('a'), 'secrets_unavailable');
    deepEqual(changes, ['a', 'a']);
  });

  it('keeps a value in memory and warns once when the storage returns undefined for it', async () => {
    const secrets = createMemorySecrets();
    const { vault, warnings } = openWindow({ ...secrets, store: () => Promise.resolve() });
    await vault.put('a', '1');
    await vault.put('a', '2');
    equal(warnings(), 1);
    equal(await vault.get('a'), '2');
    deepEqual(await vault.keys(), ['a']);
  });

  it('stores a value again, and keeps none in memory, when another window deletes it before it is read', async () => {
    const secrets = createMemorySecrets();
    let deletions = 0;
    const { vault, warnings } = openWindow({
      ...secrets,
      store: async (key, value) => {
        await secrets.store(key, value);
        if (deletions++ === 0) await secrets.delete(key);
      },
    });
    await vault.put('a', '1');
    equal(secrets.values.get('a'), '1');
    equal(warnings(), 0);
    await secrets.delete('a');
    equal(await vault.get('a'), undefined);
  });

  it('reads the value of another window when both store at the same moment', async () => {
    const secrets = createMemorySecrets();
    const { vault, warnings } = openWindow({
      ...secrets,
      store: async (key, value) => {
        await secrets.store(key, value);
        await secrets.store(key, 'of another window');
      },
    });
    await vault.put('a', '1');
    equal(await vault.get('a'), 'of another window');
    equal(warnings(), 0);
  });

  it('treats a value as deleted after a failed deletion until this window stores it again', async () => {
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

  describe('with a slow secret storage', () => {
    const waiting: (() => void)[] = [];
    const troubles: StorageTrouble[] = [];
    let secrets: MemorySecrets;
    let vault: Vault;
    const held = new Set<Operation>();
    /** Runs an operation; one that is held waits for `unlock`, as a keyring waits for its password. */
    const locked = async <T>(operation: Operation, run: () => Thenable<T>): Promise<T> => {
      if (held.has(operation)) await new Promise<void>((resolve) => waiting.push(resolve));
      return run();
    };
    const unlock = (): void => {
      for (const resolve of waiting.splice(0)) resolve();
    };

    beforeEach(() => {
      mock.timers.enable({ apis: ['setTimeout'] });
      waiting.length = 0;
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
      vault = createVault(keyring, (trouble) => troubles.push(trouble));
    });

    afterEach(() => {
      mock.timers.reset();
    });

    const pass = async (milliseconds: number): Promise<void> => {
      await new Promise(setImmediate);
      mock.timers.tick(milliseconds);
      await new Promise(setImmediate);
    };

    it('warns once after ten seconds and continues when the storage answers', async () => {
      held.add('get');
      const got = Promise.all(Array.from({ length: 20 }, () => vault.get('a')));
      await pass(9_999);
      deepEqual(troubles, []);
      await pass(1);
      deepEqual(troubles, ['silent']);
      await pass(3_600_000);
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
      it(`warns when ${operation} takes ten seconds`, async () => {
        held.add(operation);
        const done = run();
        await pass(10_000);
        deepEqual(troubles, ['silent']);
        held.clear();
        unlock();
        await done;
        equal(secrets.values.get('a'), left);
      });
    }

    it('does not warn when each storage access takes less than ten seconds', async () => {
      held.add('get').add('store');
      const put = vault.put('a', '2');
      for (let answers = 0; answers < 3; answers++) {
        await pass(9_000);
        unlock();
      }
      await put;
      await pass(60_000);
      deepEqual(troubles, []);
    });
  });
});
