import * as l10n from '@vscode/l10n';
import { authentication, commands, Disposable, type LogOutputChannel } from 'vscode';
import { logLine } from '../core/logLine';
import type { HandedOutList } from '../handover/handedOut';
import { profileLines, userLines } from './profileLines';
import type { InvalidEntry, ProfileEntry } from '../core/profileLayers';
import type { ActiveProfile } from '../profiles/activeProfile';
import { createCoalescedRead } from '../core/coalesce';
import { profileStatuses, type ProfileStatus } from './profileStatus';
import type { Session } from '../core/session';
import { createProfilesView } from './profilesView';
import { createAccountPrompts } from './accountPrompts';
import { createProvider, type ProviderContext } from './accounts';
import type { SessionStore } from '../sessions/store';
import { createStatusBar } from './statusBar';

export interface PresenceContext extends Pick<ProviderContext, 'refresher' | 'signIn' | 'signOut'> {
  readonly profiles: () => {
    readonly entries: readonly ProfileEntry[];
    readonly invalidEntries: readonly InvalidEntry[];
  };
  readonly store: Pick<SessionStore, 'list' | 'onDidChange'>;
  readonly activeProfile: Pick<ActiveProfile, 'get' | 'userOf'>;
  /** The name of the profile whose sign-in is in progress. */
  readonly signingIn: () => string | undefined;
  readonly handedOut: Pick<HandedOutList, 'all' | 'runningProxies'>;
  readonly showProblem: (error: unknown, profile?: string) => void;
  readonly log: LogOutputChannel;
}

/** Shows who is signed in: in the status bar, the Cognito view, the Accounts menu and the context keys. */
export interface Presence {
  readonly dispose: () => void;
  /** Reads the sessions again and updates every place that shows them. Resolves when all are up to date. */
  readonly update: () => Promise<void>;
}

/** It is in its own bundle, which is loaded after activation. It shows nothing before the first `update`. */
export function startPresence(context: PresenceContext): Presence {
  const statusBar = createStatusBar();
  const view = createProfilesView();
  let sessions: readonly Session[] = [];

  const statuses = (): readonly ProfileStatus[] =>
    profileStatuses(context.profiles().entries, sessions, {
      active: context.activeProfile.get()?.name,
      signingIn: context.signingIn(),
      userOf: context.activeProfile.userOf,
    });

  const read = async (): Promise<void> => {
    try {
      // Without a profile, do not read secrets: a locked keyring would ask for its password.
      sessions = context.profiles().entries.length === 0 ? [] : await context.store.list();
    } catch (error) {
      // Keep showing the sessions read before.
      context.log.warn(logLine(error));
    }
    const now = statuses();
    statusBar.show(now);
    view.show(now, context.profiles().invalidEntries, [
      ...userLines(now),
      ...profileLines(context.handedOut),
    ]);
    provider.follow(sessions);
    const isSignedIn = now.some(({ session }) => session !== undefined);
    await commands.executeCommand('setContext', 'cognito.hasProfiles', now.length > 0);
    await commands.executeCommand('setContext', 'cognito.signedIn', isSignedIn);
  };
  const update = createCoalescedRead(read);

  const provider = createProvider({
    ...context,
    entries: () => context.profiles().entries,
    userOf: context.activeProfile.userOf,
    prompts: createAccountPrompts(statuses, context.showProblem),
    announce: update,
  });
  const subscriptions = Disposable.from(
    statusBar,
    view,
    authentication.registerAuthenticationProvider('cognito', l10n.t('Amazon Cognito'), provider, {
      supportsMultipleAccounts: true,
    }),
    context.store.onDidChange(() => void update()),
  );
  return {
    update,
    dispose: () => {
      subscriptions.dispose();
    },
  };
}
