import { ExpiringMap } from './expiringMap';

/** What a user agreed to by signing in; every token of that sign-in says the same. */
export interface Grant {
  readonly clientId: string;
  readonly username: string;
  readonly scopes: readonly string[];
  /** The API the access token is for (RFC 8707). */
  readonly resource: string | undefined;
  /** Seconds since 1970 of the sign-in itself. */
  readonly authTime: number;
  readonly eventId: string;
  /** Names the sign-in; revocation works on it. */
  readonly originJti: string;
}

/** An authorization code that waits for its exchange. */
interface PendingCode {
  readonly grant: Grant;
  readonly redirectUri: string;
  /** The S256 code challenge (RFC 7636), when one was sent. */
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

/** A browser that is signed in. */
export interface BrowserSession {
  readonly username: string;
  /** Seconds since 1970. */
  readonly authTime: number;
}

/** A refresh token that works. */
interface HeldRefreshToken {
  readonly grant: Grant;
  /** Milliseconds; a rotated token does not live longer than the first one would have. */
  readonly endsAt: number;
}

/** Everything a running pool remembers; in memory only. */
export interface PoolState {
  readonly codes: ExpiringMap<PendingCode>;
  readonly sessions: ExpiringMap<BrowserSession>;
  readonly refreshTokens: ExpiringMap<HeldRefreshToken>;
  /** The `origin_jti` of revoked sign-ins, for as long as an access token of theirs can live. */
  readonly revoked: ExpiringMap<true>;
}

/** @param now milliseconds since 1970 */
export function createState(now: () => number): PoolState {
  return {
    codes: new ExpiringMap(now),
    sessions: new ExpiringMap(now),
    refreshTokens: new ExpiringMap(now),
    revoked: new ExpiringMap(now),
  };
}
