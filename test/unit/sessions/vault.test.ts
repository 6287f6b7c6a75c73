import { strict as assert } from 'node:assert';
import type { SecretStorage } from 'vscode';
import { createVault } from '../../../src/sessions/vault';
import type { Vault } from '../../../src/sessions/vault';
import { createMemorySecrets } from '../../support/memorySecrets';
import { assertSilent, fails } from '../core/answers';

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
    assert.equal(await vault.get('a'), undefined);
    await vault.put('a', '1');
    assert.equal(secrets.values.get('a'), '1');
    assert.equal(await vault.get('a'), '1');
    assert.deepEqual(await vault.keys(), ['a']);
    await vault.delete('a');
    assert.equal(await vault.get('a'), undefined);
    assert.deepEqual(await vault.keys(), []);
    assert.equal(told(), 0);
  });

  it('keeps in memory what the storage refuses, and says so once', async () => {
    const secrets = createMemorySecrets();
    const { vault, told } = openWindow(secrets);
    secrets.broken.add('store');
    await vault.put('a', '1');
    await vault.put('b', '2');
    assert.equal(told(), 1);
    assert.equal(secrets.values.size, 0);
    assert.equal(await vault.get('a'), '1');
    assert.deepEqual([...(await vault.keys())].sort(), ['a', 'b']);
    await vault.delete('a');
    assert.equal(await vault.get('a'), undefined);
  });

  it('prefers the newer value in memory to an older one in the storage, and goes back to it', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    await vault.put('a', 'old');
    secrets.broken.add('store');
    await vault.put('a', 'new');
    assert.equal(await vault.get('a'), 'new');
    assert.deepEqual(await vault.keys(), ['a']);
    secrets.broken.clear();
    await vault.put('a', 'newest');
    assert.equal(secrets.values.get('a'), 'newest');
    secrets.values.set('a', 'of another window');
    assert.equal(await vault.get('a'), 'of another window');
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
    assert.equal(await vault.get('a'), '1');
    assert.deepEqual(await vault.keys(), ['a']);
  });

  it('forgets what is in memory though the storage cannot delete', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    secrets.broken.add('store').add('delete');
    await vault.put('a', '1');
    await fails(vault.delete('a'), 'secrets_unavailable');
    assert.equal(await vault.get('a'), undefined);
  });

  it('tells its own changes and those of other windows', async () => {
    const secrets = createMemorySecrets();
    const here = openWindow(secrets).vault;
    const there = openWindow(secrets).vault;
    const heard: string[] = [];
    const subscription = here.onDidChange((key) => heard.push(key));
    await there.put('a', '1');
    assert(heard.includes('a'));
    await here.put('b', '2');
    assert(heard.includes('b'));
    await here.delete('c');
    assert(heard.includes('c'));
    subscription.dispose();
    heard.length = 0;
    await there.put('a', '2');
    await here.put('a', '3');
    assert.deepEqual(heard, []);
    assert.equal(secrets.listeners, 0);
  });

  it('tells of a value that is only in memory, and of a failed deletion', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    const heard: string[] = [];
    vault.onDidChange((key) => heard.push(key));
    secrets.broken.add('store').add('delete');
    await vault.put('a', '1');
    await fails(vault.delete('a'), 'secrets_unavailable');
    assert.deepEqual(heard, ['a', 'a']);
  });

  it('notices that the storage has lost a value without a word, and says so once', async () => {
    const secrets = createMemorySecrets();
    const { vault, told } = openWindow({ ...secrets, store: () => Promise.resolve() });
    assert.equal(await vault.put('a', '1'), false);
    assert.equal(await vault.put('a', '2'), false);
    assert.equal(told(), 1);
    assert.equal(await vault.get('a'), '2');
    assert.deepEqual(await vault.keys(), ['a']);
  });

  it('notices that the storage holds on to an old version', async () => {
    const secrets = createMemorySecrets();
    await secrets.store('a', 'old');
    const { vault, told } = openWindow({ ...secrets, store: () => Promise.resolve() });
    assert.equal(await vault.put('a', 'new'), false);
    assert.equal(await vault.get('a'), 'new');
    assert.equal(told(), 1);
  });

  it('takes what another window stores at the same moment for no loss', async () => {
    const secrets = createMemorySecrets();
    const { vault, told } = openWindow({
      ...secrets,
      store: async (key, value) => {
        await secrets.store(key, value);
        await secrets.store(key, 'of another window');
      },
    });
    assert.equal(await vault.put('a', '1'), true);
    assert.equal(await vault.get('a'), 'of another window');
    assert.equal(told(), 0);
  });

  it('drops what is in memory when another window stores something newer', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    await vault.put('a', 'old');
    secrets.broken.add('store');
    await vault.put('a', 'in memory');
    secrets.values.delete('a');
    assert.equal(await vault.get('a'), 'in memory');
    secrets.values.set('a', 'newer');
    assert.equal(await vault.get('a'), 'newer');
    assert.equal(await vault.get('a'), 'newer');
  });

  it('trusts a storage that answers again from then on', async () => {
    const secrets = createMemorySecrets();
    secrets.values.set('a', 'old');
    const { vault } = openWindow(secrets);
    for (const operation of ['get', 'store'] as const) secrets.broken.add(operation);
    await vault.put('a', 'in memory');
    secrets.broken.clear();
    assert.equal(await vault.get('a'), 'in memory');
    secrets.values.set('a', 'newer');
    assert.equal(await vault.get('a'), 'newer');
  });

  it('keeps a deletion that the storage refused, until somebody stores a value again', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow(secrets);
    await vault.put('a', '1');
    secrets.broken.add('delete');
    await fails(vault.delete('a'), 'secrets_unavailable');
    assert.equal(await vault.get('a'), undefined);
    assert.deepEqual(await vault.keys(), []);
    secrets.values.set('a', '2');
    assert.equal(await vault.get('a'), '2');
    assert.deepEqual(await vault.keys(), ['a']);
  });

  it('notices that the storage has not deleted what it says it has, and reads it no more', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow({ ...secrets, delete: () => Promise.resolve() });
    await vault.put('a', '1');
    await fails(vault.delete('a'), 'secrets_unavailable', { operation: 'delete' });
    assert.equal(await vault.get('a'), undefined);
    assert.deepEqual(await vault.keys(), []);
    secrets.values.set('a', '2');
    assert.equal(await vault.get('a'), '2');
  });

  it('takes what another window stores right after a deletion for no failure', async () => {
    const secrets = createMemorySecrets();
    const { vault } = openWindow({
      ...secrets,
      delete: async (key) => {
        await secrets.delete(key);
        await secrets.store(key, 'of another window');
      },
    });
    await vault.put('a', '1');
    await vault.delete('a');
    assert.equal(await vault.get('a'), 'of another window');
  });
});
