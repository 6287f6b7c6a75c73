import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';
import type { Remote } from './calls';

/** What the main process of an editor does for the secret storage of its windows. A type alias, so that `Remote` takes it. */
export type SecretFunctions = {
  readonly getSecret: (key: string) => string | undefined;
  readonly secretKeys: () => readonly string[];
  readonly storeSecret: (key: string, value: string) => void;
  readonly deleteSecret: (key: string) => void;
};

/**
 * The secret storage in the main process of an editor.
 * @param changed tells every window that a value may have changed
 */
export function secretFunctions(
  values: Map<string, string>,
  changed: (key: string) => void,
): SecretFunctions {
  return {
    getSecret: (key) => values.get(key),
    secretKeys: () => [...values.keys()],
    storeSecret: (key, value) => {
      values.set(key, value);
      changed(key);
    },
    deleteSecret: (key) => {
      values.delete(key);
      changed(key);
    },
  };
}

/** The secret storage as a window has it. */
export interface WindowSecrets extends SecretStorage {
  readonly listeners: number;
  /** Tells the listeners that a value may have changed. */
  readonly fire: (key: string) => void;
}

/** @param main the main process of the editor */
export function createWindowSecrets(main: Remote<SecretFunctions>): WindowSecrets {
  const listeners = new Set<(event: SecretStorageChangeEvent) => unknown>();
  return {
    get listeners() {
      return listeners.size;
    },
    fire: (key) => {
      for (const listener of listeners) listener({ key });
    },
    get: main.getSecret,
    keys: async () => [...(await main.secretKeys())],
    store: main.storeSecret,
    delete: main.deleteSecret,
    onDidChange: (listener) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
}
