import './editor/language';
import {
  Disposable,
  languages,
  window,
  workspace,
  type ExtensionContext,
  type WebviewPanelSerializer,
} from 'vscode';
import { viewTypes as checkViewTypes } from './appClientCheck/viewTypes';
import { transportOptions, transportSettings } from './client/proxySettings';
import { createLocalPoolInEditor } from './commands/localPoolInEditor';
import type { Parts } from './commands/parts';
import { createOtherPrograms } from './commands/otherPrograms';
import { registerCommands } from './commands/register';
import { freshSession } from './commands/session';
import { signInCommand } from './commands/signIn';
import { createLazy, disposeOf } from './core/lazy';
import { createPoolClocks } from './core/serverTime';
import { createTokenClipboard } from './inspector/copy/tokenClipboard';
import { createTokenHovers } from './inspector/hoverProvider';
import { createInspector, viewType } from './inspector/panel';
import { runRemedy, showClockDifference, showProblem, showStorageTrouble } from './problems/show';
import { createActiveProfile } from './profiles/activeProfile';
import type { ProfileManager } from './profiles/profileManager';
import { defaultRedirectUri, findProfile, readInvalidEntries, readEntries } from './profiles/settings';
import { askForTrust } from './profiles/trust/askForTrust';
import { createTrust } from './profiles/trust/trust';
import { createClientSecrets } from './sessions/clientSecrets';
import { createRefresher } from './sessions/refresher';
import { saveSignIn } from './sessions/saveSignIn';
import { createSessionStore } from './sessions/store';
import { createVault } from './sessions/vault';
import type { Callback } from './signIn/callback';
import { createMachineSignIn } from './signIn/machineSignIn';
import { createPendingSignIns } from './signIn/pending';
import { createSignInProgress } from './signIn/signInProgress';
import { createUriHandler } from './signIn/uriHandler';

/**
 * Builds the parts in the order of the data: profile, sign-in, browser, callback, exchange, verify, store, show. Each part gets
 * the ones above it. What has to hear of a part below it subscribes to an event at the end.
 */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Cognito', { log: true });
  const report = (error: unknown, profile?: string): void => {
    showProblem(error, log, profile);
  };

  // Profiles: which one is active, and which ones may be used.
  const activeProfile = createActiveProfile(context.workspaceState);
  const approve = createTrust({ state: context.globalState, entries: readEntries, ask: askForTrust });

  // Secret storage: sign-ins that wait for a callback, sessions, client secrets.
  const vault = createVault(context.secrets, (trouble) => {
    showStorageTrouble(trouble, log);
  });
  const pending = createPendingSignIns(vault);
  const store = createSessionStore(vault, { activeUser: activeProfile.userOf });
  const clientSecrets = createClientSecrets(vault);

  // Everything said to a user pool. Loaded on first use, because it contains undici and the OAuth code.
  const clocks = createPoolClocks({
    onDifference: (skew, host) => {
      showClockDifference(skew, host, log);
    },
  });
  const client = createLazy(async () => {
    const [{ createCognitoClient }, { trustedAt }] = await Promise.all([
      import('./client/cognitoClient'),
      import('./profiles/localPoolHttps'),
    ]);
    return createCognitoClient({
      ...transportOptions(),
      certificateOf: (origin) => trustedAt(origin, context.globalStorageUri.fsPath),
      clientSecret: clientSecrets.get,
      clocks,
      log: (line) => {
        log.info(line);
      },
    });
  });
  const resetClient = (): void => {
    client.reset((loaded) => loaded.close());
  };

  // Fresh tokens: one refresh at a time, also when several windows need one.
  const windowLock = createLazy(async () => {
    const { createWindowLock } = await import('./sessions/windowLock');
    return createWindowLock(context.globalStorageUri.fsPath, (line) => {
      log.warn(line);
    });
  });
  const refresher = createRefresher(async () => {
    const [{ createRefreshFlow }, lock] = await Promise.all([
      import('./sessions/refreshFlow'),
      windowLock.get(),
    ]);
    return createRefreshFlow({ client: client.get, store, lock, clocks });
  }, clocks);

  // Sign-in: the browser and its callback, or a machine client's token.
  const signInProgress = createSignInProgress({
    client: client.get,
    pending,
    approve,
    selectUser: activeProfile.selectUser,
    extension: context.extension,
    log,
  });
  const machineSignIn = createMachineSignIn({
    client: client.get,
    approve,
    save: async (session) => {
      await saveSignIn(session, { store, lock: windowLock.get });
    },
  });

  // Show: the inspector and the clipboard.
  const clipboard = createTokenClipboard();
  const inspection = createLazy(async () => {
    const { createInspection } = await import('./inspector/inspection');
    return createInspection({
      client: client.get,
      store,
      refresher,
      clipboard,
      signingIn: signInProgress.profile,
      log,
    });
  });
  const inspector = createInspector({
    extensionUri: context.extensionUri,
    inspection: inspection.get,
    report: (error, key) => {
      report(error, findProfile(key)?.name);
    },
  });

  // Hand over: tokens for other programs, after the user's consent.
  const otherPrograms = createOtherPrograms({
    extension: context,
    client: client.get,
    approve,
    vault,
    store,
    refresher,
    machineSignIn,
    inspector,
    signInProgress,
    activeProfile,
    report,
    log,
  });

  // Check: an app client, or an MCP server.
  const checks = createLazy(async () => {
    const { createChecks } = await import('./appClientCheck/createChecks');
    return createChecks({
      extensionUri: context.extensionUri,
      client: client.get,
      session: (profile, use) => freshSession({ store, refresher, machineSignIn }, profile, use),
      approve,
      globalState: context.globalState,
      mayHandOver: async (name) => (await otherPrograms.handover()).mcpServers.isApproved(name),
      remedy: runRemedy,
      fail: report,
    });
  });
  const restoreCheck = (kind: keyof typeof checkViewTypes): WebviewPanelSerializer => ({
    deserializeWebviewPanel: async (panel, state) =>
      (await checks.get())[kind].deserializeWebviewPanel(panel, state),
  });

  // Commands bring the parts together.
  const localPool = createLocalPoolInEditor({ extension: context, log });
  const profileManager = async (): Promise<ProfileManager> => {
    const { createProfileManager } = await import('./profiles/profileManager');
    return createProfileManager({
      activeProfile,
      client: client.get,
      clientSecrets,
      vault,
      machineSession: (profile) => freshSession({ store, refresher, machineSignIn }, profile),
      report,
      log,
      store,
      state: context.workspaceState,
      globalState: context.globalState,
    });
  };
  const triggerPanel = createLazy(async () => {
    const { createTriggerPanelOf } = await import('./commands/triggerCommands');
    return createTriggerPanelOf({ activeProfile, profileManager, store, machineSignIn }, context, report);
  });
  const parts: Parts = {
    client: client.get,
    approve,
    pending,
    vault,
    store,
    lock: windowLock.get,
    refresher,
    inspection: inspection.get,
    inspector,
    clipboard,
    checks: checks.get,
    signInProgress,
    machineSignIn,
    handedOut: otherPrograms.handedOut,
    apiCalls: otherPrograms.apiCalls,
    handover: otherPrograms.handover,
    localPool,
    triggerPanel: triggerPanel.get,
    activeProfile,
    profileManager,
    log,
  };

  const finish = (callback: Callback): void => {
    import('./commands/callbackCommands')
      .then(({ receiveCallback }) => receiveCallback(callback, parts))
      .catch(report);
  };

  // Status bar, Cognito view and Accounts menu: loaded when activation is over, so that no other extension waits for them.
  const presence = createLazy(async () => {
    const { startPresence } = await import('./presence/presence');
    return startPresence({
      ...parts,
      profiles: () => ({ entries: readEntries(), invalidEntries: readInvalidEntries() }),
      signingIn: signInProgress.profile,
      signIn: (profile, expectation) => signInCommand(parts, profile, expectation),
      signOut: async (profile) => {
        const { signOut } = await import('./commands/signOut');
        await signOut(parts, profile);
      },
      showProblem: report,
    });
  });
  const updatePresence = (): void => {
    presence
      .get()
      .then(({ update }) => update())
      .catch(report);
  };
  setImmediate(() => {
    updatePresence();
    otherPrograms.start();
  });

  // What each part hears of the others.
  let closePreparedPanel = (): void => undefined;
  context.subscriptions.push(
    window.registerUriHandler(createUriHandler(defaultRedirectUri(), finish)),
    signInProgress.onDidReceiveCallback(finish),
    signInProgress.onDidChange(({ profile, state }) => {
      if (state === 'waiting') closePreparedPanel = inspector.prepare(profile);
      else {
        if (state === 'failed') closePreparedPanel();
        closePreparedPanel = () => undefined;
      }
      void inspector.update();
      updatePresence();
    }),
    store.onDidChange(() => void inspector.update()),
    otherPrograms.handedOut.onDidChange(updatePresence),
    activeProfile.onDidChange(() => {
      void inspector.update();
      updatePresence();
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (transportSettings.some((setting) => event.affectsConfiguration(setting))) resetClient();
      if (event.affectsConfiguration('cognito')) otherPrograms.followSettings();
    }),
    window.registerWebviewPanelSerializer(viewType, inspector),
    window.registerWebviewPanelSerializer(checkViewTypes.appClient, restoreCheck('appClient')),
    window.registerWebviewPanelSerializer(checkViewTypes.mcpServer, restoreCheck('mcpServer')),
    languages.registerHoverProvider('*', createTokenHovers(inspection.get)),
    ...registerCommands(parts),
  );

  // What ends with the extension.
  context.subscriptions.push(
    signInProgress,
    activeProfile,
    clipboard,
    store,
    otherPrograms,
    new Disposable(resetClient),
    new Disposable(() => void localPool.stop()),
    ...[inspection, presence, triggerPanel].map(
      (part) =>
        new Disposable(() => {
          part.reset(disposeOf);
        }),
    ),
    log,
  );
}
