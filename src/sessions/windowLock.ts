import { createHash, randomInt, randomUUID } from 'node:crypto';
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
  /** `lost`: another window has taken over, after a sleep for example. `unlocked`: there is no lock, so others may be at it. */
  readonly state: () => Promise<'held' | 'lost' | 'unlocked'>;
  /** What the turn before left: a window can see another's writes to the secret storage a moment late. */
  readonly left: Mark | undefined;
  leave: (mark: Mark) => Promise<void>;
  release: () => Promise<void>;
}

/** Lets the windows of one editor take turns, with files that each can see. */
export interface WindowLock {
  /** Never fails: where no file can be written it goes on without, and from a window that does not let go it takes over. */
  take: (name: string) => Promise<Turn>;
}

export interface WindowLockOptions {
  /** For how long another window that lives is waited for, in milliseconds: longer than one request may take. */
  readonly patience?: number;
  /** When a window that says nothing is taken for dead, in milliseconds; one that lives says so every second. */
  readonly stale?: number;
}

/** What is on file: who took the last turn, and what it left. */
interface Note {
  readonly turn: string;
  readonly mark?: Mark;
}

/** @param folder one that every window can write in; made when it is missing */
export function createWindowLock(
  folder: string,
  log: (line: string) => void,
  { patience = 20_000, stale = 5000 }: WindowLockOptions = {},
): WindowLock {
  /** @returns lets go again; undefined when it goes on without a lock */
  const acquire = async (file: string): Promise<(() => Promise<void>) | undefined> => {
    const start = performance.now();
    for (;;) {
      try {
        await mkdir(folder, { recursive: true });
        return await lock(file, { realpath: false, stale, update: 1000, onCompromised: () => undefined });
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        if (code !== 'ELOCKED') {
          log(`[refresh] goes on without a lock between windows: ${code}`);
          return undefined;
        }
        if (performance.now() - start > patience) {
          log('[refresh] takes over from a window that does not let go');
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
      const turn = randomUUID();
      const { mark: left } = (await read(file)) ?? {};
      const write = (mark: Mark | undefined): Promise<void> =>
        writeFile(file, JSON.stringify({ turn, mark }), { mode: 0o600 }).catch(() => undefined);
      if (release) await write(left);
      return {
        left,
        state: async () =>
          release === undefined ? 'unlocked' : (await read(file))?.turn === turn ? 'held' : 'lost',
        leave: ({ id, generation }) => write({ id, generation }),
        release: async () => {
          await release?.().catch(() => undefined);
        },
      };
    },
  };
}

/** What is on file; undefined when there is nothing, or a window was closed while it wrote. */
async function read(file: string): Promise<Note | undefined> {
  try {
    const note = JSON.parse(await readFile(file, 'utf8')) as Note;
    return typeof note.turn === 'string' ? note : undefined;
  } catch {
    return undefined;
  }
}
