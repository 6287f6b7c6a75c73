import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shippedPassword } from '../../src/localPool/defaults';
import { freePort } from '../../src/triggers/freePort';
import { secretFunctions } from './editorSecrets';
import { randomOf } from './random';
import { UserAgent } from './userAgent';
import { accountsOf, type Account, type PlannedSignIn, type WeekSize } from './weekPlan';
import { goodNetwork, startWeekPool, type Network, type WeekPool } from './weekPool';
import { bundleWindow, openWeekWindow, type Outcome, type WeekWindow } from './weekWindow';

/** Milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;

/** The computer on which the week takes place: its clock, its network, its editor with several windows, and the user pool. */
export class Week {
  readonly accounts: readonly Account[];
  readonly secrets = new Map<string, string>();
  readonly windows: WeekWindow[] = [];
  readonly random: () => number;
  #awake = 0;
  #clockError = 0;

  /** @param clock the clock of the pool: its time in milliseconds since 1970 */
  private constructor(
    readonly pool: WeekPool,
    { usernames }: WeekSize,
    seed: number,
    private readonly clock: { time: number },
  ) {
    this.accounts = accountsOf(usernames);
    this.random = randomOf(seed);
  }

  /** @param folder an empty folder. The windows share `shared` in it, and have their temporary files in `temporary`. */
  static async start(seed: number, size: WeekSize, folder: string): Promise<Week> {
    const [shared, temporary] = [join(folder, 'shared'), join(folder, 'temporary')];
    await Promise.all([mkdir(shared), mkdir(temporary)]);
    const loopback = `http://127.0.0.1:${await freePort()}/callback`;
    // A day ahead of the real time, so that the clock can also be set back.
    const clock = { time: Date.now() + 24 * hour };
    const pool = await startWeekPool(size.usernames, loopback, () => clock.time, randomOf(seed + 1));
    const week = new Week(pool, size, seed, clock);
    const main = {
      ...secretFunctions(week.secrets, (key) => {
        week.#tell(({ secretChanged }) => secretChanged(key));
      }),
      browse: (url: string, planned: PlannedSignIn) => week.#browse(url, planned),
    };
    const program = await bundleWindow(folder);
    for (let opened = 0; opened < size.windows; opened++) {
      week.windows.push(
        openWeekWindow(program, { issuer: pool.issuer, loopback, folder: shared }, temporary, main),
      );
    }
    week.#tellTime();
    return week;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.windows.map(({ close }) => close()), this.pool.stop()]);
  }

  get awakeWindows(): readonly WeekWindow[] {
    return this.windows.filter(({ isAsleep }) => !isAsleep);
  }

  /** Lets time pass while the computer is awake. */
  pass(milliseconds: number): void {
    this.#awake += milliseconds;
    this.clock.time += milliseconds;
    this.#tellTime();
  }

  /** Lets time pass while the computer sleeps. */
  sleep(milliseconds: number): void {
    for (const window of this.windows) window.sleep();
    this.clock.time += milliseconds;
    this.#tellTime();
    for (const window of this.windows) window.wake();
  }

  /** Sets the clock of the computer wrong. @param error by how many milliseconds it is ahead */
  setClock(error: number): void {
    this.#clockError = error;
    this.#tellTime();
  }

  #tellTime(): void {
    this.#tell(({ setClock }) => setClock(this.clock.time + this.#clockError, this.#awake));
  }

  /** Calls a function of every window without waiting for it. When a window has ended, the calls that are waited for say so. */
  #tell(call: (remote: WeekWindow['remote']) => Promise<void>): void {
    for (const window of this.windows) {
      call(window.remote).catch((error: unknown) => {
        if (!window.hasEnded) throw error;
      });
    }
  }

  /** A number of milliseconds between two others. */
  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least));
  }

  /** The windows ask for tokens of every account at once, and get tokens that the pool accepts now. @throws when a session is lost */
  async check(windows = this.awakeWindows, accounts = this.accounts): Promise<void> {
    await this.accept((await Promise.all(windows.map(({ remote }) => remote.ask(accounts)))).flat());
  }

  /** @param mayFail whether an account may have an error with this code now */
  async accept(
    outcomes: readonly Outcome[],
    mayFail: (account: Account, code: string) => boolean = () => false,
  ): Promise<void> {
    const tokens = new Set<string>();
    for (const { account, tokens: found = [], code } of outcomes) {
      ok(code === undefined || mayFail(account, code), `${account.client} ${account.username}: ${code}`);
      for (const token of found) tokens.add(token);
    }
    await Promise.all(Array.from(tokens, (token) => this.pool.verify(token)));
  }

  /** Runs something while requests or answers of the windows are lost. */
  async disturb(network: Partial<Network>, work: () => Promise<void>): Promise<void> {
    this.pool.network = { ...goodNetwork, ...network };
    await work();
    this.pool.network = goodNetwork;
  }

  /** Signs in, after a sign-out when the plan says so. Then no window has a session before the sign-in. */
  async signIn(planned: PlannedSignIn): Promise<void> {
    const { account, signsOutFirst } = planned;
    const window = this.windows[planned.window]!;
    if (signsOutFirst) {
      await window.remote.signOut(account);
      const codes = (await Promise.all(this.windows.map(({ remote }) => remote.ask([account])))).flat();
      deepEqual(new Set(codes.map(({ code }) => code)), new Set(['session_missing']));
    }
    await window.remote.signIn(planned);
  }

  async #browse(url: string, { account: { username }, receiver, way }: PlannedSignIn): Promise<void> {
    const end = way === 'loopback' ? /^http:\/\/127\.0\.0\.1:\d+\/callback/ : undefined;
    const callback = await new UserAgent().signIn(url, { username, password: shippedPassword }, end);
    if (way === 'loopback') equal((await fetch(callback)).status, 200);
    else {
      const kind = await this.windows[receiver]!.remote.receive(callback);
      ok(kind !== 'ignored', 'no window has started this sign-in');
    }
  }
}
