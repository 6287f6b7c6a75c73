import type { CognitoClient } from '../client/cognitoClient';
import type { PoolClocks } from '../core/serverTime';
import { CognitoError } from '../core/errors';
import { askedPause, endsSession, retryDelay } from './retry';
import { canRefresh, isSameUser, needsRefresh, sessionKey, shortestUse } from '../core/session';
import type { Session } from '../core/session';
import type { SessionStore } from './store';
import type { Mark, Turn, WindowLock } from './windowLock';

export interface RefreshFlowContext {
  readonly client: () => Promise<CognitoClient>;
  readonly store: SessionStore;
  readonly lock: WindowLock;
  readonly clocks: PoolClocks;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** No new request is begun this long after the first one, in milliseconds. */
const longestTrying = 20_000;
/** A server that asks for a longer pause is asked again after this one, in milliseconds: its answer may be wrong. */
const longestPaused = 300_000;
/** Pauses after which another window's write is looked for, in milliseconds: it is seen a moment late. */
const lookAgain: readonly number[] = [0, 250, 500, 1000];
/** The same when another window may still be waiting for its answer. */
const lookLonger: readonly number[] = [...lookAgain, 2000, 4000, 8000];
/** How often, and after which pause, a write is looked for that another window has said it made. */
const awaited = { times: 40, pause: 50 } as const;

/**
 * Refreshes a session whatever its age, unless another window already has.
 * @param byHand a person asks: the server is asked even while it wants a pause
 * @throws CognitoError as Refresher.refresh
 */
export type RefreshFlow = (session: Session, byHand: boolean) => Promise<Session>;

/** Trades refresh tokens for newer sessions, one window at a time, and stores what comes of it. A bundle of its own. */
export function createRefreshFlow(context: RefreshFlowContext): RefreshFlow {
  const { client, store, lock, clocks, now = Date.now, sleep = pause } = context;
  const pausedUntil = new Map<string, number>();

  return async (session, byHand) => {
    const before = await newest(session);
    if (isAhead(before, session)) return before;
    assertRefreshable(before);
    const { issuer, clientId } = sessionKey(session.issuer, session.clientId);
    const turn = await lock.take(`${issuer}|${clientId}`);
    try {
      return await inTurn(session, turn, byHand);
    } finally {
      await turn.release();
    }
  };

  async function inTurn(session: Session, turn: Turn, byHand: boolean): Promise<Session> {
    let current = await newest(session, turn.left);
    for (let rounds = 1; ; rounds++) {
      if (isAhead(current, session)) return current;
      assertRefreshable(current);
      const begun = now();
      const outcome = await renew(current, turn, byHand);
      if ('session' in outcome) {
        // The computer may have slept meanwhile. Tokens that are born old are handed out all the same.
        const hasSlept = now() - begun > shortestUse * 1000;
        if (!hasSlept || !isStale(outcome.session) || rounds > 2) return outcome.session;
        current = await newest(outcome.session);
        continue;
      }
      // Losing a race never ends a session: the winner's is the one to use.
      const winner = outcome.overtakenBy ?? (await findWinner(outcome.kept, turn));
      if (winner === undefined || rounds > 2) {
        await end(outcome.kept, turn);
        throw new CognitoError('session_ended', outcome.refusal?.detail);
      }
      current = winner;
    }
  }

  /** Whether a session is newer than what the asker has, and good enough to be handed out. */
  function isAhead(found: Session, asked: Session): boolean {
    return found.accessToken !== asked.accessToken && !isStale(found);
  }

  function isStale(session: Session): boolean {
    return needsRefresh(session, clocks.now(new URL(session.endpoints.token).host, session.clockSkew ?? 0));
  }

  /** The newest record of the asker's user. @throws CognitoError session_missing when it is gone or another user's */
  async function newest(session: Session, left?: Mark): Promise<Session> {
    for (let times = 0; ; times++) {
      // Without a storage, what the asker holds may still be good.
      const stored = await store.reread(session).catch(() => session);
      if (stored === undefined || !(stored.id === session.id || isSameUser(stored, session))) {
        throw new CognitoError('session_missing');
      }
      if (!isBehind(stored, left) || times === awaited.times) {
        return isBehind(stored, session) ? session : stored;
      }
      await sleep(awaited.pause);
    }
  }

  /** Asks the pool, again after a failure that passes. */
  async function renew(
    current: Session,
    turn: Turn,
    byHand: boolean,
  ): Promise<
    | { readonly session: Session }
    | { readonly kept: Session; readonly overtakenBy?: Session; readonly refusal?: CognitoError }
  > {
    const { refresh: ask, revoke } = await client();
    let kept = current;
    let overtakenBy: Session | undefined;
    const keep = async (newer: Session): Promise<void> => {
      const stored = await store.reread(current).catch(() => kept);
      if (stored?.id === kept.id && stored.generation <= kept.generation) {
        kept = { ...newer, generation: kept.generation + 1 };
        await store.save(kept);
        await turn.leave(kept);
        return;
      }
      if (stored !== undefined && isSameUser(stored, kept)) overtakenBy = stored;
      // After a sign-out or another sign-in nobody holds the rotated refresh token, so nobody else could revoke it.
      if (stored?.id !== kept.id && newer.refreshToken !== kept.refreshToken) {
        await revoke(newer).catch(() => undefined);
      }
      throw new CognitoError('session_missing');
    };
    try {
      const { host } = new URL(current.endpoints.token);
      if (!byHand) assertNotPaused(host);
      const newer = await patiently(() => ask(kept, keep), host);
      // Whoever has taken over may have a newer refresh token: only the tokens in hand are good then.
      if ((await turn.state()) === 'lost') return { session: newer };
      await keep(newer);
      return { session: kept };
    } catch (error) {
      if (overtakenBy !== undefined) return { kept, overtakenBy };
      if (endsSession(error) && kept.refreshToken !== undefined) return { kept, refusal: error };
      throw error;
    }
  }

  /** @throws CognitoError response_unexpected */
  function assertNotPaused(host: string): void {
    const rest = ((pausedUntil.get(host) ?? 0) - now()) / 1000;
    // A clock that was set back would make a pause longer than it can be.
    if (rest <= 0 || rest * 1000 > longestPaused) return;
    throw new CognitoError('response_unexpected', { host, status: 429, retryAfter: Math.ceil(rest) });
  }

  async function patiently<T>(ask: () => Promise<T>, host: string): Promise<T> {
    const start = now();
    for (let attempts = 1; ; attempts++) {
      try {
        return await ask();
      } catch (error) {
        const delay = retryDelay(error, attempts);
        if (delay !== undefined && now() - start < longestTrying) {
          await sleep(delay * 1000);
          continue;
        }
        pausedUntil.set(host, now() + Math.min((askedPause(error) ?? 0) * 1000, longestPaused));
        throw error;
      }
    }
  }

  /** The record of a window that was faster. It may not have arrived here yet, or not be complete. */
  async function findWinner(kept: Session, turn: Turn): Promise<Session | undefined> {
    let winner: Session | undefined;
    const isAlone = (await turn.state()) === 'held';
    for (const wait of isAlone ? lookAgain : lookLonger) {
      if (wait > 0) await sleep(wait);
      const stored = await store.reread(kept);
      if (stored === undefined || !isSameUser(stored, kept)) return undefined;
      if (stored.refreshToken === kept.refreshToken || isBehind(stored, kept)) continue;
      winner = stored;
      if (isAlone || stored.accessToken !== kept.accessToken) return winner;
    }
    return winner;
  }

  /** What is stored of an ended session says so: it shows who to sign in as, and is never asked about again. */
  async function end(kept: Session, turn: Turn): Promise<void> {
    const stored = await store.reread(kept);
    if (stored?.id !== kept.id) return;
    const endedAt = Math.floor(now() / 1000);
    const ended = { ...kept, refreshToken: undefined, endedAt, generation: kept.generation + 1 };
    await store.save(ended);
    await turn.leave(ended);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether a record is known to be older than another of the same sign-in. */
function isBehind(session: Session, other: Mark | undefined): boolean {
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
