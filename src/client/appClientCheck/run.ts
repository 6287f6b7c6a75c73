import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { discover } from '../oauth/discovery';
import { outcome, type AppClientCheck, type AppClientCheckContext } from './checks';
import { clientChecks } from './clientChecks';
import { recordServerTimes } from './clock';
import { domainCheck, findPool, issuerChecks, keysCheck, registrationChecks } from './poolChecks';

/**
 * Checks everything that a sign-in needs, without a browser and without AWS credentials. Independent requests are sent at the
 * same time, and no request twice.
 * @throws CognitoError sign_in_cancelled when the user does not trust the profile, or no longer waits
 */
export async function runAppClientCheck(
  profile: Profile,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  const { signal = null, now, approve } = context;
  assertNotCancelled(signal);
  await approve();
  const { fetch, clockCheck } = recordServerTimes(
    (url, init) => context.fetch(url, { ...init, signal }),
    now,
  );
  const findingPool = findPool(profile, fetch);
  const findingEndpoints = outcome(discover(profile, fetch));
  const [pool, endpoints, keys, client] = await Promise.all([
    findingPool,
    findingEndpoints,
    findingPool.then((found) => keysCheck(found, fetch)),
    findingEndpoints.then(async (found) => {
      if (found.value !== undefined) await approve(found.value);
      return clientChecks(profile, found.value, { ...context, fetch });
    }),
  ]);
  assertNotCancelled(signal);
  return [
    ...issuerChecks(pool),
    keys,
    domainCheck(profile, pool, endpoints),
    ...registrationChecks(pool, context.registeredWithToken),
    ...client,
    clockCheck(),
  ];
}

function assertNotCancelled(signal: AbortSignal | null): void {
  if (signal?.aborted) throw new CognitoError('sign_in_cancelled');
}
