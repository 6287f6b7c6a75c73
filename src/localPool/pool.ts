import { createHash } from 'node:crypto';
import type { AuthorizationRequest } from './authorize';
import type { LocalClient, LocalPoolConfig, LocalUser } from './configSchema';
import type { ExpiringMap } from './expiringMap';
import type { SigningKeys } from './keys';
import type { CodeMethod, Method } from './levels';
import type { TrackedSession } from './sessionTracking';
import type { TriggerChanges } from './triggers/answer';
import type { PreTokenGeneration } from './triggers/preTokenGeneration';

/** A running pool, as its endpoints use it. What it stores is in memory only. */
export interface Pool {
  readonly config: LocalPoolConfig;
  readonly keys: SigningKeys;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The issuer that discovery names. */
  readonly issuer: string;
  /** The issuer in tokens. It differs when the pool has the updated issuer. */
  readonly tokenIssuer: string;
  /** The origin of the sign-in domain; undefined for a pool without one. */
  readonly domain: string | undefined;
  /** The end of the callback URL that an editor keeps for this pool alone. */
  readonly callbackPath: string;
  /** The app clients that registered themselves, by their ids. */
  readonly registeredClients: Map<string, LocalClient>;
  /** The authorization codes that were not exchanged yet. */
  readonly codes: ExpiringMap<Grant>;
  readonly sessions: ExpiringMap<BrowserSession>;
  /** The sign-ins that wait for a code. */
  readonly secondSteps: ExpiringMap<SecondStep>;
  readonly refreshTokens: ExpiringMap<HeldRefreshToken>;
  /** The `origin_jti` of revoked sign-ins, for as long as one of their access tokens can be valid. */
  readonly revoked: ExpiringMap<true>;
  readonly preTokenGeneration: PreTokenGeneration | undefined;
}

/** A user who has proved something. */
export interface AuthenticatedUser {
  readonly username: string;
  readonly methods: readonly Method[];
}

/** A sign-in that still needs a code. */
interface SecondStep extends AuthenticatedUser {
  readonly method: CodeMethod;
  readonly code: string;
}

/** The session of a signed-in browser. */
export interface BrowserSession extends AuthenticatedUser {
  /** The time of the sign-in, in seconds since 1970. */
  readonly authTime: number;
  /** The session as `ListUserSessions` shows it. */
  readonly sso: TrackedSession;
}

/** The result of a sign-in, which is the same in each of its tokens. */
export interface Grant extends BrowserSession {
  readonly request: AuthorizationRequest;
  readonly eventId: string;
  /** Identifies the sign-in for revocation. */
  readonly originJti: string;
  /** What the pre token generation trigger changes in the first tokens. */
  readonly changes: TriggerChanges | undefined;
}

/** A valid refresh token. */
export interface HeldRefreshToken {
  readonly grant: Grant;
  /** The session of the app client, the same when the token rotates. */
  readonly session: TrackedSession;
  /** Milliseconds since 1970. A rotated token does not expire later than the first one. */
  readonly endsAt: number;
}

/** The app client with this id. */
export function findClient(pool: Pool, clientId: string | null): LocalClient | undefined {
  return (
    pool.config.clients.find((client) => client.clientId === clientId) ??
    pool.registeredClients.get(clientId ?? '')
  );
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

/**
 * Whether a sign-in names no resource, or one that is the identifier of a resource server. Without one, the code is refused. AWS does not
 * document this; it was seen at Cognito: PrefectHQ/fastmcp pull request 2149.
 */
export function hasResourceServer({ config }: Pool, resource: string | undefined): boolean {
  return resource === undefined || config.resourceServers.some(({ identifier }) => identifier === resource);
}

/** The configured `sub`, or a UUID that is the same at every start. */
export function subjectOf({ config }: Pick<Pool, 'config'>, user: LocalUser): string {
  if (user.sub !== undefined) return user.sub;
  const hex = createHash('sha256').update(`${config.poolId}\n${user.username}`).digest('hex');
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-7$3-8$4-$5');
}
