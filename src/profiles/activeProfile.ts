import { Disposable, EventEmitter, workspace, type Memento } from 'vscode';
import type { Profile } from '../core/profile';
import { activeProfileOf } from '../core/profileLayers';
import { defaultProfileName, readEntries } from './settings';

const key = 'cognito.activeProfile';

/** The profile that commands use when they name none. Each workspace has its own. */
export interface ActiveProfile extends Disposable {
  /** The profile chosen in this workspace if it exists, otherwise the default profile, otherwise the only profile. */
  readonly get: () => Profile | undefined;
  readonly select: (name: string) => Promise<void>;
  /** Fires when another profile may be active, or when the active one may have changed. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** @param state the workspace state, which stores the name of the profile */
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
  return {
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
