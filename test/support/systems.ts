import type { Suite } from 'mocha';

// Windows and macOS lack some of what Linux has. A test about what a system lacks is not defined there, and each of these says why.

/** Files have modes, sockets are files, processes get signals, and `sh` is there. On Windows none of it is so. */
export const isUnix = process.platform !== 'win32';

/** All addresses from 127.0.0.1 to 127.255.255.254 are this computer, and the system says whose a connection is. */
export const isLinux = process.platform === 'linux';

/** A suite about commands for POSIX shells. */
export function describeOnUnix(title: string, define: (this: Suite) => void): void {
  if (isUnix) describe(title, define);
}
