import { EventEmitter, workspace, type Disposable, type Memento } from 'vscode';
import type { Profile } from '../core/profile';
import { activeProfileOf } from '../core/profileLayers';
import { defaultProfileName, readEntries } from './settings';

const key = 'cognito.activeProfile';

/** The profile that commands work on when none is named. Each workspace remembers its own. */
export interface ActiveProfile extends Disposable {
  /** The one chosen here while it exists, else the default one, else the only one. */
  readonly get: () => Profile | undefined;
  readonly select: (name: string) => Promise<void>;
  /** Another profile may be active now, or the same one with other contents. */
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** @param state the workspace's: only the profile's name is kept there */
export function createActiveProfile(state: Memento): ActiveProfile {
  const changed = new EventEmitter<void>();
  const settings = workspace.onDidChangeConfiguration((event) => {
    if (
      event.affectsConfiguration('cognito.profiles') ||
      event.affectsConfiguration('cognito.defaultProfile')
    ) {
      changed.fire();
    }
  });
  const trust = workspace.onDidGrantWorkspaceTrust(() => {
    changed.fire();
  });
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
      settings.dispose();
      trust.dispose();
      changed.dispose();
    },
  };
}
