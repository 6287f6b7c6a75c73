import { Disposable, EventEmitter, workspace, type Memento } from 'vscode';
import type { Profile } from '../core/profile';
import { activeProfileOf } from '../core/profileLayers';
import { defaultProfileName, readEntries } from './settings';

const key = 'cognito.activeProfile';
const usersKey = 'cognito.activeUsers';

/** The profile that commands use when they name none, and the active user of each profile. Each workspace has its own. */
export interface ActiveProfile extends Disposable {
  /** The profile chosen in this workspace if it exists, otherwise the default profile, otherwise the only profile. */
  readonly get: () => Profile | undefined;
  readonly select: (name: string) => Promise<void>;
  /** The `sub` of the user whose session a profile uses; undefined when none was chosen. */
  readonly userOf: (profileName: string) => string | undefined;
  /** @param user a `sub`; undefined to choose none */
  readonly selectUser: (profileName: string, user: string | undefined) => Promise<void>;
  /** Fires when another profile or user may be active, or when the active profile may have changed. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** @param state the workspace state, which stores the name of the profile, and the users by the names of their profiles */
export function createActiveProfile(state: Memento): ActiveProfile {
  const changed = new EventEmitter<void>();
  const subscriptions = Disposable.from(
    changed,
    workspace.onDidChangeConfiguration((event) => {
      const names = ['cognito.profiles', 'cognito.defaultProfile'];
      if (names.some((name) => event.affectsConfiguration(name))) changed.fire();
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      changed.fire();
    }),
  );
  const users = (): Readonly<Record<string, string>> => state.get(usersKey, {});
  return {
    userOf: (profileName) => (Object.hasOwn(users(), profileName) ? users()[profileName] : undefined),
    selectUser: async (profileName, user) => {
      const others = Object.entries(users()).filter(([name]) => name !== profileName);
      const chosen = user === undefined ? [] : [[profileName, user] as const];
      await state.update(usersKey, Object.fromEntries([...others, ...chosen]));
      changed.fire();
    },
    get: () =>
      activeProfileOf(
        readEntries().map(({ profile }) => profile),
        state.get<string>(key),
        defaultProfileName(),
      ),
    select: async (name) => {
      await state.update(key, name);
      changed.fire();
    },
    onDidChange: (listener) => changed.event(listener),
    dispose: () => {
      subscriptions.dispose();
    },
  };
}
