import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';

/** A SecretStorage in memory that several windows can share and whose operations a test can make fail. */
export interface MemorySecrets extends SecretStorage {
  readonly values: Map<string, string>;
  /** The operations that fail. */
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
