/**
 * Runs one read at a time. Calls made during a read share the next one, so a result is never older than the call.
 */
export function createCoalescedRead(read: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  const start = (): Promise<void> => {
    waiting = undefined;
    return read();
  };
  return () => {
    waiting ??= last = last.then(start, start);
    return waiting;
  };
}
