import { defined } from '../core/members';
import {
  authentication,
  CancellationError,
  commands,
  Disposable,
  window,
  type LogOutputChannel,
} from 'vscode';
import { logLine } from '../core/logLine';
import { plain, plainLabel } from '../core/text';
import type { Profile } from '../core/profile';
import type { LayeredFault, ProfileEntry } from '../core/profileLayers';
import { createCoalescedRead } from '../core/coalesce';
import type { SignInExpectation } from '../core/expectation';
import { phaseText, poolName, profileStatuses, type ProfileStatus } from './profileStatus';
import type { Session } from '../core/session';
import { localPoolPort } from '../profiles/settings';
import { createProfilesView } from './profilesView';
import { createProvider } from './accounts';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import { createStatusBar } from './statusBar';

export interface PresenceContext {
  readonly profiles: () => {
    readonly entries: readonly ProfileEntry[];
    readonly faults: readonly LayeredFault[];
  };
  readonly store: Pick<SessionStore, 'list' | 'onDidChange'>;
  readonly refresher: Pick<Refresher, 'fresh'>;
  readonly activeProfile: { readonly get: () => Profile | undefined };
  /** The name of the profile that waits for the browser. */
  readonly signingIn: () => string | undefined;
  /** A person's whole sign-in. @throws CognitoError */
  readonly signIn: (profile: Profile, asked: SignInExpectation) => Promise<void>;
  /** @throws CognitoError revocation_failed when the session is forgotten and its pool was not told */
  readonly signOut: (profile: Profile) => Promise<void>;
  readonly showProblem: (error: unknown, profile?: string) => void;
  readonly log: LogOutputChannel;
}

/** Who is signed in, wherever the editor shows it: status bar, Cognito view, Accounts menu, context keys. */
export interface Presence {
  readonly dispose: () => void;
  /** Looks again, because profiles, sessions or a sign-in may have changed. Resolves when everybody knows. */
  readonly update: () => Promise<void>;
}

/** A bundle of its own, loaded when activation is over. */
export function startPresence(context: PresenceContext): Presence {
  const statusBar = createStatusBar();
  const view = createProfilesView();
  let sessions: readonly Session[] = [];

  const statuses = (): readonly ProfileStatus[] =>
    profileStatuses(context.profiles().entries, sessions, {
      active: context.activeProfile.get()?.name,
      signingIn: context.signingIn(),
    });

  const read = async (): Promise<void> => {
    try {
      // Without a profile nothing is read: a locked keychain would ask for its password.
      sessions = context.profiles().entries.length === 0 ? [] : await context.store.list();
    } catch (error) {
      // What was known before is still the best guess.
      context.log.warn(logLine(error));
    }
    const now = statuses();
    statusBar.show(now);
    view.show(now, context.profiles().faults);
    provider.follow(sessions);
    await Promise.all([
      setContext('hasProfiles', now.length > 0),
      setContext(
        'signedIn',
        now.some(({ session }) => session !== undefined),
      ),
    ]);
  };
  const update = createCoalescedRead(read);

  const provider = createProvider({
    ...context,
    entries: () => context.profiles().entries,
    choose: (profiles) => chooseAccount(profiles, statuses()),
    mayReplace,
    tell: (error, profile) => {
      context.showProblem(error, profile);
      return inWords(error, profile);
    },
    inWords,
    logFailure: (error) => {
      context.log.warn(logLine(error));
    },
    cancelled: () => new CancellationError(),
    announce: update,
  });
  const subscriptions = Disposable.from(
    statusBar,
    view,
    authentication.registerAuthenticationProvider('cognito', 'Amazon Cognito', provider, {
      supportsMultipleAccounts: true,
    }),
    context.store.onDidChange(() => void update()),
  );
  void update();
  return {
    update,
    dispose: () => {
      subscriptions.dispose();
    },
  };
}

function setContext(key: string, value: boolean): Thenable<unknown> {
  return commands.executeCommand('setContext', `cognito.${key}`, value);
}

async function inWords(error: unknown, profile?: string): Promise<Error> {
  const { explain } = await import('../problems/explain');
  const { what, why } = explain(error, {
    ...defined({ profile }),
    localPoolPort: localPoolPort(),
  });
  return new Error(`${what} ${why}`);
}

async function mayReplace({ name }: Profile, scopes: readonly string[]): Promise<boolean> {
  const replace = 'Replace Session';
  const answer = await window.showWarningMessage(
    `Replace your session of “${plainLabel(name)}”?`,
    {
      modal: true,
      detail: `Another extension asks for a session with these scopes: ${plain(scopes.join(' '))}. There is one session for each app client, so yours is replaced.`,
    },
    replace,
  );
  return answer === replace;
}

/** Another extension, or the Accounts menu, wants a sign-in: a person says to which profile. */
async function chooseAccount(
  profiles: readonly Profile[],
  statuses: readonly ProfileStatus[],
): Promise<Profile | undefined> {
  const items = statuses
    .filter(({ profile }) => profiles.some(({ name }) => name === profile.name))
    .toSorted((one, other) => Number(other.active) - Number(one.active))
    .map((status) => ({
      label: plainLabel(status.profile.name),
      description: [
        ...(status.active ? ['active'] : []),
        ...(status.profile.production ? ['production'] : []),
        ...(status.source === 'workspace' ? ['workspace'] : []),
        phaseText(status, Date.now()),
      ].join(' · '),
      detail: plainLabel(poolName(status)),
      profile: status.profile,
    }));
  const options = {
    title: 'Sign in with Amazon Cognito',
    placeHolder: 'Choose a profile',
    ignoreFocusOut: true,
  };
  return (await window.showQuickPick(items, options))?.profile;
}
