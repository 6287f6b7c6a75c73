import { createPoolClocks } from '../core/serverTime';
import type { PoolClocks } from '../core/serverTime';
import { canRefresh, needsRefresh } from '../core/session';
import type { Session } from '../core/session';
import type { RefreshFlow } from './refreshFlow';

/** Hands out sessions whose tokens can be used. */
export interface Refresher {
  /** A session good for at least another minute, refreshed only when it has to be. @throws CognitoError as refresh */
  fresh: (session: Session) => Promise<Session>;
  /**
   * A newer session for a person who asks for it, whatever the old one's age: another window's when it was faster.
   * @throws CognitoError session_ended when the pool no longer takes the refresh token; session_missing when somebody has
   * signed out; network, timeout, response_unexpected, …, after which the session is still good
   */
  refresh: (session: Session) => Promise<Session>;
}

/** @param load gives what refreshes; called when it is first needed, and again when that failed */
export function createRefresher(
  load: () => Promise<RefreshFlow>,
  clocks: PoolClocks = createPoolClocks(),
): Refresher {
  const running = new Map<string, Promise<Session>>();
  let loading: Promise<RefreshFlow> | undefined;

  const loaded = (): Promise<RefreshFlow> =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));

  /** Whoever asks for the same sign-in while its refresh runs gets that refresh. */
  const refresh = (session: Session, byHand: boolean): Promise<Session> => {
    const key = JSON.stringify([session.issuer, session.clientId, session.id]);
    const current = running.get(key);
    if (current) return current;
    const started = loaded()
      .then((run) => run(session, byHand))
      .finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };

  return {
    refresh: (session) => refresh(session, true),
    fresh: (session) => {
      const seconds = clocks.now(new URL(session.endpoints.token).host, session.clockSkew ?? 0);
      const usable = !canRefresh(session) && session.expiresAt > seconds;
      return usable || !needsRefresh(session, seconds) ? Promise.resolve(session) : refresh(session, false);
    },
  };
}
