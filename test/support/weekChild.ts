// A window of the working week: the parts of the extension as extension.ts builds them, in a process of their own.
import { setTimeout } from 'node:timers/promises';
import { createCognitoClient } from '../../src/client/cognitoClient';
import { CognitoError, isCognitoError } from '../../src/core/errors';
import type { Profile } from '../../src/core/profile';
import { createPoolClocks } from '../../src/core/serverTime';
import type { Session } from '../../src/core/session';
import { finishSignOut } from '../../src/sessions/finishSignOut';
import { createSessionStore } from '../../src/sessions/store';
import { createVault } from '../../src/sessions/vault';
import { createWindowLock } from '../../src/sessions/windowLock';
import { signIn, type SignInContext } from '../../src/signIn/browserSignIn';
import { parseCallback, type Callback } from '../../src/signIn/callback';
import { listenForCallback } from '../../src/signIn/callbackListener';
import { finishSignIn, type Finish } from '../../src/signIn/finishSignIn';
import { createPendingSignIns } from '../../src/signIn/pending';
import { connectTo } from './calls';
import { createWindowSecrets } from './editorSecrets';
import { callbackSource } from './fakeClient';
import { makeProfile } from './profiles';
import { refresherOf } from './refreshers';
import { straight } from './signingIn';
import type { Account, PlannedSignIn } from './weekPlan';
import type { MainFunctions, Outcome, WindowOptions } from './weekWindow';

const { issuer, loopback, folder } = JSON.parse(process.argv[2] ?? '{}') as WindowOptions;

/** What the parent process may call. A type alias, so that `Remote` takes it. */
export type WindowFunctions = typeof functions;

/** Milliseconds: the time since 1970, and for how long the computer has been awake. They move only in `setClock`. */
let [time, awake] = [0, 0];
const now = (): number => time;

const functions = {
  setClock: (milliseconds: number, awakeFor: number): void => {
    [time, awake] = [milliseconds, awakeFor];
  },
  secretChanged: (key: string): void => {
    secrets.fire(key);
  },
  /** Asks for usable tokens, all at once. */
  ask: (accounts: readonly Account[]): Promise<readonly Outcome[]> => askAll(accounts, refresher.fresh),
  /** Refreshes also tokens that seem to be good. */
  renew: (accounts: readonly Account[]): Promise<readonly Outcome[]> => askAll(accounts, refresher.refresh),
  signIn: (planned: PlannedSignIn): Promise<string> =>
    start(planned, async (url) => {
      await main.browse(url, planned);
      return true;
    }),
  /** Starts a sign-in whose user cancels it when the sign-in page is open. @returns the code of the error */
  cancelSignIn: async (planned: PlannedSignIn): Promise<string> => {
    const cancelled = new AbortController();
    const openBrowser = (): Promise<boolean> => {
      cancelled.abort();
      return Promise.resolve(true);
    };
    return start(planned, openBrowser, cancelled.signal).catch(codeOf);
  },
  /** Finishes a sign-in with the URI that the system has handed to this window. */
  receive: async (uri: string): Promise<Finish['kind']> => {
    const { search, protocol, host, pathname } = new URL(uri);
    return (await finish(parseCallback(search, '', `${protocol}//${host}${pathname}`))).kind;
  },
  signOut: async (account: Account): Promise<void> => {
    const session = await find(account);
    const revoked = client.revoke(session);
    await store.remove(session);
    await finishSignOut(session, context);
    await revoked;
  },
  /** @returns the states of the sign-ins that wait, after those that are too old were removed */
  pendingStates: (): Promise<readonly string[]> => pending.states(),
  /** The bytes in use after a garbage collection, the number of listeners, and how often the secret storage failed to keep a value. */
  measure: (): { readonly heap: number; readonly listeners: number; readonly troubles: number } => {
    globalThis.gc?.();
    const ofProcess = process.eventNames().map((name) => process.listenerCount(name));
    return {
      heap: process.memoryUsage().heapUsed,
      listeners: ofProcess.reduce((sum, count) => sum + count, secrets.listeners),
      troubles,
    };
  },
  /** What keeps the process running: sockets, servers, timers. */
  resources: (): readonly string[] => process.getActiveResourcesInfo().toSorted(),
  /** Ends the parts as the end of the extension does. @returns the number of listeners of the secret storage */
  dispose: async (): Promise<number> => {
    store.dispose();
    await client.close();
    return secrets.listeners;
  },
};

const main = connectTo<MainFunctions>(
  {
    send: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  },
  functions,
  codeOf,
);

const secrets = createWindowSecrets(main);
let troubles = 0;
const vault = createVault(secrets, (trouble) => {
  // The storage is silent while the computer is busy with other work.
  if (trouble === 'memory_only') troubles += 1;
});
const pending = createPendingSignIns(vault, now);
const store = createSessionStore(vault, { now });
const clocks = createPoolClocks({ now, elapsed: () => awake });
const client = createCognitoClient({ ...straight, clocks }, now);
/** Milliseconds: while the computer is busy, a window can get no time for many seconds, and still holds its lock. */
const longestPause = 600_000;
const windowLock = createWindowLock(
  folder,
  (line) => {
    throw new Error(line);
  },
  { longestWait: longestPause, stale: longestPause },
);
const refresher = refresherOf(client, store, {
  lock: windowLock,
  clocks,
  now,
  // The pauses before another try are a tenth of the real ones, because the week is shorter too.
  sleep: (milliseconds) => setTimeout(milliseconds / 10),
});
const context = {
  client: () => Promise.resolve(client),
  pending,
  store,
  lock: () => Promise.resolve(windowLock),
};

function finish(callback: Callback): Promise<Finish> {
  return finishSignIn(callback, context);
}

function profileOf({ client: clientId, username }: Account, changes: object = {}): Profile {
  return { ...makeProfile({ name: username, issuer, clientId, ...changes }), user: username };
}

/** @throws CognitoError session_missing */
async function find(account: Account): Promise<Session> {
  const session = await store.find(profileOf(account));
  if (session === undefined) throw new CognitoError('session_missing');
  return session;
}

function askAll(
  accounts: readonly Account[],
  way: (session: Session) => Promise<Session>,
): Promise<readonly Outcome[]> {
  return Promise.all(
    accounts.map((account) =>
      find(account)
        .then(way)
        .then(
          ({ accessToken, idToken = '' }) => ({ account, tokens: [accessToken, idToken] }),
          (error: unknown) => ({ account, code: codeOf(error) }),
        ),
    ),
  );
}

function start(
  { account, way }: PlannedSignIn,
  openBrowser: SignInContext['openBrowser'],
  cancelled = new AbortController().signal,
): Promise<string> {
  const listen: SignInContext['listen'] = (redirectUri, isKnown) =>
    listenForCallback(redirectUri, { isKnown, receive: (callback) => void finish(callback) });
  return signIn(
    profileOf(account, way === 'loopback' ? { redirectUri: loopback } : {}),
    {
      ...context,
      approve: () => Promise.resolve(),
      environment: { uriScheme: 'vscode', inBrowser: false, remote: false },
      callbackSource,
      listen,
      openBrowser,
      // The sign-in adds this to the computer's clock, not to that of the week.
      timeout: () => time - Date.now() + 300_000,
      report: () => undefined,
    },
    cancelled,
  );
}

function codeOf(error: unknown): string {
  return isCognitoError(error) ? error.code : String(error instanceof Error ? error.stack : error);
}

process.once('disconnect', () => process.exit());
