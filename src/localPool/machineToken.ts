import { defined, isRecord } from '../core/members';
import type { LocalClient } from './configSchema';
import type { Pool } from './pool';
import { machineClaims, signTokens } from './tokens';
import { runPreTokenGeneration, withChanges } from './triggers/preTokenGeneration';

/**
 * Issues an access token for a machine client, with the changes of the pre token generation trigger.
 * @param metadata for the trigger: an object of texts; anything else is left out
 * @throws TriggerFailure
 */
export async function issueMachineToken(
  pool: Pool,
  client: LocalClient,
  scopes: readonly string[],
  metadata: unknown,
): Promise<string> {
  const changes = await runPreTokenGeneration(pool, {
    source: 'TokenGeneration_ClientCredentials',
    clientId: client.clientId,
    scopes,
    user: undefined,
    ...defined({ clientMetadata: isMetadata(metadata) ? metadata : undefined }),
  });
  const claims = { id: undefined, access: machineClaims(pool, client, scopes) };
  return (await signTokens(pool, withChanges(pool, client.clientId, claims, changes))).accessToken;
}

function isMetadata(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}
