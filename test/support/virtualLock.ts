import type { Mark, Turn, WindowLock } from '../../src/sessions/windowLock';
import type { VirtualTime } from './virtualTime';

interface Holder {
  readonly alive: () => boolean;
  lastSeen: number;
}

/** A lock between windows in virtual time, with the rules of the file lock. */
export interface VirtualLock {
  /** A window's way to it. @param sleep ends when the window does */
  of: (alive: () => boolean, sleep: (milliseconds: number) => Promise<void>) => WindowLock;
}

const stale = 5000;
const patience = 20_000;

export function createVirtualLock(time: VirtualTime): VirtualLock {
  const marks = new Map<string, Mark>();
  const holders = new Map<string, Holder>();

  /** A holder that lives says so every second; one that has died or slept is taken for dead after a while. */
  const isHeld = (holder: Holder): boolean => {
    if (holder.alive() && time.now - holder.lastSeen < stale) holder.lastSeen = time.now;
    return time.now - holder.lastSeen < stale;
  };

  return {
    of: (alive, sleep) => ({
      take: async (name) => {
        const start = time.now;
        const turn = (own: Partial<Turn>): Turn => ({
          state: () => Promise.resolve('unlocked'),
          release: () => Promise.resolve(),
          ...own,
          left: marks.get(name),
          leave: ({ id, generation }) => {
            marks.set(name, { id, generation });
            return Promise.resolve();
          },
        });
        for (;;) {
          const before = holders.get(name);
          if (before === undefined || !isHeld(before) || time.now - start > patience) {
            const holder: Holder = { alive, lastSeen: time.now };
            holders.set(name, holder);
            return turn({
              state: () => Promise.resolve(holders.get(name) === holder ? 'held' : 'lost'),
              release: () => {
                if (holders.get(name) === holder) holders.delete(name);
                return Promise.resolve();
              },
            });
          }
          await sleep(50);
        }
      },
    }),
  };
}

/** Of an editor whose global storage cannot be written. */
export const noLock: WindowLock = {
  take: () =>
    Promise.resolve({
      state: () => Promise.resolve('unlocked'),
      left: undefined,
      leave: () => Promise.resolve(),
      release: () => Promise.resolve(),
    }),
};
