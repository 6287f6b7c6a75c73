import { EventEmitter, type ExtensionContext } from 'vscode';
import { createLazy, disposeOf } from '../core/lazy';
import { createHandedOutList, type HandedOutList } from '../handover/handedOut';
import { registerMcpServers } from '../handover/mcp/registerMcpServers';
import { offersTerminals } from '../handover/terminal/offersTerminals';
import type { Parts } from './parts';
import { freshSession } from './session';
import { signInCommand } from './signIn';

export interface OtherProgramsContext extends Pick<
  Parts,
  | 'client'
  | 'approve'
  | 'vault'
  | 'store'
  | 'refresher'
  | 'machineSignIn'
  | 'inspector'
  | 'signInProgress'
  | 'activeProfile'
  | 'log'
> {
  readonly extension: ExtensionContext;
  /** Shows an error in the editor. */
  readonly report: (error: unknown, profile?: string) => void;
}

/** Tokens for other programs, after the user's consent. The parts that do it are loaded on first use. */
export interface OtherPrograms extends Pick<Parts, 'apiCalls' | 'handover'> {
  readonly handedOut: HandedOutList;
  /** Offers `cognito-token` when there is a profile. Without one, nothing is loaded. */
  readonly start: () => void;
  /** Follows a change of the settings: offers `cognito-token` or takes it away, and stops API proxies that have changed. */
  readonly followSettings: () => void;
  readonly dispose: () => void;
}

export function createOtherPrograms(context: OtherProgramsContext): OtherPrograms {
  const { extension, client, approve, vault, store, refresher, activeProfile, report, log } = context;
  const handedOut = createHandedOutList();
  const mcpServersChanged = new EventEmitter<void>();
  const apiCalls = createLazy(async () => {
    const { createApiCalls } = await import('../apiCalls/callsPanel');
    return createApiCalls({ extensionUri: extension.extensionUri, report });
  });
  const handover = createLazy(async () => {
    const { createHandover } = await import('../handover/handover');
    return createHandover({
      extension,
      client,
      approve,
      vault,
      stored: store.find,
      session: (profile, use) => freshSession(context, profile, use),
      refresh: refresher.refresh,
      signIn: (profile) => signInCommand(context, profile),
      active: activeProfile.get,
      record: (call) => {
        apiCalls
          .get()
          .then(({ add }) => {
            add(call);
          })
          .catch(report);
      },
      handedOut,
      report,
      log,
    });
  });
  const followSettings = (): void => {
    handover
      .get()
      .then(({ terminals, proxies, mcpServers }) => {
        proxies.followSettings();
        mcpServers.followSettings();
        mcpServersChanged.fire();
        return terminals.offer(offersTerminals(extension.extension));
      })
      .catch(report);
  };
  const provider = registerMcpServers({
    servers: async () => (await handover.get()).mcpServers,
    onDidChange: mcpServersChanged.event,
  });
  return {
    handedOut,
    apiCalls: apiCalls.get,
    handover: handover.get,
    start: () => {
      if (offersTerminals(extension.extension)) followSettings();
    },
    followSettings,
    dispose: () => {
      handover.reset(disposeOf);
      apiCalls.reset(disposeOf);
      handedOut.dispose();
      provider?.dispose();
      mcpServersChanged.dispose();
    },
  };
}
