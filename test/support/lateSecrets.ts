import type { SecretStorage, SecretStorageChangeEvent } from 'vscode';
import type { VirtualTime } from './virtualTime';

/** How a change event reaches another window. */
export type Delivery = 'late' | 'double' | 'missing';

/** The secret storage of an editor: a window sees its own writes at once, and those of other windows later. */
export interface LateSecrets {
  /** What all windows see once every write has arrived. */
  readonly values: ReadonlyMap<string, string>;
  /** What each window sees. Writes of two windows that cross leave them with different values. */
  readonly views: ReadonlySet<{ readonly values: ReadonlyMap<string, string> }>;
  /** The storage as one window sees it. @param alive once it is false, writes of this window that have not arrived are lost */
  open: (alive: () => boolean) => SecretStorage;
}

/**
 * @param delay how long a write takes to reach the other windows, in milliseconds
 * @param delivery how the change event reaches another window
 */
export function createLateSecrets(
  time: VirtualTime,
  delay: () => number,
  delivery: () => Delivery,
): LateSecrets {
  const values = new Map<string, string>();
  const views = new Set<{
    readonly values: Map<string, string>;
    readonly listeners: Set<(event: SecretStorageChangeEvent) => unknown>;
  }>();

  return {
    values,
    views,
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
        // Writes arrive in their order.
        arrival = Math.max(arrival, time.now + delay());
        time.at(arrival - time.now, () => {
          if (!alive()) return;
          set(values, key, value);
          for (const other of views) {
            if (other === view) continue;
            set(other.values, key, value);
            const kind = delivery();
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
