import { setTimeout } from 'node:timers/promises';
import type { CognitoClient } from '../client/cognitoClient';
import { sessionName, type Session } from '../core/session';
import type { SessionStore } from './store';
import type { WindowLock } from './windowLock';

export interface FinishSignOutContext {
  readonly client: () => Promise<Pick<CognitoClient, 'revoke'>>;
  readonly store: Pick<SessionStore, 'reread' | 'remove'>;
  readonly lock: () => Promise<WindowLock>;
}

/** How often the store is read again for a write that another window has announced, and for how long. Milliseconds. */
const pollInterval = 50;
const longestPoll = 2_000;

/**
 * Removes a session that a refresh has stored again while the user signed out, in this window or another one.
 * @param removed the record that the sign-out has removed
 * @throws CognitoError secrets_unavailable
 */
export async function finishSignOut(
  removed: Session,
  { client, store, lock }: FinishSignOutContext,
): Promise<void> {
  const lease = await (await lock()).take(sessionName(removed));
  try {
    const { lastWritten } = lease;
    const isAnnounced = lastWritten?.id === removed.id && lastWritten.generation > removed.generation;
    const longestWait = isAnnounced ? longestPoll : 0;
    let stored = await store.reread(removed);
    for (let waited = 0; stored === undefined && waited < longestWait; waited += pollInterval) {
      await setTimeout(pollInterval);
      stored = await store.reread(removed);
    }
    // The record of another sign-in stays.
    if (stored?.id !== removed.id) return;
    await store.remove(stored);
    if (stored.refreshToken !== removed.refreshToken) {
      await (await client()).revoke(stored).catch(() => undefined);
    }
  } finally {
    await lease.release();
  }
}
