import { ExpiringMap } from './expiringMap';

/** The result of a sign-in, which is the same in each of its tokens. */
export interface Grant {
  readonly clientId: string;
  readonly username: string;
  readonly scopes: readonly string[];
  /** The API the access token is for (RFC 8707). */
  readonly resource: string | undefined;
  /** The time of the sign-in, in seconds since 1970. */
  readonly authTime: number;
  readonly eventId: string;
  /** Identifies the sign-in for revocation. */
  readonly originJti: string;
}

/** An authorization code that was not exchanged yet. */
interface PendingCode {
  readonly grant: Grant;
  readonly redirectUri: string;
  /** The S256 code challenge (RFC 7636), when one was sent. */
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

/** The session of a signed-in browser. */
export interface BrowserSession {
  readonly username: string;
  /** Seconds since 1970. */
  readonly authTime: number;
}

/** A valid refresh token. */
interface HeldRefreshToken {
  readonly grant: Grant;
  /** Milliseconds since 1970. A rotated token does not expire later than the first one. */
  readonly endsAt: number;
}

/** Everything that a running pool stores, in memory only. */
export interface PoolState {
  readonly codes: ExpiringMap<PendingCode>;
  readonly sessions: ExpiringMap<BrowserSession>;
  readonly refreshTokens: ExpiringMap<HeldRefreshToken>;
  /** The `origin_jti` of revoked sign-ins, for as long as one of their access tokens can be valid. */
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
