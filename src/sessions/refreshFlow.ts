import { setTimeout } from 'node:timers/promises';
import type { CognitoClient } from '../client/cognitoClient';
import type { PoolClocks } from '../core/serverTime';
import { CognitoError } from '../core/errors';
import { canRefresh, needsRefresh, sessionName, shortestUse, type Session } from '../core/session';
import { isRefreshTokenRefused, retryDelay } from './retry';
import type { SessionStore } from './store';
import type { RefreshLease, SessionVersion, WindowLock } from './windowLock';

export interface RefreshFlowContext {
  readonly client: () => Promise<CognitoClient>;
  readonly store: SessionStore;
  readonly lock: WindowLock;
  readonly clocks: PoolClocks;
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** No new request starts this long after the first one, in milliseconds. */
const longestTrying = 20_000;
/** How often the store is read again, in milliseconds: another window's write can be visible a moment late. */
const pollInterval = 50;
/** How long a write is waited for that another window has announced, or may have made, in milliseconds. */
const longestPoll = 2_000;

/**
 * Refreshes a session, unless another window has already done so.
 * @throws CognitoError as Refresher.refresh
 */
export type RefreshFlow = (session: Session) => Promise<Session>;

/** Exchanges refresh tokens for newer sessions, one window at a time, and stores the result. */
export function createRefreshFlow(context: RefreshFlowContext): RefreshFlow {
  const { client, store, lock, clocks, now = Date.now, sleep = setTimeout } = context;

  return async (session) => {
    const known = await newest(session, undefined);
    if (isAhead(known, session)) return known;
    assertRefreshable(known);
    const lease = await lock.take(sessionName(session));
    try {
      const current = await newest(session, lease.lastWritten);
      if (isAhead(current, session)) return current;
      assertRefreshable(current);
      return await refresh(current, lease);
    } finally {
      await lease.release();
    }
  };

  /** Refreshes the current record. When the pool refuses its refresh token, another window may have used it first. */
  async function refresh(current: Session, lease: RefreshLease): Promise<Session> {
    let kept = current;
    const keep = async (newer: Session): Promise<void> => {
      kept = await save(kept, newer, lease);
    };
    const begun = now();
    try {
      const newer = await retried(async () => (await client()).refresh(kept, keep));
      await keep(newer);
      // The computer has slept meanwhile, and the new tokens have expired.
      const hasSlept = now() - begun > shortestUse;
      return hasSlept && isStale(kept) ? await refresh(kept, lease) : kept;
    } catch (error) {
      if (!isRefreshTokenRefused(error) || kept.refreshToken === undefined) throw error;
      const winner = await otherRefresh(kept);
      if (winner === undefined) {
        await end(kept, lease);
        throw new CognitoError('session_ended', error.detail);
      }
      return isStale(winner) ? refresh(winner, lease) : winner;
    }
  }

  /**
   * Stores a refreshed session, unless a sign-out or another sign-in has come first. Then its refresh token is revoked, because
   * no record holds it.
   * @returns the stored record
   * @throws CognitoError session_missing
   */
  async function save(before: Session, newer: Session, lease: RefreshLease): Promise<Session> {
    const stored = await store.reread(before).catch(() => before);
    if (stored?.id !== before.id) {
      if (newer.refreshToken !== before.refreshToken) {
        await (await client()).revoke(newer).catch(() => undefined);
      }
      throw new CognitoError('session_missing');
    }
    const next = { ...newer, generation: Math.max(stored.generation, before.generation) + 1 };
    await store.save(next);
    await lease.recordWritten(next);
    return next;
  }

  /** Whether a record is newer than what the caller has, and good enough to be handed out. */
  function isAhead(found: Session, session: Session): boolean {
    return found.accessToken !== session.accessToken && !isStale(found);
  }

  function isStale(session: Session): boolean {
    return needsRefresh(session, clocks.now(new URL(session.endpoints.token).host, session.clockSkew ?? 0));
  }

  /**
   * The newest record of a session.
   * @param written what the window before has written: it is waited for
   * @throws CognitoError session_missing when the session is gone
   */
  async function newest(session: Session, written: SessionVersion | undefined): Promise<Session> {
    for (let waited = 0; ; waited += pollInterval) {
      // When the storage cannot be read, what the caller holds may still be good.
      const stored = await store.reread(session).catch(() => session);
      if (stored === undefined) throw new CognitoError('session_missing');
      if (!isBehind(stored, written) || waited >= longestPoll) {
        return isBehind(stored, session) ? session : stored;
      }
      await sleep(pollInterval);
    }
  }

  /**
   * The record that another window has written with another refresh token. A record whose new access token is still being
   * checked is waited for.
   * @returns undefined when no window writes one in time
   */
  async function otherRefresh(kept: Session): Promise<Session | undefined> {
    let winner: Session | undefined;
    for (let waited = 0; waited <= longestPoll; waited += pollInterval) {
      const stored = await store.reread(kept);
      if (stored === undefined) return undefined;
      if (stored.refreshToken !== kept.refreshToken && !isBehind(stored, kept)) winner = stored;
      if (winner !== undefined && !isStale(winner)) return winner;
      await sleep(pollInterval);
    }
    return winner;
  }

  /** Runs a request again after a failure that may pass. */
  async function retried<T>(request: () => Promise<T>): Promise<T> {
    const start = now();
    for (let attempts = 1; ; attempts++) {
      try {
        return await request();
      } catch (error) {
        const delay = retryDelay(error, attempts);
        if (delay === undefined || now() - start >= longestTrying) throw error;
        await sleep(delay);
      }
    }
  }

  /** Marks the stored session as ended. It still shows who to sign in as, and is not refreshed again. */
  async function end(kept: Session, lease: RefreshLease): Promise<void> {
    const stored = await store.reread(kept);
    if (stored?.id !== kept.id) return;
    const ended = { ...kept, refreshToken: undefined, endedAt: now(), generation: kept.generation + 1 };
    await store.save(ended);
    await lease.recordWritten(ended);
  }
}

/** Whether a record is an older version of the same sign-in. */
function isBehind(session: Session, other: SessionVersion | undefined): boolean {
  return session.id === other?.id && session.generation < other.generation;
}

/** @throws CognitoError session_ended */
function assertRefreshable(session: Session): void {
  if (canRefresh(session)) return;
  throw new CognitoError(
    'session_ended',
    session.endedAt === undefined ? { reason: 'no_refresh_token' } : {},
  );
}
