import { sessionName, type Session } from '../core/session';
import type { SessionStore } from './store';
import type { WindowLock } from './windowLock';

export interface SaveSignInContext {
  readonly store: Pick<SessionStore, 'reread' | 'save' | 'remove'>;
  readonly lock: () => Promise<WindowLock>;
}

/**
 * Stores the session of a sign-in. It holds the lease of the record, because a refresh that is storing at the same time would
 * overwrite the new session.
 * @param isWanted asked right before the session is stored, and again after it
 * @returns `cancelled` when it is not wanted any more; otherwise the record that it has replaced
 */
export async function saveSignIn(
  session: Session,
  { store, lock }: SaveSignInContext,
  isWanted: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<'cancelled' | { readonly replaced: Session | undefined }> {
  const lease = await (await lock()).take(sessionName(session));
  try {
    // Read again after a failure, because the replaced session could not be revoked later. A storage that fails twice is taken to be
    // broken: then the vault keeps the new session in memory, and nothing is replaced.
    const read = (): Promise<Session | undefined> => store.reread(session);
    const replaced = await read()
      .catch(read)
      .catch(() => undefined);
    if (!(await isWanted())) return 'cancelled';
    // The order of the users stays.
    const signedInAt = replaced?.signedInAt;
    await store.save(signedInAt === undefined ? session : { ...session, signedInAt });
    // A keyring can ask for a password while it stores, and the user may cancel the sign-in instead.
    if (!(await isWanted().catch(() => true))) {
      await (replaced === undefined ? store.remove(session) : store.save(replaced));
      return 'cancelled';
    }
    await lease.recordWritten(session);
    return { replaced };
  } finally {
    await lease.release();
  }
}
