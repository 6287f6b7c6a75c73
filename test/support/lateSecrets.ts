import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';
import type { VirtualTime } from './virtualTime';

/** How the change event arrives in another window. */
export type Hint = 'late' | 'double' | 'missing';

/** The secret storage of an editor: a window sees its own writes at once and those of other windows later. */
export interface LateSecrets {
  /** The values that all windows see in the end. */
  readonly values: ReadonlyMap<string, string>;
  /** The storage of one window. @param alive whether the window runs; its last writes are lost when it does not */
  open: (alive: () => boolean) => SecretStorage;
}

/**
 * @param delay the time in milliseconds until other windows see a write
 * @param hint how the change event arrives
 */
export function createLateSecrets(time: VirtualTime, delay: () => number, hint: () => Hint): LateSecrets {
  const values = new Map<string, string>();
  const views = new Set<{
    readonly values: Map<string, string>;
    readonly listeners: Set<(event: SecretStorageChangeEvent) => unknown>;
  }>();

  return {
    values,
    open: (alive) => {
      const own = new Map(values);
      const listeners = new Set<(event: SecretStorageChangeEvent) => unknown>();
      const view = { values: own, listeners };
      let arrival = 0;
      views.add(view);
      const set = (target: Map<string, string>, key: string, value: string | undefined): void => {
        if (value === undefined) target.delete(key);
        else target.set(key, value);
      };
      const write = (key: string, value: string | undefined): Promise<void> => {
        set(own, key, value);
        // Writes arrive in order.
        arrival = Math.max(arrival, time.now + delay());
        time.at(arrival - time.now, () => {
          if (!alive()) return;
          set(values, key, value);
          for (const other of views) {
            if (other === view) continue;
            set(other.values, key, value);
            const kind = hint();
            const fire = (): void => {
              for (const listener of other.listeners) listener({ key });
            };
            if (kind !== 'missing') time.at(delay(), fire);
            if (kind === 'double') time.at(delay(), fire);
          }
        });
        return Promise.resolve();
      };
      return {
        get: (key) => Promise.resolve(own.get(key)),
        keys: () => Promise.resolve([...own.keys()]),
        store: write,
        delete: (key) => write(key, undefined),
        onDidChange: (listener) => {
          listeners.add(listener);
          return { dispose: () => listeners.delete(listener) };
        },
      };
    },
  };
}
