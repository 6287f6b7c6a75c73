import { deepEqual, ok } from 'node:assert/strict';
import {
  array,
  assert as holds,
  asyncProperty,
  constantFrom,
  integer,
  nat,
  record,
  type Arbitrary,
} from 'fast-check';
import { CognitoError, isCognitoError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profile';
import type { Session } from '../../../../src/core/session';
import { createAwsCredentials } from '../../../../src/handover/aws/awsCredentials';
import { createIdentityIds } from '../../../../src/sessions/identityIds';
import { identityPoolId } from '../../../support/identityPools';
import { makeProfile } from '../../../support/profiles';
import { makeSession } from '../../../support/sessions';
import { runs } from '../../../support/soak';
import { openVault } from '../../../support/stores';
import { idClaims, now, unsigned, userPoolId } from '../../../support/tokens';
import { VirtualTime } from '../../../support/virtualTime';

const profiles = ['dev', 'prod'].map((name) => makeProfile({ name, userPoolId, identityPoolId }));

interface Schedule {
  /** How long credentials are valid, in milliseconds. */
  readonly lifetime: number;
  readonly steps: readonly {
    readonly step: 'ask' | 'sign in' | 'sign out' | 'fail';
    readonly profile: number;
    readonly user: number;
    readonly latency: number;
    readonly pause: number;
  }[];
}

const schedules: Arbitrary<Schedule> = record({
  lifetime: constantFrom(2_000, 60_000, 3_600_000),
  steps: array(
    record({
      step: constantFrom('ask' as const, 'ask', 'ask', 'sign in', 'sign out', 'fail'),
      profile: nat(profiles.length - 1),
      user: nat(2),
      latency: integer({ min: 1, max: 900 }),
      pause: constantFrom(0, 1, 200, 1500, 100_000, 3_000_000),
    }),
    { minLength: 4, maxLength: 30 },
  ),
});

const step = (
  name: Schedule['steps'][number]['step'],
  latency: number,
  pause: number,
): Schedule['steps'][number] => ({ step: name, profile: 0, user: 0, latency, pause });

/** The user signs in again while a renewal fails, whose fallback are the credentials of the earlier sign-in. */
const signInDuringFailedRenewal: Schedule = {
  lifetime: 3_600_000,
  steps: [
    step('sign in', 1, 0),
    step('ask', 1, 3_000_000),
    ...Array.from({ length: 4 }, () => step('ask', 1, 100_000)),
    step('fail', 900, 1500),
    step('sign in', 1, 1500),
  ],
};

/** Runs a plan of asks, sign-ins and sign-outs, and checks each answer at the moment it arrives. */
async function run({ lifetime, steps }: Schedule): Promise<void> {
  const time = new VirtualTime(now * 1000);
  const sessions = new Map<string, Session>();
  const running = new Set<string>();
  let signIns = 0;
  let latency = 1;
  let failing = false;

  const stored = ({ name }: Profile): Promise<Session | undefined> => Promise.resolve(sessions.get(name));
  const aws = createAwsCredentials(
    {
      stored,
      session: async (profile) => {
        await time.sleep(latency);
        const session = sessions.get(profile.name);
        if (session === undefined) throw new CognitoError('session_missing');
        return session;
      },
      client: () =>
        Promise.resolve({
          awsCredentials: async (session) => {
            ok(!running.has(session.id), 'two requests at the same time');
            running.add(session.id);
            const expiresAt = time.now + lifetime;
            const isLost = failing;
            await time.sleep(latency);
            running.delete(session.id);
            if (isLost) throw new CognitoError('timeout');
            const identityId = `us-east-1:${session.id}`;
            return {
              identityId,
              accessKeyId: 'ASIA',
              secretAccessKey: 's',
              sessionToken: session.id,
              expiresAt,
            };
          },
        }),
      approve: () => Promise.resolve(),
      identityIds: createIdentityIds(openVault()),
      log: () => undefined,
    },
    () => time.now,
  );

  const asks: Promise<void>[] = [];
  const failures: unknown[] = [];
  for (const { step: what, profile: index, user, latency: wait, pause } of steps) {
    latency = wait;
    const profile = profiles[index]!;
    failing = what === 'fail';
    if (what === 'sign in') {
      signIns += 1;
      const idToken = unsigned(idClaims({ sub: `user ${user}` }));
      sessions.set(profile.name, makeSession({ id: `${signIns}`, idToken }));
    } else if (what === 'sign out') {
      sessions.delete(profile.name);
      aws.forget(profile.name);
    } else {
      asks.push(
        aws.get(profile).then(
          ({ sessionToken, expiresAt }) => {
            if (sessionToken !== sessions.get(profile.name)?.id) {
              failures.push('credentials of another sign-in');
            }
            if (expiresAt <= time.now) failures.push('credentials that have expired');
          },
          (error: unknown) => {
            const isExpected = isCognitoError(error, 'session_missing') || isCognitoError(error, 'timeout');
            if (!isExpected) failures.push(error);
          },
        ),
      );
    }
    await time.pass(pause);
  }
  await time.pass();
  await Promise.all(asks);
  deepEqual(failures, []);
}

describe('createAwsCredentials in any order of asks, sign-ins and sign-outs', () => {
  it('gives only valid credentials of the current sign-in, with one request at a time', async () => {
    await holds(asyncProperty(schedules, run), {
      numRuns: runs(200, 3000),
      examples: [[signInDuringFailedRenewal]],
    });
  }).timeout(60_000);
});
