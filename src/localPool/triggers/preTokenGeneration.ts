import type { LocalUser } from '../configSchema';
import { subjectOf, type Pool } from '../pool';
import { readChanges, type TriggerChanges } from './answer';
import { applyChanges, type IgnoredChange, type TokenClaims } from './applyChanges';
import {
  triggerEvent,
  type TriggerEvent,
  type TriggerSource,
  type TriggerUser,
  type TriggerVersion,
} from './triggerEvent';

/** A pre token generation trigger, as a pool uses it. */
export interface PreTokenGeneration {
  readonly version: TriggerVersion;
  /** Runs the trigger. @returns its answer, any JSON @throws TriggerFailure */
  readonly run: (event: TriggerEvent) => Promise<unknown>;
  /** Gets the changes of an answer that were not made. */
  readonly onIgnored: (changes: readonly IgnoredChange[]) => void;
}

/** Who tokens are for, and why they are issued. */
export interface TokenRequest {
  readonly source: TriggerSource;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Undefined for a machine client. */
  readonly user: LocalUser | undefined;
  readonly clientMetadata?: Readonly<Record<string, string>>;
}

/**
 * Runs the trigger of a pool.
 * @returns the changes that it asks for; undefined without a trigger for such tokens
 * @throws TriggerFailure
 */
export async function runPreTokenGeneration(
  pool: Pool,
  request: TokenRequest,
): Promise<TriggerChanges | undefined> {
  const { preTokenGeneration } = pool;
  if (preTokenGeneration === undefined) return undefined;
  const { version } = preTokenGeneration;
  // Cognito runs the trigger for a client credentials grant with version 3 only.
  if (request.user === undefined && version !== 'V3_0') return undefined;
  const { user } = request;
  const event = triggerEvent({
    ...request,
    version,
    poolId: pool.config.poolId,
    user: user && triggerUser(pool, user),
  });
  return readChanges(version, await preTokenGeneration.run(event));
}

/** A user of the pool, as an event has it. */
export function triggerUser(pool: Pick<Pool, 'config'>, user: LocalUser): TriggerUser {
  const { username, attributes, groups = [], roles = [], preferredRole } = user;
  return { username, sub: subjectOf(pool, user), attributes, groups, roles, preferredRole };
}

/** The claims of tokens with the changes that `runPreTokenGeneration` has returned. */
export function withChanges(
  { preTokenGeneration }: Pool,
  clientId: string,
  tokens: TokenClaims,
  changes: TriggerChanges | undefined,
): TokenClaims {
  if (preTokenGeneration === undefined || changes === undefined) return tokens;
  const { version, onIgnored } = preTokenGeneration;
  const { ignored, ...changed } = applyChanges(version, clientId, tokens, changes);
  if (ignored.length > 0) onIgnored(ignored);
  return changed;
}
