import type { SessionVersion, WindowLock } from '../../src/sessions/windowLock';
import type { VirtualTime } from './virtualTime';

interface Holder {
  readonly alive: () => boolean;
  lastSeen: number;
}

/** A lock between windows in virtual time, with the rules of the file lock. */
export interface VirtualLock {
  /** The lock as one window sees it. @param sleep never resolves once the window has ended */
  of: (alive: () => boolean, sleep: (milliseconds: number) => Promise<void>) => WindowLock;
}

const stale = 5000;
const longestWait = 20_000;

export function createVirtualLock(time: VirtualTime): VirtualLock {
  const written = new Map<string, SessionVersion>();
  const holders = new Map<string, Holder>();

  /** A running holder renews its lock every second; one that does not counts as ended after a while. */
  const isHeld = (holder: Holder): boolean => {
    if (holder.alive() && time.now - holder.lastSeen < stale) holder.lastSeen = time.now;
    return time.now - holder.lastSeen < stale;
  };

  return {
    of: (alive, sleep) => ({
      take: async (name) => {
        const start = time.now;
        for (;;) {
          const before = holders.get(name);
          if (before === undefined || !isHeld(before) || time.now - start > longestWait) {
            const holder: Holder = { alive, lastSeen: time.now };
            holders.set(name, holder);
            return {
              lastWritten: written.get(name),
              recordWritten: ({ id, generation }) => {
                written.set(name, { id, generation });
                return Promise.resolve();
              },
              release: () => {
                if (holders.get(name) === holder) holders.delete(name);
                return Promise.resolve();
              },
            };
          }
          await sleep(50);
        }
      },
    }),
  };
}

/** The lock of an editor whose global storage cannot be written: it never blocks. */
export const noLock: WindowLock = {
  take: () =>
    Promise.resolve({
      lastWritten: undefined,
      recordWritten: () => Promise.resolve(),
      release: () => Promise.resolve(),
    }),
};
