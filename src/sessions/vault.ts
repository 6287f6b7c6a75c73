import type { SecretStorage } from 'vscode';
import { CognitoError } from '../core/errors';

/**
 * The editor's secret storage. A value that it fails to keep stays in this window's memory, so that a sign-in still works. Whether
 * the editor keeps values in a keyring or only in memory cannot be told from here.
 */
export interface Vault {
  /** @throws CognitoError secrets_unavailable */
  readonly get: (key: string) => Promise<string | undefined>;
  readonly put: (key: string, value: string) => Promise<void>;
  /** Deletes the value for this window even when the storage fails. @throws CognitoError secrets_unavailable */
  readonly delete: (key: string) => Promise<void>;
  /** @throws CognitoError secrets_unavailable */
  readonly keys: () => Promise<readonly string[]>;
  /** A value may have changed. VS Code fires late, twice, or without a change, and for this window's own writes too. */
  readonly onDidChange: (listener: (key: string) => void) => { readonly dispose: () => void };
}

/** `memory_only`: a value is kept in this window's memory only. `silent`: the storage has not answered for a while. */
export type StorageTrouble = 'memory_only' | 'silent';

/** A keyring can wait for the user's password. The user is told after so many milliseconds. */
const longestSilence = 10_000;

/** @param onTrouble called once for each kind of trouble */
export function createVault(secrets: SecretStorage, onTrouble: (trouble: StorageTrouble) => void): Vault {
  /** Values that the storage failed to keep, used instead of what it returns; undefined for one it failed to delete. */
  const kept = new Map<string, string | undefined>();
  const listeners = new Set<(key: string) => void>();
  const reported = new Set<StorageTrouble>();

  const report = (trouble: StorageTrouble): void => {
    if (reported.has(trouble)) return;
    reported.add(trouble);
    onTrouble(trouble);
  };
  const answered = async <T>(request: Thenable<T>): Promise<T> => {
    const timer = setTimeout(() => {
      report('silent');
    }, longestSilence);
    try {
      return await request;
    } finally {
      clearTimeout(timer);
    }
  };
  const fire = (key: string): void => {
    for (const listener of listeners) listener(key);
  };
  const storeOnce = async (key: string, value: string): Promise<boolean> => {
    await answered(secrets.store(key, value));
    return (await answered(secrets.get(key))) !== undefined;
  };
  /**
   * Whether the storage has taken a value. Undecryptable values are read as undefined. So is a value that another window has deleted
   * in between, and therefore it is stored a second time. A sign-out that deletes a session does so again under the window lock.
   */
  const isStored = async (key: string, value: string): Promise<boolean> => {
    try {
      return (await storeOnce(key, value)) || (await storeOnce(key, value));
    } catch {
      return false;
    }
  };

  return {
    get: async (key) => {
      if (kept.has(key)) return kept.get(key);
      try {
        return await answered(secrets.get(key));
      } catch {
        // A value may have been put while the storage was asked.
        if (kept.has(key)) return kept.get(key);
        // The storage's own error is no cause, because it may quote the value.
        throw new CognitoError('secrets_unavailable', { operation: 'read' });
      }
    },
    put: async (key, value) => {
      if (await isStored(key, value)) kept.delete(key);
      else {
        kept.set(key, value);
        report('memory_only');
      }
      fire(key);
    },
    delete: async (key) => {
      try {
        await answered(secrets.delete(key));
        kept.delete(key);
      } catch {
        kept.set(key, undefined);
        throw new CognitoError('secrets_unavailable', { operation: 'delete' });
      } finally {
        fire(key);
      }
    },
    keys: async () => {
      const inMemory = [...kept].flatMap(([key, value]) => (value === undefined ? [] : [key]));
      try {
        const stored = (await answered(secrets.keys())).filter((key) => !kept.has(key));
        return [...stored, ...inMemory];
      } catch {
        // An empty list would look like a sign-out.
        if (inMemory.length === 0) throw new CognitoError('secrets_unavailable', { operation: 'read' });
        return inMemory;
      }
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      const subscription = secrets.onDidChange((event) => {
        listener(event.key);
      });
      return {
        dispose: () => {
          listeners.delete(listener);
          subscription.dispose();
        },
      };
    },
  };
}
