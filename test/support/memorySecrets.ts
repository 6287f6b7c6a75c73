import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';

/** A SecretStorage in memory, shared by as many windows as a test wants, whose failures a test can switch on. */
export interface MemorySecrets extends SecretStorage {
  readonly values: Map<string, string>;
  /** Each operation that is named here throws. */
  readonly broken: Set<'get' | 'store' | 'delete' | 'keys'>;
  readonly listeners: number;
}

export function createMemorySecrets(): MemorySecrets {
  const values = new Map<string, string>();
  const broken = new Set<'get' | 'store' | 'delete' | 'keys'>();
  const listeners = new Set<(event: SecretStorageChangeEvent) => unknown>();
  const fire = (key: string): void => {
    for (const listener of listeners) listener({ key });
  };
  const guard = (operation: 'get' | 'store' | 'delete' | 'keys'): Promise<void> =>
    broken.has(operation) ? Promise.reject(new Error('the keyring is locked')) : Promise.resolve();
  return {
    values,
    broken,
    get listeners() {
      return listeners.size;
    },
    get: (key) => guard('get').then(() => values.get(key)),
    keys: () => guard('keys').then(() => [...values.keys()]),
    store: async (key, value) => {
      await guard('store');
      values.set(key, value);
      fire(key);
    },
    delete: async (key) => {
      await guard('delete');
      values.delete(key);
      fire(key);
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}
