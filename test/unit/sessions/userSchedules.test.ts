import { equal, ok } from 'node:assert/strict';
import { array, assert as holds, asyncProperty, constantFrom, integer, nat, oneof, record } from 'fast-check';
import { subjectOf } from '../../../src/core/session';
import { createLateSecrets } from '../../support/lateSecrets';
import { runs } from '../../support/soak';
import { now } from '../../support/tokens';
import {
  openVirtualWindow,
  type AskResult,
  type VirtualEditor,
  type VirtualWindow,
} from '../../support/virtualEditor';
import { createVirtualLock } from '../../support/virtualLock';
import { createVirtualPool } from '../../support/virtualPool';
import { VirtualTime } from '../../support/virtualTime';

const users = ['alice', 'bob', 'carol'] as const;
const windows = 2;
const hour = 3_600_000;
const steps = [
  'ask by name',
  'ask by name',
  'ask',
  'ask',
  'refresh',
  'choose',
  'sign in',
  'sign out',
  'expire',
  'reload',
] as const;

const schedules = record({
  /** How long a rotated refresh token stays valid, in milliseconds; undefined: refresh tokens do not rotate. */
  grace: constantFrom(undefined, 0, 60_000),
  delay: integer({ min: 0, max: 500 }),
  steps: array(
    record({
      step: constantFrom(...steps),
      window: nat(windows - 1),
      user: constantFrom(...users),
      pause: oneof(nat(50), nat(3000)),
    }),
    { minLength: 5, maxLength: 30 },
  ),
});

interface Schedule {
  readonly grace: number | undefined;
  readonly delay: number;
  readonly steps: readonly {
    readonly step: (typeof steps)[number];
    readonly window: number;
    readonly user: string;
    readonly pause: number;
  }[];
}

async function run({ grace, delay, steps: plan }: Schedule): Promise<void> {
  const time = new VirtualTime(now * 1000);
  const pool = createVirtualPool(time, grace, { latency: () => 50, outcome: () => 'answered' });
  const secrets = createLateSecrets(
    time,
    () => delay,
    () => 'late',
  );
  const editor: VirtualEditor = { time, secrets, pool, lock: createVirtualLock(time) };
  /** The user that is active in each window. A workspace keeps it when its window is reloaded. */
  const active: (string | undefined)[] = [undefined, undefined];
  const open = (window: number): VirtualWindow => openVirtualWindow(editor, () => active[window]);
  const all = [open(0), open(1)];
  const signedIn = new Set<string>(users);
  for (const user of users) await all[0]!.save(pool.signIn(user));
  await time.pass();
  const asked: Promise<void>[] = [];

  /** No token of one user is ever given for another one. */
  const assertOf = (user: string | undefined, result: AskResult): void => {
    if ('session' in result) {
      ok(pool.hasIssued(result.session, subjectOf(result.session)));
      if (user !== undefined) equal(subjectOf(result.session), user);
    } else ok(['none', 'session_missing', 'session_ended'].includes(result.code), result.code);
  };

  for (const { step, window, user, pause } of plan) {
    const own = all[window]!;
    switch (step) {
      case 'ask by name':
        asked.push(
          own.ask('fresh', user).then((result) => {
            assertOf(user, result);
          }),
        );
        break;
      case 'ask':
      case 'refresh': {
        const expected = active[window];
        const how = step === 'ask' ? 'fresh' : 'refresh';
        asked.push(
          own.ask(how).then((result) => {
            assertOf(expected, result);
          }),
        );
        break;
      }
      case 'choose':
        active[window] = user;
        break;
      case 'sign in':
        signedIn.add(user);
        await own.save(pool.signIn(user));
        active[window] = user;
        // No user signs in twice in the same moment. Writes of two windows that cross would leave each with another session.
        await time.pass(delay);
        break;
      case 'sign out':
        // A sign-out during a refresh or a write on its way is tested in signOutRaces.test.ts.
        await time.pass(60_000);
        signedIn.delete(user);
        await own.remove(user);
        await time.pass(5000);
        break;
      case 'expire':
        await time.pass(60_000);
        time.now += hour;
        break;
      case 'reload':
        await time.pass(60_000);
        own.die();
        all[window] = open(window);
    }
    await time.pass(pause);
  }
  await time.pass(120_000);
  await Promise.all(asked);

  // Each user is as signed in as the schedule has left them, in both windows.
  for (const user of users) {
    for (const window of all) {
      let end: AskResult | undefined;
      void window.ask('fresh', user).then((result) => (end = result));
      await time.pass(120_000);
      ok(end, 'a request never ends');
      assertOf(user, end);
      equal('session' in end, signedIn.has(user), `${user} is ${JSON.stringify(end)}`);
    }
  }
}

describe('sessions of three users of one app client', function () {
  this.timeout(180_000);

  it('never give a token of one user for another after random sign-ins, sign-outs, reloads and rotation in two windows', async () => {
    await holds(asyncProperty(schedules, run), { numRuns: runs(1000, 5000) });
  });
});
