import type { LocalClient, LocalPoolConfig } from './configSchema';
import type { PoolRequest } from './http';
import type { Grant, HeldRefreshToken, Pool } from './pool';
import { randomText } from './randomText';

/** A use of a session. */
interface SessionUse {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly userAgent: string;
  readonly ipAddress: string;
}

/** What the pool knows about a session of a browser (`sso`) or of an app client (`tkn`). */
export interface TrackedSession {
  /** `sso` or `tkn` and 25 letters and digits. */
  readonly id: string;
  readonly clientId: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  lastUse: SessionUse;
}

const longestAccessTokenMs = 86_400_000;
const defaultMostSessions = 20;
const defaultSsoSeconds = 3600;

/** A new session, which begins with this request. */
export function createSession(
  kind: 'sso' | 'tkn',
  pool: Pool,
  { clientId }: LocalClient,
  request: PoolRequest,
): TrackedSession {
  const lastUse = useOf(pool, request);
  return { id: `${kind}${randomText(25)}`, clientId, createdAt: lastUse.at, lastUse };
}

/** The use of a session by this request. */
export function useOf(pool: Pool, { headers, ipAddress }: PoolRequest): SessionUse {
  return { at: pool.now(), userAgent: headers['user-agent'] ?? 'unknown', ipAddress };
}

/** The most token sessions of a user; undefined without session tracking. */
export function mostSessions({ sessionTracking }: LocalPoolConfig): number | undefined {
  if (sessionTracking === false) return undefined;
  return sessionTracking === true ? defaultMostSessions : sessionTracking.maxPerUser;
}

/** For how many seconds after a sign-in an app client uses the session of the browser. */
export function ssoSeconds({ sessionTracking }: LocalPoolConfig, client: LocalClient): number {
  return sessionTracking === false ? defaultSsoSeconds : client.ssoSessionMinutes * 60;
}

/** A refresh token of each token session of a user, the least recently used session first. */
export function tokenSessionsOf(pool: Pool, username: string): readonly HeldRefreshToken[] {
  const held = pool.refreshTokens.values().filter(({ grant }) => grant.username === username);
  // Rotation can leave a session with several refresh tokens.
  const bySession = new Map(held.map((token) => [token.session.id, token]));
  return [...bySession.values()].sort((one, other) => one.session.lastUse.at - other.session.lastUse.at);
}

/** Ends a sign-in: removes its refresh tokens, and revokes its access tokens. */
export function endTokenSession(pool: Pool, { originJti }: Grant): void {
  pool.refreshTokens.removeWhere(({ grant }) => grant.originJti === originJti);
  pool.revoked.set(originJti, true, pool.now() + longestAccessTokenMs);
}

/**
 * Ends the least recently used token sessions of a user, so that there is room for one more.
 *
 * Source: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolTokenSessionConfigType.html
 */
export function makeRoom(pool: Pool, username: string): void {
  const most = mostSessions(pool.config);
  if (most === undefined) return;
  const sessions = tokenSessionsOf(pool, username);
  for (const { grant } of sessions.slice(0, Math.max(0, sessions.length - most + 1))) {
    endTokenSession(pool, grant);
  }
}
