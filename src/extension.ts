import { Disposable, languages, window, workspace } from 'vscode';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { createTokenClipboard } from './inspector/copy/tokenClipboard';
import type { CognitoClient } from './client/cognitoClient';
import { transportOptions, transportSettings } from './client/proxySettings';
import type { Callback } from './signIn/callback';
import type { FindSecret } from './core/clientSecret';
import { createPoolClocks } from './core/serverTime';
import type { PoolClocks } from './core/serverTime';
import { receiveCallback } from './commands/callback';
import type { Parts } from './commands/parts';
import { registerCommands } from './commands/register';
import { signOut } from './commands/session';
import { signIn } from './commands/signIn';
import { createTokenHovers } from './inspector/hoverProvider';
import type { Inspection } from './inspector/inspection';
import { createInspector, viewType } from './inspector/panel';
import { createLocalUserPool } from './commands/localPoolInEditor';
import { runRemedy, showClockDifference, showProblem, showStorageTrouble } from './problems/show';
import { checkViewType, createAppClientChecks } from './appClientCheck/panel';
import { createActiveProfile } from './profiles/activeProfile';
import { askForTrust } from './profiles/trust/askForTrust';
import { callbackUrlOf, findProfile, profileFaults, readEntries, readProfile } from './profiles/settings';
import { createTrust } from './profiles/trust/trust';
import { createClientSecrets } from './sessions/clientSecrets';
import { createRefresher } from './sessions/refresher';
import { createSessionStore } from './sessions/store';
import { createVault } from './sessions/vault';
import type { WindowLock } from './sessions/windowLock';
import { createMachineSignIn } from './signIn/machineSignIn';
import { createPendingSignIns } from './signIn/pending';
import { createUriHandler } from './signIn/uriHandler';
import { createSignInProgress } from './signIn/signInProgress';

/** Builds every part and hands each to the next: profile, sign-in, browser, callback, exchange, store, show. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Cognito', { log: true });

  // Where secrets live.
  const vault = createVault(context.secrets, (trouble) => {
    showStorageTrouble(trouble, log);
  });
  const pending = createPendingSignIns(vault);
  const store = createSessionStore(vault);
  const clientSecrets = createClientSecrets(vault);

  // The way to a pool, loaded on first use.
  const clocks = createPoolClocks({
    onDifference: (skew, host) => {
      showClockDifference(skew, host, log);
    },
  });
  const client = createLazyClient(log, clientSecrets.get, clocks);
  const windowLock = async (): Promise<WindowLock> => {
    const { createWindowLock } = await import('./sessions/windowLock');
    return createWindowLock(context.globalStorageUri.fsPath, (line) => {
      log.warn(line);
    });
  };
  const refresher = createRefresher(async () => {
    const [{ createRefreshFlow }, lock] = await Promise.all([import('./sessions/refreshFlow'), windowLock()]);
    return createRefreshFlow({ client: client.get, store, lock, clocks });
  }, clocks);

  // What a person sees.
  let inspection: Promise<Inspection> | undefined;
  const inspect = (): Promise<Inspection> =>
    (inspection ??= import('./inspector/inspection').then(({ createInspection }) =>
      createInspection({
        client: client.get,
        store,
        refresher,
        clipboard,
        signingIn: () => waitingSignIn.profile(),
        log,
      }),
    ));
  const inspector = createInspector({
    extensionUri: context.extensionUri,
    inspection: inspect,
    report: (error, key) => {
      showProblem(error, log, findProfile(key)?.name);
    },
  });
  const clipboard = createTokenClipboard();
  const approve = createTrust({ state: context.globalState, entries: readEntries, ask: askForTrust });
  const appClientChecks = createAppClientChecks({
    extensionUri: context.extensionUri,
    client: client.get,
    profile: readProfile,
    callbackUrl: callbackUrlOf,
    approve,
    remedy: runRemedy,
    fail: (error, profile) => {
      showProblem(error, log, profile);
    },
  });
  const localUserPool = createLocalUserPool();
  const activeProfile = createActiveProfile(context.workspaceState);

  // The way in: a command starts a sign-in, its callback finishes it, the store tells everybody.
  const finish = (callback: Callback): void => {
    receiveCallback(callback, { client: client.get, pending, store, inspector, log }).catch(
      (error: unknown) => {
        showProblem(error, log);
      },
    );
  };
  const machineSignIn = createMachineSignIn({ client: client.get, approve, save: store.save });
  const waitingSignIn = createSignInProgress({
    client: client.get,
    pending,
    approve,
    extension: context.extension,
    receive: finish,
    prepare: inspector.prepare,
    changed: () => {
      follow();
    },
    log,
  });
  const parts: Parts = {
    client: client.get,
    pending,
    store,
    lock: windowLock,
    refresher,
    inspection: inspect,
    inspector,
    clipboard,
    appClientChecks,
    waitingSignIn,
    machineSignIn,
    clientSecrets,
    localUserPool,
    activeProfile,
    profileManager: async () => {
      const { createProfileManager } = await import('./profiles/profileManager');
      return createProfileManager({
        activeProfile,
        store,
        clientSecrets,
        state: context.workspaceState,
        log,
      });
    },
    log,
  };

  // Who is signed in, at a glance: a bundle of its own, loaded when activation is over.
  const presence = import('./presence/presence').then(({ startPresence }) =>
    startPresence({
      ...parts,
      profiles: () => ({ entries: readEntries(), faults: profileFaults() }),
      signingIn: waitingSignIn.profile,
      signIn: (profile, asked) => signIn(parts, profile, asked),
      signOut: (profile) => signOut(parts, profile),
      showProblem: (error, profile) => {
        showProblem(error, log, profile);
      },
    }),
  );
  const follow = (): void => {
    void inspector.update();
    void presence.then(({ update }) => update());
  };
  context.subscriptions.push(
    log,
    window.registerUriHandler(createUriHandler(finish)),
    waitingSignIn,
    activeProfile,
    clipboard,
    window.registerWebviewPanelSerializer(viewType, inspector),
    languages.registerHoverProvider('*', createTokenHovers(inspect)),
    window.registerWebviewPanelSerializer(checkViewType, appClientChecks),
    ...registerCommands(parts),
    store,
    store.onDidChange(() => void inspector.update()),
    activeProfile.onDidChange(follow),
    workspace.onDidChangeConfiguration((event) => {
      if (transportSettings.some((setting) => event.affectsConfiguration(setting))) client.reset();
    }),
    new Disposable(client.reset),
    new Disposable(() => {
      void inspection?.then((loaded) => {
        loaded.dispose();
      });
    }),
    new Disposable(() => void localUserPool.stop()),
    new Disposable(() => {
      void presence.then((started) => {
        started.dispose();
      });
    }),
  );
}

/** The client's bundle holds undici and the OAuth code; changed proxy settings take effect with a new one. */
function createLazyClient(
  log: LogOutputChannel,
  clientSecret: FindSecret,
  clocks: PoolClocks,
): { get: () => Promise<CognitoClient>; reset: () => void } {
  let made: Promise<CognitoClient> | undefined;
  return {
    get: () =>
      (made ??= import('./client/cognitoClient').then(({ createCognitoClient }) =>
        createCognitoClient({
          ...transportOptions(),
          clientSecret,
          clocks,
          log: (line) => {
            log.info(line);
          },
        }),
      )),
    reset: () => {
      void made?.then((client) => client.close());
      made = undefined;
    },
  };
}
