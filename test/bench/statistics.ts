/** The median of some numbers. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The interpolated percentile of some numbers. @param share 0.9 for the value that nine of ten do not exceed */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new Error('There is nothing to take the middle of.');
  return low + (high - low) * (place % 1);
}

/** Runs some work. @returns its time in milliseconds */
export async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
