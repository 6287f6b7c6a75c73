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

  /** Whoever asks while a refresh runs gets that refresh. */
  const refresh = (session: Session): Promise<Session> => {
    const key = `${session.issuer}|${session.clientId}`;
    const current = running.get(key);
    if (current) return current;
    const started = run(session).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };

  /** A session that was signed out while its refresh ran stays signed out. */
  const save = async (newer: Session): Promise<void> => {
    const stored = await store.reread(newer).catch(() => newer);
    if (stored === undefined) throw new CognitoError('session_missing');
    await store.save(newer);
  };

  const run = async (session: Session): Promise<Session> => {
    try {
      const newer = await (await client()).refresh(session, save);
      await save(newer);
      return newer;
    } catch (error) {
      if (!isCognitoError(error, 'token_refused') || error.detail.error !== 'invalid_grant') throw error;
      // Another window may have rotated the refresh token meanwhile: its session is the one to use.
      const newest = await store.reread(session);
      if (newest !== undefined && newest.accessToken !== session.accessToken) return newest;
      throw new CognitoError('session_ended', error.detail);
    }
  };

  return {
    refresh,
    fresh: (session) => (needsRefresh(session, now() / 1000) ? refresh(session) : Promise.resolve(session)),
  };
}
