import { createHash, randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

/** How far a session had come when a window last wrote it. Nothing in it is secret. */
export interface Mark {
  readonly id: string;
  readonly generation: number;
}

/** The right to refresh a session, held by one window at a time. */
export interface Turn {
  /** What the turn before left: a window can see another's writes to the secret storage a moment late. */
  readonly left: Mark | undefined;
  leave: (mark: Mark) => Promise<void>;
  release: () => Promise<void>;
}

/** Lets the windows of one editor take turns, with a file each can see. */
export interface WindowLock {
  /** Never fails: where no file can be written, or another window does not let go, it goes on without. */
  take: (name: string) => Promise<Turn>;
}

export interface WindowLockOptions {
  /** For how long another window that lives is waited for, in milliseconds: longer than one request may take. */
  readonly patience?: number;
  /** When a window that says nothing is taken for dead, in milliseconds; one that lives says so every second. */
  readonly stale?: number;
}

/** @param folder one that every window can write in; made when it is missing */
export function createWindowLock(
  folder: string,
  log: (line: string) => void,
  { patience = 20_000, stale = 5000 }: WindowLockOptions = {},
): WindowLock {
  const acquire = async (file: string): Promise<() => Promise<void>> => {
    const start = performance.now();
    for (;;) {
      try {
        await mkdir(folder, { recursive: true });
        // A turn that was taken over, after a sleep for example, goes on: who is first to store is found out then.
        return await lock(file, { realpath: false, stale, update: 1000, onCompromised: () => undefined });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        if (code !== 'ELOCKED' || performance.now() - start > patience) {
          log(`[refresh] goes on without a lock between windows: ${code}`);
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
        left: await readFile(file, 'utf8').then(readMark, () => undefined),
        leave: (mark) => writeFile(file, JSON.stringify(mark), { mode: 0o600 }).catch(() => undefined),
        release: () => release().catch(() => undefined),
      };
    },
  };
}

function readMark(text: string): Mark | undefined {
  try {
    const mark = JSON.parse(text) as Partial<Mark> | null;
    return typeof mark?.id === 'string' && typeof mark.generation === 'number'
      ? { id: mark.id, generation: mark.generation }
      : undefined;
  } catch {
    // The window that wrote it was closed at that moment.
    return undefined;
  }
}
