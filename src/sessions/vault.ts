import type { SecretStorage } from 'vscode';
import { CognitoError } from '../core/errors';

/** SecretStorage with its failures made plain: a value it will not keep is kept in memory, and that is said once. */
export interface Vault {
  /** @throws CognitoError secrets_unavailable when the storage does not answer and nothing is in memory */
  get: (key: string) => Promise<string | undefined>;
  /** @returns whether the storage has it; otherwise it is in memory, and forgotten with this window */
  put: (key: string, value: string) => Promise<boolean>;
  delete: (key: string) => Promise<void>;
  keys: () => Promise<readonly string[]>;
  /** A hint to read again: VS Code may fire it late, twice or for no change. Fires for this window's own writes too. */
  onDidChange: (listener: (key: string) => void) => { readonly dispose: () => void };
}

/** @param onMemoryOnly called once, when a value could not be stored and will be forgotten with this window */
export function createVault(secrets: SecretStorage, onMemoryOnly: () => void): Vault {
  const memory = new Map<string, string>();
  const listeners = new Set<(key: string) => void>();
  let told = false;
  const fire = (key: string): void => {
    for (const listener of listeners) listener(key);
  };
  return {
    get: async (key) => {
      const kept = memory.get(key);
      if (kept !== undefined) return kept;
      try {
        return await secrets.get(key);
      } catch {
        // The storage's own error may quote the value, so it is not kept as a cause.
        throw new CognitoError('secrets_unavailable', { operation: 'read' });
      }
    },
    put: async (key, value) => {
      try {
        await secrets.store(key, value);
        memory.delete(key);
        return true;
      } catch {
        memory.set(key, value);
        if (!told) onMemoryOnly();
        told = true;
        return false;
      } finally {
        fire(key);
      }
    },
    delete: async (key) => {
      memory.delete(key);
      try {
        await secrets.delete(key);
      } catch {
        throw new CognitoError('secrets_unavailable', { operation: 'delete' });
      } finally {
        fire(key);
      }
    },
    keys: async () => {
      const stored = await Promise.resolve(secrets.keys()).catch(() => []);
      return [...new Set([...stored, ...memory.keys()])];
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
