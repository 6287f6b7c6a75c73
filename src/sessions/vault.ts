import type { SecretStorage } from 'vscode';
import { CognitoError } from '../core/errors';

/** SecretStorage with its failures made plain: a value it does not keep is kept in memory; what it does is said once. */
export interface Vault {
  /** @throws CognitoError secrets_unavailable when the storage does not answer and nothing is in memory */
  get: (key: string) => Promise<string | undefined>;
  /** @returns whether the storage has it; otherwise it is in memory, and forgotten with this window */
  put: (key: string, value: string) => Promise<boolean>;
  /** Forgets the value here even when the storage refuses to. @throws CognitoError secrets_unavailable */
  delete: (key: string) => Promise<void>;
  /** @throws CognitoError secrets_unavailable as `get` */
  keys: () => Promise<readonly string[]>;
  /** A hint to read again: VS Code may fire it late, twice or for no change. Fires for this window's own writes too. */
  onDidChange: (listener: (key: string) => void) => { readonly dispose: () => void };
}

/** What this window knows better than the storage. */
interface Overlay {
  /** undefined: deleted here, and the storage did not delete it. */
  readonly value: string | undefined;
  /** What the storage held then. Once it holds something else, another window has stored something newer. */
  readonly beneath: Read;
}

/** What the storage answered; undefined when it did not. */
type Read = { readonly value: string | undefined } | undefined;

/** `memory_only`: a value could not be stored and will be forgotten with this window. `silent`: no answer for a while. */
export type StorageTrouble = 'memory_only' | 'silent';

/** Calls back after so many milliseconds, unless what it returns is called before. */
export type After = (milliseconds: number, run: () => void) => () => void;

/** A keyring can ask for its password, and answers when a person has given it: after so many milliseconds that is said. */
const longestSilence = 10_000;

/** @param onTrouble called once for each kind */
export function createVault(
  secrets: SecretStorage,
  onTrouble: (trouble: StorageTrouble) => void,
  after: After = startTimer,
): Vault {
  const overlays = new Map<string, Overlay>();
  const listeners = new Set<(key: string) => void>();
  const told = new Set<StorageTrouble>();
  const tell = (trouble: StorageTrouble): void => {
    if (told.has(trouble)) return;
    told.add(trouble);
    onTrouble(trouble);
  };
  /** Waits for as long as it takes: what was asked for is not lost. */
  const answered = async <T>(asked: Thenable<T>): Promise<T> => {
    const stop = after(longestSilence, () => {
      tell('silent');
    });
    try {
      return await asked;
    } finally {
      stop();
    }
  };
  const fire = (key: string): void => {
    for (const listener of listeners) listener(key);
  };
  const read = async (key: string): Promise<Read> => {
    try {
      return { value: await answered(secrets.get(key)) };
    } catch {
      return undefined;
    }
  };
  const keepInMemory = (key: string, overlay: Overlay): void => {
    overlays.set(key, overlay);
    tell('memory_only');
  };
  return {
    get: async (key) => {
      const stored = await read(key);
      // Read after the storage has answered: a value may have been put meanwhile.
      const overlay = overlays.get(key);
      // The storage's own error may quote the value, so it is not kept as a cause.
      if (stored === undefined && overlay === undefined) {
        throw new CognitoError('secrets_unavailable', { operation: 'read' });
      }
      if (overlay === undefined) return stored?.value;
      if (stored === undefined) return overlay.value;
      if (isNewer(stored.value, overlay)) {
        overlays.delete(key);
        return stored.value;
      }
      overlays.set(key, { ...overlay, beneath: overlay.beneath ?? stored });
      return overlay.value;
    },
    put: async (key, value) => {
      const before = await read(key);
      try {
        await answered(secrets.store(key, value));
        overlays.delete(key);
        // A storage without a keyring can lose a value, or hold on to the old one, without a word.
        const after = await read(key);
        const isOther = after?.value !== undefined && after.value !== before?.value;
        if (isOther || after?.value === value) return true;
        keepInMemory(key, { value, beneath: after });
        return false;
      } catch {
        keepInMemory(key, { value, beneath: before });
        return false;
      } finally {
        fire(key);
      }
    },
    delete: async (key) => {
      try {
        const before = await read(key);
        await answered(secrets.delete(key));
        // A storage can say that it has deleted, and still have the value.
        const after = before?.value === undefined ? undefined : await read(key);
        if (after?.value !== undefined && after.value === before?.value) throw new Error('not deleted');
        overlays.delete(key);
      } catch {
        const beneath = overlays.get(key)?.beneath ?? (await read(key));
        overlays.set(key, { value: undefined, beneath });
        throw new CognitoError('secrets_unavailable', { operation: 'delete' });
      } finally {
        fire(key);
      }
    },
    keys: async () => {
      const stored = await answered(secrets.keys()).catch(() => undefined);
      const kept = [...overlays].filter(([, { value }]) => value !== undefined).map(([key]) => key);
      if (stored === undefined) {
        // Nobody may take that for signed out.
        if (kept.length === 0) throw new CognitoError('secrets_unavailable', { operation: 'read' });
        return kept;
      }
      const isDeleted = (key: string): boolean => overlays.has(key) && overlays.get(key)?.value === undefined;
      return [...new Set([...stored.filter((key) => !isDeleted(key)), ...kept])];
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

function startTimer(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => {
    clearTimeout(timer);
  };
}

/** A value that is gone is no newer one: a storage that cannot keep the new value may have lost the old one too. */
function isNewer(stored: string | undefined, { value, beneath }: Overlay): boolean {
  if (stored === undefined) return false;
  return stored === value || (beneath !== undefined && stored !== beneath.value);
}
