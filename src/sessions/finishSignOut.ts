import type { CognitoClient } from '../client/cognitoClient';
import { sessionKey } from '../core/session';
import type { Session } from '../core/session';
import type { SessionStore } from './store';
import type { WindowLock } from './windowLock';

export interface KeepRemovedContext {
  readonly client: () => Promise<Pick<CognitoClient, 'revoke'>>;
  readonly store: Pick<SessionStore, 'reread' | 'remove'>;
  readonly lock: () => Promise<WindowLock>;
}

/** How often, and after which pause in milliseconds, a write is looked for that another window has said it made. */
const awaited = { times: 40, pause: 50 } as const;

/**
 * A refresh that was just storing its answer, here or in another window, can undo a sign-out. Takes the turn after it, and
 * removes what it wrote.
 * @param removed the newest record before it was removed
 * @throws CognitoError secrets_unavailable
 */
export async function keepRemoved(
  removed: Session,
  { client, store, lock }: KeepRemovedContext,
): Promise<void> {
  const { issuer, clientId } = sessionKey(removed.issuer, removed.clientId);
  const turn = await (await lock()).take(`${issuer}|${clientId}`);
  try {
    const { left } = turn;
    const isAwaited = left?.id === removed.id && left.generation > removed.generation;
    let stored = await store.reread(removed);
    for (let times = 0; stored === undefined && isAwaited && times < awaited.times; times++) {
      await new Promise((resolve) => setTimeout(resolve, awaited.pause));
      stored = await store.reread(removed);
    }
    // Another sign-in's stays.
    if (stored?.id !== removed.id) return;
    await store.remove(stored);
    if (stored.refreshToken !== removed.refreshToken) {
      await (await client()).revoke(stored).catch(() => undefined);
    }
  } finally {
    await turn.release();
  }
}
