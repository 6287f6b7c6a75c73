import type { Memento } from 'vscode';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import type { ProfileEntry, ProfileSource } from '../../core/profileLayers';
import { approvalKey, destination, leadAlike } from './destination';

/**
 * Asks the user before a profile from elsewhere than the user's own settings is used for the first time, once for each pool, app client and host.
 * Call it before anything is sent to a host, and again when discovery names another host.
 * @param endpoints left out before discovery
 * @throws CognitoError sign_in_cancelled when the user declines
 */
export type Approve = (profile: Profile, endpoints?: Endpoints) => Promise<void>;

export interface TrustContext {
  /** Where approvals are stored, for all workspaces. They are not secret. */
  readonly state: Pick<Memento, 'get' | 'update'>;
  readonly entries: () => readonly ProfileEntry[];
  readonly ask: (profile: Profile, host: string, source: 'workspace' | 'machine') => Promise<boolean>;
}

/** The state key of the list of approvals. */
const approvals = 'cognito.approvals';
/** The oldest approvals are forgotten, so that the list does not grow for ever. */
const mostApprovals = 200;

export function createTrust({ state, entries, ask }: TrustContext): Approve {
  return async (profile, endpoints) => {
    const source = sourceOf(profile, entries());
    if (source === 'user') return;
    const host = destination(profile, endpoints);
    if (host === undefined) return;
    const key = approvalKey(profile, host);
    const approved = (): readonly string[] => state.get<readonly string[]>(approvals, []);
    if (approved().includes(key)) return;
    if (!(await ask(profile, host, source))) throw new CognitoError('sign_in_cancelled');
    // Read again, because another profile may have been approved while the user answered.
    await state.update(approvals, [...new Set([...approved(), key])].slice(-mostApprovals));
  };
}

/**
 * Who defines a profile. The name alone does not tell, because a workspace's entry that was just removed may have hidden the user's
 * entry of that name.
 */
export function sourceOf(profile: Profile, entries: readonly ProfileEntry[]): ProfileSource {
  const entry = entries.find(({ profile: { name } }) => name === profile.name);
  if (entry === undefined) return 'workspace';
  return entry.source === 'user' && !leadAlike(entry.profile, profile) ? 'workspace' : entry.source;
}
