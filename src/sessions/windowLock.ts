import { createHash, randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { member } from '../core/members';

/** The version of a session record. Nothing in it is secret. */
export interface SessionVersion {
  readonly id: string;
  readonly generation: number;
}

/** The right to write a session record, which one window has at a time. */
export interface RefreshLease {
  /** The version that was written last: a window can see another window's write to the secret storage a moment late. */
  readonly lastWritten: SessionVersion | undefined;
  /** Notes the version that this window has written. */
  readonly recordWritten: (version: SessionVersion) => Promise<void>;
  readonly release: () => Promise<void>;
}

/** Gives leases to the windows of one editor, with lock files that every window can see. */
export interface WindowLock {
  /** Never rejects: without a writable folder there is no lock, and a lock that is held too long is taken over. */
  readonly take: (name: string) => Promise<RefreshLease>;
}

export interface WindowLockOptions {
  /** How long a lock is waited for, in milliseconds: longer than a request may take. */
  readonly longestWait?: number;
  /** A lock that was not renewed for so long belongs to a closed window, in milliseconds. Windows renew it every second. */
  readonly stale?: number;
}

/** How long Windows may take to delete the folder of a lock that another window has released, in milliseconds. */
const longestDelete = 1000;

/**
 * Whether a lock that could not be taken can be had later.
 * @param code of the error
 * @param waited milliseconds
 */
export function canBeWaitedFor(
  code: string,
  waited: number,
  platform: NodeJS.Platform = process.platform,
): boolean {
  // Windows refuses to make a folder anew while the old one is being deleted. For a folder without write access the codes are the same.
  const isBeingDeleted = platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(code);
  return code === 'ELOCKED' || (isBeingDeleted && waited < longestDelete);
}

/** @param folder a folder that every window can write to; it is created when it is missing */
export function createWindowLock(
  folder: string,
  log: (line: string) => void,
  { longestWait = 20_000, stale = 5000 }: WindowLockOptions = {},
): WindowLock {
  /** @returns a function that releases the lock */
  const acquire = async (file: string): Promise<() => Promise<void>> => {
    const start = performance.now();
    for (;;) {
      try {
        await mkdir(folder, { recursive: true });
        return await lock(file, { realpath: false, stale, update: 1000, onCompromised: () => undefined });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        const waited = performance.now() - start;
        if (!canBeWaitedFor(code, waited)) {
          log(`[refresh] no lock between windows: ${code}`);
          return () => Promise.resolve();
        }
        if (waited > longestWait) {
          log('[refresh] took over a lock that another window has held too long');
          return () => Promise.resolve();
        }
        await setTimeout(randomInt(20, 80));
      }
    }
  };
  return {
    take: async (name) => {
      const file = join(folder, `refresh-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`);
      const release = await acquire(file);
      return {
        lastWritten: await readVersion(file),
        recordWritten: ({ id, generation }) =>
          // Without the note, another window may read an old record, and then uses the refresh token's grace period.
          writeFile(file, JSON.stringify({ mark: { id, generation } }), { mode: 0o600 }).catch(
            () => undefined,
          ),
        release: () => release().catch(() => undefined),
      };
    },
  };
}

/** @returns the noted version; undefined without a note, or when a window was closed while it wrote the note */
async function readVersion(file: string): Promise<SessionVersion | undefined> {
  try {
    const note: unknown = JSON.parse(await readFile(file, 'utf8'));
    const [id, generation] = [member(note, 'mark', 'id'), member(note, 'mark', 'generation')];
    return typeof id === 'string' && typeof generation === 'number' ? { id, generation } : undefined;
  } catch {
    return undefined;
  }
}
