import type { CognitoClient } from '../cognitoClient';
import { CognitoError, isCognitoError } from '../core/errors';
import { needsRefresh } from '../core/session';
import type { Session } from '../core/session';
import type { SessionStore } from './store';

/** Hands out sessions whose tokens can be used. */
export interface Refresher {
  /** A session good for at least another minute, refreshed only when it has to be. @throws CognitoError */
  fresh: (session: Session) => Promise<Session>;
  /** A newer session, whatever the old one's age. @throws CognitoError session_ended, network, … */
  refresh: (session: Session) => Promise<Session>;
}

/** @param now milliseconds since 1970 */
export function createRefresher(
  client: () => Promise<CognitoClient>,
  store: SessionStore,
  now: () => number = Date.now,
): Refresher {
  const running = new Map<string, Promise<Session>>();

  /** Whoever asks for the same session while its refresh runs gets that refresh. */
  const refresh = (session: Session): Promise<Session> => {
    const key = JSON.stringify([
      session.issuer,
      session.clientId,
      session.refreshToken ?? session.accessToken,
    ]);
    const current = running.get(key);
    if (current) return current;
    const started = run(session).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };

  const run = async (session: Session): Promise<Session> => {
    const { refresh: ask, revoke } = await client();
    let kept = session;
    /** A session that was signed out or replaced by another sign-in meanwhile is not brought back. */
    const keep = async (newer: Session): Promise<void> => {
      const stored = await store.reread(session).catch(() => kept);
      if (stored !== undefined && stored.refreshToken === kept.refreshToken) {
        kept = newer;
        await store.save(newer);
        return;
      }
      // Nobody holds the rotated refresh token now, so nobody else could revoke it.
      if (newer.refreshToken !== session.refreshToken) await revoke(newer).catch(() => undefined);
      throw new CognitoError('session_missing');
    };
    try {
      const newer = await ask(session, keep);
      await keep(newer);
      return newer;
    } catch (error) {
      if (!isCognitoError(error, 'token_refused') || error.detail.error !== 'invalid_grant') throw error;
      // Without a refresh token it says nothing of the session: a machine client's grant was refused.
      if (session.grant === 'client_credentials') throw error;
      // Another window may have rotated the refresh token meanwhile: its session is the one to use.
      const newest = await store.reread(session);
      if (newest !== undefined && newest.accessToken !== session.accessToken) return newest;
      throw new CognitoError('session_ended', error.detail);
    }
  };

  return {
    refresh,
    fresh: (session) => {
      const seconds = now() / 1000;
      const lasting = session.refreshToken === undefined && session.grant === undefined;
      const usable = lasting && session.expiresAt > seconds;
      return usable || !needsRefresh(session, seconds) ? Promise.resolve(session) : refresh(session);
    },
  };
}
