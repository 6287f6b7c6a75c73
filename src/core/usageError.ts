/** A usage of a command line that is wrong, with a text for people. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The exit code for a wrong usage. Source: BSD, sysexits.h, EX_USAGE. */
export const wrongUsage = 64;

/**
 * Reads a command line.
 * @param read throws an error with a text for people, as `parseArgs` of Node.js does
 * @throws UsageError with that text
 */
export function asUsage<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
