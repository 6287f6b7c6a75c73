import type { Memento } from 'vscode';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import type { ProfileEntry } from '../../core/profileLayers';
import { approvalKey, destination, leadAlike } from './destination';

/**
 * Asks the user before a profile of the workspace is used for the first time, once for each pool, app client and host.
 * Call it before anything is sent to a host, and again when discovery names another host.
 * @param endpoints left out before discovery
 * @throws CognitoError sign_in_cancelled when the user declines
 */
export type Approve = (profile: Profile, endpoints?: Endpoints) => Promise<void>;

export interface TrustContext {
  /** Where approvals are stored, for all workspaces. They are not secret. */
  readonly state: Pick<Memento, 'get' | 'update'>;
  readonly entries: () => readonly ProfileEntry[];
  readonly ask: (profile: Profile, host: string) => Promise<boolean>;
}

/** The state key of the list of approvals. */
const approvals = 'cognito.approvals';
/** The oldest approvals are forgotten, so that the list does not grow for ever. */
const mostApprovals = 200;

export function createTrust({ state, entries, ask }: TrustContext): Approve {
  return async (profile, endpoints) => {
    // The name alone is not enough: a workspace's entry that was just removed may have hidden the user's entry of that name.
    const own = entries().find(({ profile: { name } }) => name === profile.name);
    if (own?.source === 'user' && leadAlike(own.profile, profile)) return;
    const host = destination(profile, endpoints);
    if (host === undefined) return;
    const key = approvalKey(profile, host);
    const approved = (): readonly string[] => state.get<readonly string[]>(approvals, []);
    if (approved().includes(key)) return;
    if (!(await ask(profile, host))) throw new CognitoError('sign_in_cancelled');
    // Read again, because another profile may have been approved while the user answered.
    await state.update(approvals, [...new Set([...approved(), key])].slice(-mostApprovals));
  };
}
