import { createLazy } from '../core/lazy';
import { createPoolClocks, type PoolClocks } from '../core/serverTime';
import { canRefresh, needsRefresh, type Session } from '../core/session';
import type { RefreshFlow } from './refreshFlow';

/** Hands out sessions whose tokens can be used. */
export interface Refresher {
  /**
   * A session whose tokens can be used, refreshed only when needed. A session that cannot be refreshed is returned until it expires.
   * @param use how long its tokens should still be valid, in milliseconds; `shortestUse` when it is left out
   * @throws CognitoError as refresh
   */
  readonly fresh: (session: Session, use?: number) => Promise<Session>;
  /**
   * A newer session: this window's refresh, or another window's when that one was faster.
   * @throws CognitoError session_ended when the pool refuses the refresh token; session_missing after a sign-out; network,
   * timeout, response_unexpected, …, after which the session can still be refreshed
   */
  readonly refresh: (session: Session) => Promise<Session>;
}

/** @param load loads the refresh flow when it is first needed, and again when that failed */
export function createRefresher(
  load: () => Promise<RefreshFlow>,
  clocks: PoolClocks = createPoolClocks(),
): Refresher {
  const flow = createLazy(load);
  const running = new Map<string, Promise<Session>>();

  /** One refresh per sign-in at a time: calls during a refresh share it. */
  const refresh = (session: Session): Promise<Session> => {
    const key = JSON.stringify([session.issuer, session.clientId, session.id]);
    const current = running.get(key);
    if (current) return current;
    const started = flow
      .get()
      .then((run) => run(session))
      .finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };

  return {
    refresh,
    fresh: (session, use) => {
      const now = clocks.now(new URL(session.endpoints.token).host, session.clockSkew ?? 0);
      const usable = !canRefresh(session) && session.expiresAt > now;
      return usable || !needsRefresh(session, now, use) ? Promise.resolve(session) : refresh(session);
    },
  };
}
