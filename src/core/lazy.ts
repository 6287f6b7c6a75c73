/** Something that is loaded when it is first needed. */
export interface Lazy<T> {
  /** Loads it, or gives what is loaded already. A load that failed is tried again by the next call. */
  readonly get: () => Promise<T>;
  /** Forgets what is loaded, so that the next `get` loads anew. @param end ends what was loaded, if it was */
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
