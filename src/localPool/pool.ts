import { createHash, timingSafeEqual } from 'node:crypto';
import type { LocalClient, LocalPoolConfig, LocalUser } from './configSchema';
import type { SigningKeys } from './keys';
import type { PoolState } from './state';

/** The state of a running pool that its endpoints use. */
export interface Pool {
  readonly config: LocalPoolConfig;
  readonly keys: SigningKeys;
  readonly state: PoolState;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The issuer that discovery names. */
  readonly issuer: string;
  /** The issuer in tokens. It differs when the pool has the updated issuer. */
  readonly tokenIssuer: string;
  /** The origin of the sign-in domain; undefined for a pool without one. */
  readonly domain: string | undefined;
}

/** The app client with this id. */
export function findClient(pool: Pool, clientId: string | null): LocalClient | undefined {
  return pool.config.clients.find((client) => client.clientId === clientId);
}

/** The form in which usernames are compared. By default, Cognito ignores the case. */
export function foldUsername(username: string): string {
  return username.normalize('NFC').toLowerCase();
}

/** Finds a user by username, ignoring case, or by e-mail address. */
export function findUser(pool: Pool, name: string): LocalUser | undefined {
  const folded = foldUsername(name.trim());
  return (
    pool.config.users.find((user) => foldUsername(user.username) === folded) ??
    pool.config.users.find((user) => foldUsername(user.attributes['email'] ?? '') === folded && folded !== '')
  );
}

/** The configured `sub`, or a UUID that is the same at every start. */
export function subjectOf(pool: Pool, user: LocalUser): string {
  if (user.sub !== undefined) return user.sub;
  const hex = createHash('sha256').update(`${pool.config.poolId}\n${user.username}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `7${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** Compares two secrets in constant time. */
export function sameSecret(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
