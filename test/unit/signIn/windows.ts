import { mock } from 'node:test';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { parseCallback, type Callback } from '../../../src/signIn/callback';
import type { Profile } from '../../../src/core/profile';
import { createSessionStore, type SessionStore } from '../../../src/sessions/store';
import { finishSignIn, type Finish } from '../../../src/signIn/finishSignIn';
import { createPendingSignIns, type PendingSignIns } from '../../../src/signIn/pending';
import type { WindowLock } from '../../../src/sessions/windowLock';
import { signIn, type SignInContext } from '../../../src/signIn/browserSignIn';
import { callbackSource } from '../../support/fakeClient';
import { noLock } from '../../support/refreshers';
import type { MemorySecrets } from '../../support/memorySecrets';
import { openVault } from '../../support/stores';
import { makeProfile } from '../../support/profiles';
import { clientId, now, userPoolId } from '../../support/tokens';

export const profile = makeProfile({ name: 'dev', userPoolId, clientId });

/** How long a sign-in of these tests waits for its callback, in milliseconds. */
export const signInTimeout = 300_000;

/** One editor window with its sign-ins, the callbacks it receives and the addresses it opens in a browser. */
export interface EditorWindow {
  readonly signIn: (
    replaced?: Partial<SignInContext>,
    signal?: AbortSignal,
    profile?: Profile,
  ) => Promise<string>;
  /** Finishes the sign-in that a callback with this query belongs to. */
  readonly callback: (query: string) => Promise<Finish>;
  /** Finishes the sign-in that a callback belongs to. */
  readonly finish: (callback: Callback) => Promise<Finish>;
  /** Waits until the sign-in page is open in a browser. @returns the state in its address */
  readonly sentState: () => Promise<string>;
  readonly reports: readonly string[];
  readonly store: SessionStore;
}

export function openWindow(
  secrets: MemorySecrets,
  client: CognitoClient,
  lock: WindowLock = noLock,
): EditorWindow {
  const vault = openVault(secrets);
  const pending = createPendingSignIns(vault);
  const store = createSessionStore(vault);
  /** Removes the store's own listener after each look, so that a test counts those of the sign-in alone. */
  const find: SessionStore['find'] = (of) => store.find(of).finally(store.dispose);
  const urls: string[] = [];
  const readers: ((url: string) => void)[] = [];
  const reports: string[] = [];
  const getClient = (): Promise<CognitoClient> => Promise.resolve(client);
  const context: SignInContext = {
    client: getClient,
    pending,
    approve: () => Promise.resolve(),
    environment: { uriScheme: 'vscode', inBrowser: false, remote: false },
    listen: () => Promise.reject(new Error('This sign-in has no loopback address.')),
    callbackSource,
    openBrowser: (url) => {
      const reader = readers.shift();
      if (reader) reader(url);
      else urls.push(url);
      return Promise.resolve(true);
    },
    timeout: () => signInTimeout,
    report: (progress) => {
      reports.push(progress.step === 'waiting' ? progress.host : progress.step);
    },
  };
  const finish: EditorWindow['finish'] = (callback) =>
    finishSignIn(callback, { client: getClient, pending, store, lock: () => Promise.resolve(lock) });
  return {
    store: { ...store, find },
    reports,
    signIn: (replaced = {}, signal = new AbortController().signal, of = profile) =>
      signIn(of, { ...context, ...replaced }, signal),
    finish,
    callback: (query) => finish(parseCallback(query)),
    sentState: async () => {
      const url = urls.shift() ?? (await new Promise<string>((resolve) => readers.push(resolve)));
      return stateOf(url);
    },
  };
}

/** The pending sign-ins as one window sees them. Windows that are given the same secret storage share them. */
export function openPendingSignIns(secrets: MemorySecrets, time: () => number): PendingSignIns {
  return createPendingSignIns(openVault(secrets), time);
}

/** The state in the address of a sign-in page. */
export function stateOf(url: string): string {
  return new URL(url).searchParams.get('state') ?? '';
}

/** Stand-ins for loopback listeners: they take no port and count how many are open. */
export interface CountingListeners {
  readonly listen: SignInContext['listen'];
  /** What was called, in this order. */
  readonly steps: string[];
  /** Whether the newest listener accepts a callback with this state. */
  readonly isKnown: (state: string) => boolean;
  /** How many were opened and not closed yet. */
  readonly open: () => number;
}

export function countingListeners(): CountingListeners {
  const steps: string[] = [];
  let known: (state: string) => boolean = () => false;
  let open = 0;
  return {
    steps,
    open: () => open,
    isKnown: (state) => known(state),
    listen: (redirectUri, isKnown) => {
      steps.push(`listen ${redirectUri}`);
      known = isKnown;
      open += 1;
      return Promise.resolve({
        close: () => {
          steps.push('close');
          open -= 1;
          return Promise.resolve();
        },
      });
    },
  };
}

/**
 * The keys that sign-ins have left in the secret storage: all but those of sessions, and but the notes that tell other windows for a
 * while which sign-ins were cancelled.
 */
export function leftovers(secrets: MemorySecrets): readonly string[] {
  return [...secrets.values].flatMap(([key, value]) =>
    key.startsWith('session:') || value.includes('"code":"sign_in_cancelled"') ? [] : [key],
  );
}

/** Replaces the clock and the timers in every test of the calling suite, so that time passes only in `tick`. */
export function useMockTimers(): void {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date', 'setTimeout'], now: now * 1000 });
  });
  afterEach(() => {
    mock.timers.reset();
  });
}
