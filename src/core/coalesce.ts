/**
 * Reads one at a time. Whoever calls before a reading begins shares it; whoever calls while one runs gets another after it,
 * so that what a caller sees is never older than its call.
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
