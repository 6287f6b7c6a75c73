import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { clockTolerance } from '../verification/claimChecks';
import { failed, passed, unknown } from './checks';
import type { AppClientCheck, PreflightContext } from './checks';
import type { Fetch } from '../oauth/tokenRequest';
import { machineChecks } from './machineChecks';
import { recordServerTimes } from './recordServerTimes';
import type { ObservedFetch } from './recordServerTimes';
import { personChecks } from './userChecks';
import { domainCheck, issuerChecks, keysCheck, lookUp } from './poolChecks';
import type { Outcome } from './poolChecks';

/**
 * Looks for everything that would make a sign-in fail, without a browser and without AWS credentials: what does not
 * depend on each other is asked for side by side, and nothing twice.
 * @throws CognitoError sign_in_cancelled when the person does not approve of where the profile leads, or stops waiting
 */
export async function runAppClientCheck(
  profile: Profile,
  context: PreflightContext,
): Promise<readonly AppClientCheck[]> {
  assertWaitedFor(context);
  await context.approve();
  const watched = recordServerTimes(whileWaitedFor(context), context.now);
  const { fetch } = watched;
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
  assertWaitedFor(context);
  return [
    ...issuerChecks(profile, pool),
    keysResult,
    domainCheck(profile, pool, endpoints),
    ...clientResults,
    clockCheck(watched),
  ];
}

function assertWaitedFor({ signal }: PreflightContext): void {
  if (signal?.aborted) throw new CognitoError('sign_in_cancelled');
}

function whileWaitedFor({ fetch, signal }: PreflightContext): Fetch {
  return signal === undefined ? fetch : (url, init) => fetch(url, { ...init, signal });
}

async function clientChecks(
  profile: Profile,
  endpoints: Outcome<Endpoints>,
  context: PreflightContext,
): Promise<readonly AppClientCheck[]> {
  const machine = profile.grant === 'client_credentials';
  if (endpoints.value === undefined) {
    const ids = machine
      ? (['reachable', 'authentication', 'grant', 'scopes'] as const)
      : (['reachable', 'client', 'callback', 'scopes', 'login', 'authentication', 'grant'] as const);
    return ids.map((id) => unknown(id, 'There is no sign-in domain to ask.'));
  }
  return (machine ? machineChecks : personChecks)(profile, endpoints.value, context);
}

/** Tokens are dated: with a wrong clock sound ones look expired, or not valid yet. */
function clockCheck({ ahead }: ObservedFetch): AppClientCheck {
  const found = ahead();
  if (found === undefined) return unknown('clock', 'No answer told the server’s time.');
  const seconds = Math.round(found.seconds);
  const said =
    Math.abs(seconds) < 2
      ? `As ${found.host} says, to the second.`
      : `${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} ${found.host}.`;
  return Math.abs(seconds) <= clockTolerance
    ? passed('clock', said)
    : failed('clock', said, new CognitoError('clock_wrong', { host: found.host, seconds }));
}
