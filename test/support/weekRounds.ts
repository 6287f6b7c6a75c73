import { deepEqual, equal } from 'node:assert/strict';
import { hour, minute, type Week } from './week';
import type { Account, PlannedSignIn, Round } from './weekPlan';
import type { Outcome } from './weekWindow';

/** How long a round takes: as long as an access token lasts. */
const roundTime = 5 * minute;

/** Every account signs in for the first time. */
export async function signInAll(week: Week): Promise<void> {
  for (const [index, account] of week.accounts.entries()) {
    const window = index % week.windows.length;
    const planned: PlannedSignIn = { account, window, receiver: 0, way: 'uri', signsOutFirst: false };
    await week.signIn(planned);
  }
  await week.check();
}

/**
 * Plays a round: its disturbance, then sign-ins in some windows while others ask for tokens. Afterwards every window still has all
 * sessions.
 * @throws when a session is lost
 */
export async function playRound(week: Week, round: Round): Promise<void> {
  if (round.isMorning) {
    week.sleep(16 * hour);
    await week.check();
  }
  if (round.disturbance !== undefined) {
    week.pass(roundTime);
    await disturbances[round.disturbance](week);
    await week.check();
  }
  week.pass(roundTime);
  const [outcomes] = await Promise.all([
    askInSomeWindows(week),
    ...round.signIns.map((planned) => week.signIn(planned)),
  ]);
  const isChanging = (account: Account): boolean =>
    round.signIns.some((planned) => isSame(planned.account, account));
  await week.accept(
    outcomes,
    (account, code) => isChanging(account) && ['session_missing', 'session_ended'].includes(code),
  );
  await week.check();
}

/** Two windows ask for each account at the same time. */
async function askInSomeWindows(week: Week): Promise<readonly Outcome[]> {
  const first = week.accounts.map(() => week.between(0, week.windows.length));
  const asked = week.windows.map(({ remote }, window) =>
    remote.ask(
      week.accounts.filter((_account, index) => {
        const chosen = first[index] ?? 0;
        return window === chosen || window === (chosen + 1) % week.windows.length;
      }),
    ),
  );
  return (await Promise.all(asked)).flat();
}

function isSame(one: Account, other: Account): boolean {
  return one.client === other.client && one.username === other.username;
}

/** A sign-in of any account in any window. */
function anySignIn(week: Week): PlannedSignIn {
  const window = week.between(0, week.windows.length);
  const account = week.accounts[week.between(0, week.accounts.length)]!;
  return { account, window, receiver: 0, way: 'uri', signsOutFirst: false };
}

/**
 * The computer never sleeps during a refresh. When it does, two windows can refresh together after it, and without grace time the
 * session is lost.
 */
const disturbances: Record<Exclude<Round['disturbance'], undefined>, (week: Week) => Promise<void>> = {
  'the computer sleeps': (week) => {
    week.sleep(week.between(hour, 10 * hour));
    return Promise.resolve();
  },
  'one window sleeps': async (week) => {
    const sleeping = week.windows[week.between(0, week.windows.length)]!;
    sleeping.sleep();
    for (let rounds = 0; rounds < 3; rounds++) {
      await week.check();
      week.pass(roundTime);
    }
    sleeping.wake();
  },
  'the clock is ahead for a while': async (week) => {
    week.setClock(week.between(10 * minute, 3 * hour));
    await week.check();
    week.pass(roundTime);
    await week.check();
    week.setClock(0);
  },
  'the clock is behind for a while': async (week) => {
    week.setClock(-week.between(10 * minute, 3 * hour));
    // A window cannot know that its tokens have expired. An API refuses them, and then the user refreshes them.
    await week.accept(await week.windows[0]!.remote.renew(week.accounts));
    await week.check();
    week.pass(roundTime);
    await week.check();
    week.setClock(0);
  },
  'requests are lost': (week) =>
    week.disturb({ requestsLost: 0.5 }, () => askWithoutNetwork(week, week.accounts)),
  'answers are lost': (week) =>
    // Without grace time, an answer that is lost has the only valid refresh token.
    week.disturb({ answersLost: 0.5 }, () =>
      askWithoutNetwork(
        week,
        week.accounts.filter(({ client }) => client !== 'noGrace'),
      ),
    ),
  'the network is down': (week) =>
    week.disturb({ requestsLost: 1 }, async () => {
      const planned = anySignIn(week);
      const failed = week.windows[planned.window]!.remote.signIn(planned).then(
        () => 'signed in',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      );
      const outcomes = (
        await Promise.all(week.windows.map(({ remote }) => remote.ask(week.accounts)))
      ).flat();
      deepEqual(new Set(outcomes.map(({ code }) => code)), new Set(['network']));
      equal(await failed, 'network');
    }),
  'a sign-in is cancelled': async (week) => {
    const planned = anySignIn(week);
    equal(await week.windows[planned.window]!.remote.cancelSignIn(planned), 'sign_in_cancelled');
  },
  'the pool has new keys': (week) => week.pool.rotateKeys(),
};

async function askWithoutNetwork(week: Week, accounts: readonly Account[]): Promise<void> {
  const outcomes = (await Promise.all(week.windows.map(({ remote }) => remote.ask(accounts)))).flat();
  // Tokens whose keys could not be read are not accepted.
  await week.accept(outcomes, (_account, code) => code === 'network' || code === 'token_unsound');
}
