import { runs } from '../../support/soak';
import { equal, ok } from 'node:assert/strict';
import { array, assert as holds, asyncProperty, constantFrom, integer, nat, oneof, record } from 'fast-check';
import { createLateSecrets, type Delivery } from '../../support/lateSecrets';
import {
  openVirtualWindow,
  type AskResult,
  type VirtualEditor,
  type VirtualWindow,
} from '../../support/virtualEditor';
import { createVirtualLock } from '../../support/virtualLock';
import { noLock } from '../../support/refreshers';
import { createVirtualPool, type Outcome } from '../../support/virtualPool';
import { VirtualTime } from '../../support/virtualTime';
import { shortestUse } from '../../../src/core/session';
import { randomOf } from '../../support/random';
import { now } from '../../support/tokens';

const windows = 3;
const hour = 3_600_000;
const steps = ['ask', 'ask', 'ask', 'refresh', 'expire', 'die', 'disconnect', 'connect'] as const;
type Step = (typeof steps)[number];

interface Schedule {
  /** How long a rotated refresh token stays valid, in milliseconds; undefined: refresh tokens do not rotate. */
  readonly grace: number | undefined;
  readonly locked: boolean;
  readonly faulty: boolean;
  readonly seed: number;
  readonly steps: readonly { readonly step: Step; readonly window: number; readonly pause: number }[];
}

const schedules = record({
  // Cognito allows up to a minute. Here the grace time outlasts the faults of a schedule.
  grace: constantFrom(undefined, 0, 600_000),
  locked: constantFrom(true, true, true, false),
  faulty: constantFrom(true, true, false),
  seed: integer(),
  steps: array(
    record({
      step: constantFrom(...steps),
      window: nat(windows - 1),
      pause: oneof(nat(50), nat(1500)),
    }),
    { minLength: 5, maxLength: 30 },
  ),
});

async function run({ grace, locked: hasLock, faulty, seed, steps: plan }: Schedule): Promise<void> {
  // Without a lock and without grace time a session may be lost, so a pool without grace time always gets a lock.
  const locked = hasLock || grace === 0;
  const random = randomOf(seed);
  const time = new VirtualTime(now * 1000);
  let connected = true;
  let expiries = 0;
  const outcome = (): Outcome => {
    if (!connected) return 'request lost';
    if (!faulty || random() > 0.15) return 'answered';
    // Without grace time a lost answer ends the session: it holds the only valid refresh token.
    return grace !== 0 && random() < 0.5 ? 'answer lost' : 'request lost';
  };
  const pool = createVirtualPool(time, grace, { latency: () => 5 + random() * 300, outcome });
  const delivery = (): Delivery =>
    (['late', 'double', 'missing'] as const)[Math.floor(random() * 3)] ?? 'late';
  const secrets = createLateSecrets(time, () => random() * 500, delivery);
  const editor: VirtualEditor = {
    time,
    secrets,
    pool,
    lock: locked || grace === 0 ? createVirtualLock(time) : noLock,
  };
  const open: VirtualWindow[] = [];
  const first = openVirtualWindow(editor);
  await first.save(pool.signIn());
  await time.pass();
  while (open.length < windows) open.push(openVirtualWindow(editor));

  let failures = 0;
  let pending = 0;
  let interrupted = false;
  const assertResult = (ask: AskResult): void => {
    if ('session' in ask) {
      ok(pool.hasIssued(ask.session));
      ok(ask.session.expiresAt - time.now >= shortestUse, 'a window got a token that is about to expire');
    } else {
      equal(ask.code, 'network');
      failures++;
    }
  };
  const refreshTokenIn = (values: ReadonlyMap<string, string>): string | undefined => {
    const record = [...values].find(([key]) => key.startsWith('session:'))?.[1];
    return (JSON.parse(record ?? '{}') as { refreshToken?: string }).refreshToken;
  };
  /** The requests of each window. Those of a killed window never end, so they are dropped. */
  let requests: { readonly window: number; readonly ended: Promise<void> }[] = [];

  for (const { step, window, pause } of plan) {
    switch (step) {
      case 'ask':
      case 'refresh':
        pending++;
        requests.push({
          window,
          ended: open[window]!.ask(step === 'ask' ? 'fresh' : 'refresh').then((ask) => {
            pending--;
            assertResult(ask);
          }),
        });
        break;
      case 'expire':
        // Without a lock, windows that refresh together hold different refresh tokens, valid for the grace time alone.
        if (!locked && grace !== undefined) break;
        // A computer that sleeps now would lose an answer, or a refresh token in its grace time, with any implementation.
        if (pool.inFlight > 0) break;
        if (
          grace !== undefined &&
          ![secrets, ...secrets.views].every(({ values }) => pool.isLasting(refreshTokenIn(values)))
        ) {
          break;
        }
        interrupted ||= pending > 0;
        time.now += hour;
        expiries++;
        break;
      case 'die':
        // Without grace time, a window killed between the answer and the store ends the session.
        if (grace === 0) await time.pass(60_000);
        open[window]!.die();
        requests = requests.filter((request) => request.window !== window);
        open[window] = openVirtualWindow(editor);
        break;
      case 'disconnect':
        connected = false;
        break;
      case 'connect':
        connected = true;
    }
    await time.pass(pause);
  }

  // Once the faults are over, every window must still be signed in.
  connected = true;
  await time.pass(120_000);
  for (const window of open) {
    for (let tries = 1; ; tries++) {
      let end: AskResult | undefined;
      void window.ask().then((ask) => (end = ask));
      await time.pass(120_000);
      ok(end, 'a request never ends');
      assertResult(end);
      if ('session' in end) break;
      ok(tries < 10, 'the session cannot be refreshed any more');
    }
  }
  for (const { ended } of requests) await ended;
  const causes: readonly Step[] = ['die', 'disconnect', 'refresh'];
  const isQuiet = !faulty && !plan.some(({ step }) => causes.includes(step));
  if (isQuiet) equal(failures, 0);
  if (isQuiet && locked && !interrupted) {
    ok(pool.refreshes <= expiries, `${pool.refreshes} refreshes for ${expiries} expiries`);
  }
}

/** The steps of a schedule: what happens, in which window, and the pause after it in milliseconds. */
function stepsOf(
  ...steps: readonly (readonly [step: Step, window: number, pause: number])[]
): Schedule['steps'] {
  return steps.map(([step, window, pause]) => ({ step, window, pause }));
}

/** A computer sleeps during a refresh: on wake two windows refresh together, and one loses the race twice. */
const lostRaceTwice: Schedule = {
  grace: 600_000,
  locked: true,
  faulty: true,
  seed: -1964183366,
  steps: stepsOf(
    ['refresh', 0, 852],
    ['expire', 0, 0],
    ['ask', 0, 223],
    ['die', 0, 291],
    ['die', 0, 186],
    ['ask', 0, 1031],
    ['ask', 0, 300],
    ['ask', 0, 872],
    ['die', 1, 28],
    ['ask', 0, 1342],
    ['ask', 1, 1196],
    ['expire', 0, 0],
  ),
};

/** A computer sleeps while a window waits to try again: another window then sees its new refresh token before its tokens. */
const sleptBeforeRetry: Schedule = {
  grace: 0,
  locked: true,
  faulty: false,
  seed: -988263486,
  steps: stepsOf(
    ['expire', 0, 0],
    ['disconnect', 0, 0],
    ['ask', 1, 268],
    ['connect', 0, 26],
    ['expire', 0, 0],
    ['ask', 0, 0],
    ['ask', 0, 0],
    ['ask', 0, 147],
    ['ask', 0, 1231],
    ['refresh', 0, 0],
  ),
};

describe('createRefreshFlow in several windows', function () {
  this.timeout(180_000);

  it('keeps the session refreshable after random requests, expiries, lost answers, closed windows and rotation', async () => {
    await holds(asyncProperty(schedules, run), {
      numRuns: runs(200, 20_000),
      examples: [[lostRaceTwice], [sleptBeforeRetry]],
    });
  });
});
