import { createPoolClocks } from '../../src/core/serverTime';
import { isCognitoError } from '../../src/core/errors';
import type { ErrorCode } from '../../src/core/errors';
import type { Profile } from '../../src/core/profile';
import type { Session } from '../../src/core/session';
import { createSessionStore } from '../../src/sessions/store';
import { createVault } from '../../src/sessions/vault';
import type { WindowLock } from '../../src/sessions/windowLock';
import type { LateSecrets } from './lateSecrets';
import { refresherOf } from './refreshers';
import { clientId, issuer } from './tokens';
import type { VirtualLock } from './virtualLock';
import type { VirtualPool } from './virtualPool';
import type { VirtualTime } from './virtualTime';

const profile: Profile = { name: 'dev', issuer, clientId, production: false, grant: 'authorization_code' };

/** The result of a request for a token. */
export type Ask = { readonly session: Session } | { readonly code: ErrorCode | 'none' | 'other' };

/** One window of an editor in virtual time, with the real store and the real refresher. */
export interface VirtualWindow {
  /** Requests a token, as a command or the authentication provider does. `refresh` refreshes a valid token too. */
  ask: (how?: 'fresh' | 'refresh') => Promise<Ask>;
  save: (session: Session) => Promise<void>;
  /** Ends the window as a crash does: its pending promises never settle. */
  die: () => void;
}

export interface VirtualEditor {
  readonly time: VirtualTime;
  readonly secrets: LateSecrets;
  readonly pool: VirtualPool;
  readonly lock: VirtualLock | WindowLock;
}

export function openVirtualWindow({ time, secrets, pool, lock }: VirtualEditor): VirtualWindow {
  let lives = true;
  const alive = (): boolean => lives;
  const now = (): number => time.now;
  const sleep = async (milliseconds: number): Promise<void> => {
    await time.sleep(milliseconds);
    if (!lives) await new Promise(() => undefined);
  };
  const store = createSessionStore(
    createVault(secrets.open(alive), () => undefined),
    now,
  );
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
    ask: async (how = 'fresh') => {
      try {
        const session = await store.find(profile);
        return session === undefined ? { code: 'none' } : { session: await refresher[how](session) };
      } catch (error) {
        return { code: isCognitoError(error) ? error.code : 'other' };
      }
    },
  };
}
