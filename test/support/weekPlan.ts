import { randomOf } from './random';
import { weekClients, type WeekClient } from './weekPool';

/** A user of an app client. Each one has a session. */
export interface Account {
  readonly client: WeekClient;
  readonly username: string;
}

/** Something that disturbs the windows. */
export type Disturbance = (typeof disturbances)[number];

const disturbances = [
  'the computer sleeps',
  'one window sleeps',
  'the clock is ahead for a while',
  'the clock is behind for a while',
  'requests are lost',
  'answers are lost',
  'the network is down',
  'a sign-in is cancelled',
] as const;

/** One sign-in of a round, which a sign-out may precede. */
export interface PlannedSignIn {
  readonly account: Account;
  /** The window that starts it. */
  readonly window: number;
  /** The window that receives the callback, when it is a URI for the editor. */
  readonly receiver: number;
  readonly way: 'uri' | 'loopback';
  readonly signsOutFirst: boolean;
}

/** A few minutes of a working day: in each of them every access token expires. */
export interface Round {
  readonly signIns: readonly PlannedSignIn[];
  readonly disturbance: Disturbance | 'the pool has new keys' | undefined;
  /** The first round of a day. The computer has slept the whole night. */
  readonly isMorning: boolean;
}

export interface WeekSize {
  readonly windows: number;
  readonly usernames: readonly string[];
  readonly rounds: number;
  /** All sign-ins but the first one of each account. */
  readonly signIns: number;
  /** How often each disturbance comes. */
  readonly times: number;
}

export const days = 5;
const keyRotations = 2;

/** The accounts of a week: each user at each app client. */
export function accountsOf(usernames: readonly string[]): readonly Account[] {
  const clients = Object.keys(weekClients) as WeekClient[];
  return clients.flatMap((client) => usernames.map((username) => ({ client, username })));
}

/** The rounds of a week, the same for the same seed. */
export function planWeek(
  seed: number,
  { windows, usernames, rounds, signIns, times }: WeekSize,
): readonly Round[] {
  const random = randomOf(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const accounts = accountsOf(usernames);
  const events = [
    ...Array.from({ length: times }, () => disturbances).flat(),
    ...Array.from({ length: keyRotations }, () => 'the pool has new keys' as const),
  ]
    .map((event) => ({ event, order: random() }))
    .toSorted((a, b) => a.order - b.order);
  /** How many rounds there are for each event. */
  const space = rounds / events.length;
  const eventOf = new Map(
    events.map(({ event }, index) => [Math.floor(index * space) + below(Math.floor(space)), event]),
  );
  return Array.from({ length: rounds }, (_, round): Round => {
    const from = Math.floor((round * signIns) / rounds);
    const to = Math.floor(((round + 1) * signIns) / rounds);
    // Of the sign-ins that run at the same time, each one is of another account, and one may use the port of the loopback address.
    const start = below(accounts.length);
    const planned = accounts
      .map((_account, index) => accounts[(start + index) % accounts.length])
      .filter((account) => account !== undefined)
      .slice(0, to - from);
    return {
      signIns: planned.map((account, index) => ({
        account,
        window: below(windows),
        receiver: below(windows),
        way: index === 0 && random() < 0.5 ? 'loopback' : 'uri',
        signsOutFirst: random() < 0.5,
      })),
      disturbance: eventOf.get(round),
      isMorning: round > 0 && Math.floor((round * days) / rounds) > Math.floor(((round - 1) * days) / rounds),
    };
  });
}
