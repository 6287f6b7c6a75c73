import { mock } from 'node:test';
import type { CognitoClient } from '../../../src/client/cognitoClient';
import { parseCallback } from '../../../src/signIn/callback';
import type { Profile } from '../../../src/core/profile';
import { createSessionStore } from '../../../src/sessions/store';
import type { SessionStore } from '../../../src/sessions/store';
import { createVault } from '../../../src/sessions/vault';
import { finishSignIn } from '../../../src/signIn/finishSignIn';
import type { Finish } from '../../../src/signIn/finishSignIn';
import { createPendingSignIns } from '../../../src/signIn/pending';
import { signIn } from '../../../src/signIn/signIn';
import type { SignInContext } from '../../../src/signIn/signIn';
import { callbackUrl } from '../../support/fakeClient';
import { alone } from '../../support/refreshers';
import type { MemorySecrets } from '../../support/memorySecrets';
import { clientId, now, userPoolId } from '../../support/tokens';

export const profile: Profile = {
  name: 'dev',
  userPoolId,
  clientId,
  grant: 'authorization_code',
  production: false,
};

/** How long a sign-in waits here, in milliseconds. */
export const patience = 300_000;

/** One editor window: its sign-ins, its callbacks, and what its browser was sent to. */
export interface EditorWindow {
  readonly signIn: (
    replaced?: Partial<SignInContext>,
    signal?: AbortSignal,
    profile?: Profile,
  ) => Promise<void>;
  /** The handed-over callback of a state. */
  readonly callback: (query: string) => Promise<Finish>;
  /** Waits until a browser was opened. @returns the state that was sent */
  readonly opened: () => Promise<string>;
  readonly reports: readonly string[];
  readonly store: SessionStore;
}

export function openWindow(secrets: MemorySecrets, client: CognitoClient): EditorWindow {
  const vault = createVault(secrets, () => undefined);
  const pending = createPendingSignIns(vault);
  const store = createSessionStore(vault);
  /** Leaves no listener behind, so that those of the sign-in can be counted. */
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
    defaultRedirectUri: callbackUrl,
    openBrowser: (url) => {
      const reader = readers.shift();
      if (reader) reader(url);
      else urls.push(url);
      return Promise.resolve(true);
    },
    timeout: () => patience,
    report: (progress) => {
      reports.push(progress.step === 'waiting' ? progress.host : progress.step);
    },
  };
  return {
    store: { ...store, find },
    reports,
    signIn: (replaced = {}, signal = new AbortController().signal, of = profile) =>
      signIn(of, { ...context, ...replaced }, signal),
    callback: (query) =>
      finishSignIn(parseCallback(query), {
        client: getClient,
        pending,
        store,
        lock: () => Promise.resolve(alone),
      }),
    opened: async () => {
      const url = urls.shift() ?? (await new Promise<string>((resolve) => readers.push(resolve)));
      return stateOf(url);
    },
  };
}

export function stateOf(url: string): string {
  return new URL(url).searchParams.get('state') ?? '';
}

/** Listeners on loopback that listen on nothing. */
export interface CountingListeners {
  readonly listen: SignInContext['listen'];
  /** What happened in which order. */
  readonly steps: string[];
  /** Whether the newest listener takes a state for known. */
  readonly isKnown: (state: string) => boolean;
  /** How many have not been closed. */
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

/** What of a sign-in is still in the storage: everything but sessions. */
export function leftovers(secrets: MemorySecrets): readonly string[] {
  return [...secrets.values.keys()].filter((key) => !key.startsWith('session:'));
}

/** Stops the clock for every test of the calling suite. */
export function stopTheClock(): void {
  beforeEach(() => {
    mock.timers.enable({ apis: ['Date', 'setTimeout'], now: now * 1000 });
  });
  afterEach(() => {
    mock.timers.reset();
  });
}
