import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import { isMachine, type Profile } from '../../core/profile';
import { clockTolerance } from '../verification/claimChecks';
import { failed, passed, unknown, type AppClientCheck, type AppClientCheckContext } from './checks';
import type { Fetch } from '../oauth/tokenRequest';
import { machineChecks } from './machineChecks';
import { recordServerTimes, type ObservedFetch } from './recordServerTimes';
import { userChecks } from './userChecks';
import { domainCheck, issuerChecks, keysCheck, lookUp, type Outcome } from './poolChecks';

/**
 * Checks everything that a sign-in needs, without a browser and without AWS credentials. Independent requests are sent at the
 * same time, and no request twice.
 * @throws CognitoError sign_in_cancelled when the user does not trust the profile, or no longer waits
 */
export async function runAppClientCheck(
  profile: Profile,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  assertNotCancelled(context);
  await context.approve();
  const recorded = recordServerTimes(cancellable(context), context.now);
  const { fetch } = recorded;
  const lookingUp = lookUp(profile, fetch);
  const keys = lookingUp.pool.then((pool) => keysCheck(profile, pool, fetch));
  const client = lookingUp.endpoints.then(async (endpoints) => {
    if (endpoints.value !== undefined) await context.approve(endpoints.value);
    return clientChecks(profile, endpoints, { ...context, fetch });
  });
  const [pool, endpoints, keysResult, clientResults] = await Promise.all([
    lookingUp.pool,
    lookingUp.endpoints,
    keys,
    client,
  ]);
  assertNotCancelled(context);
  return [
    ...issuerChecks(profile, pool),
    keysResult,
    domainCheck(profile, pool, endpoints),
    ...clientResults,
    clockCheck(recorded),
  ];
}

function assertNotCancelled({ signal }: AppClientCheckContext): void {
  if (signal?.aborted) throw new CognitoError('sign_in_cancelled');
}

function cancellable({ fetch, signal }: AppClientCheckContext): Fetch {
  return signal === undefined ? fetch : (url, init) => fetch(url, { ...init, signal });
}

async function clientChecks(
  profile: Profile,
  endpoints: Outcome<Endpoints>,
  context: AppClientCheckContext,
): Promise<readonly AppClientCheck[]> {
  if (endpoints.value === undefined) {
    const ids = isMachine(profile)
      ? (['reachable', 'authentication', 'grant', 'scopes'] as const)
      : (['reachable', 'client', 'callback', 'scopes', 'login', 'authentication', 'grant'] as const);
    return ids.map((id) => unknown(id, 'The sign-in domain is not known.'));
  }
  return (isMachine(profile) ? machineChecks : userChecks)(profile, endpoints.value, context);
}

/** Whether this computer's clock is right. With a wrong clock, valid tokens look expired or not valid yet. */
function clockCheck({ skew: measured }: ObservedFetch): AppClientCheck {
  const found = measured();
  if (found === undefined) return unknown('clock', 'No answer contained the server’s time.');
  const { host, skew } = found;
  const seconds = Math.abs(skew) / 1000;
  const seen =
    seconds < 2
      ? `This computer’s clock is in sync with ${host}.`
      : skew < 0
        ? `This computer’s clock is ${seconds} seconds ahead of ${host}.`
        : `This computer’s clock is ${seconds} seconds behind ${host}.`;
  return Math.abs(skew) <= clockTolerance
    ? passed('clock', seen)
    : failed('clock', seen, new CognitoError('clock_wrong', { host, skew }));
}
