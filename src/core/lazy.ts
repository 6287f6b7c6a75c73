/** A value that is loaded on first use. */
export interface Lazy<T> {
  /** Returns the value, and loads it on the first call or after a load that failed. */
  readonly get: () => Promise<T>;
  /** Forgets the value, so that the next `get` loads it again. @param end disposes of a loaded value */
  readonly reset: (end: (loaded: T) => unknown) => void;
}

export function createLazy<T>(load: () => Promise<T>): Lazy<T> {
  let loading: Promise<T> | undefined;
  return {
    get: () => {
      const current = (loading ??= load());
      current.catch(() => {
        if (loading === current) loading = undefined;
      });
      return current;
    },
    reset: (end) => {
      loading?.then(end, () => undefined);
      loading = undefined;
    },
  };
}

/** Disposes of a loaded value, for `Lazy.reset`. */
export function disposeOf(loaded: { readonly dispose: () => unknown }): void {
  loaded.dispose();
}
