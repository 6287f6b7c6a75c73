import { createPoolClocks } from '../../src/core/serverTime';
import { isCognitoError, type ErrorCode } from '../../src/core/errors';
import { defined } from '../../src/core/members';
import type { Session } from '../../src/core/session';
import type { WindowLock } from '../../src/sessions/windowLock';
import type { LateSecrets } from './lateSecrets';
import { makeProfile } from './profiles';
import { refresherOf } from './refreshers';
import { openStore } from './stores';
import { clientId, issuer } from './tokens';
import type { VirtualLock } from './virtualLock';
import type { VirtualPool } from './virtualPool';
import type { VirtualTime } from './virtualTime';

const profile = makeProfile({ issuer, clientId });

/** How a window's request for a session ended. */
export type AskResult = { readonly session: Session } | { readonly code: ErrorCode | 'none' | 'other' };

/** One window of an editor in virtual time, with the real store and the real refresher. */
export interface VirtualWindow {
  /**
   * Asks for the session as a command does: `fresh` refreshes it when it is about to expire, `refresh` always.
   * @param user the user that the command names; left out: the active user
   */
  ask: (how?: 'fresh' | 'refresh', user?: string) => Promise<AskResult>;
  save: (session: Session) => Promise<void>;
  /** Signs a user out. */
  remove: (user: string) => Promise<void>;
  /** Kills the window: nothing that it waits for ever continues. */
  die: () => void;
}

export interface VirtualEditor {
  readonly time: VirtualTime;
  readonly secrets: LateSecrets;
  readonly pool: VirtualPool;
  readonly lock: VirtualLock | WindowLock;
}

/** @param activeUser the `sub` of the user that is active in the window */
export function openVirtualWindow(
  { time, secrets, pool, lock }: VirtualEditor,
  activeUser: () => string | undefined = () => undefined,
): VirtualWindow {
  let lives = true;
  const alive = (): boolean => lives;
  const now = (): number => time.now;
  const sleep = async (milliseconds: number): Promise<void> => {
    await time.sleep(milliseconds);
    if (!lives) await new Promise(() => undefined);
  };
  const store = openStore(secrets.open(alive), { now, activeUser });
  const refresher = refresherOf(pool.client(alive), store, {
    now,
    sleep,
    clocks: createPoolClocks({ now, elapsed: now }),
    lock: 'take' in lock ? lock : lock.of(alive, sleep),
  });
  return {
    save: store.save,
    die: () => {
      lives = false;
    },
    remove: async (user) => {
      const session = await store.find({ ...profile, user });
      if (session !== undefined) await store.remove(session);
    },
    ask: async (how = 'fresh', user) => {
      try {
        const session = await store.find({ ...profile, ...defined({ user }) });
        return session === undefined ? { code: 'none' } : { session: await refresher[how](session) };
      } catch (error) {
        return { code: isCognitoError(error) ? error.code : 'other' };
      }
    },
  };
}
