import type { Memento } from 'vscode';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import type { ProfileEntry } from '../../core/profileLayers';
import { approvalKey, destination, leadAlike } from './destination';

/**
 * Lets a profile lead somewhere. One of the user's own may; one that a workspace defines needs a person's yes, once for
 * each pool, app client and host. To be called before anything goes to a host, and again when discovery names another.
 * @param endpoints left out while they are not known
 * @throws CognitoError sign_in_cancelled when the person declines
 */
export type Approve = (profile: Profile, endpoints?: Endpoints) => Promise<void>;

export interface TrustContext {
  /** Where approvals are remembered: every workspace's, and nothing secret. */
  readonly state: Pick<Memento, 'get' | 'update'>;
  readonly entries: () => readonly ProfileEntry[];
  readonly ask: (profile: Profile, host: string) => Promise<boolean>;
}

export function createTrust({ state, entries, ask }: TrustContext): Approve {
  return async (profile, endpoints) => {
    // A workspace's entry that is gone by now may have hidden one of the user's: the name alone says nothing.
    const own = entries().find(({ profile: { name } }) => name === profile.name);
    if (own?.source === 'user' && leadAlike(own.profile, profile)) return;
    const host = destination(profile, endpoints);
    if (host === undefined) return;
    const key = approvalKey(profile, host);
    if (state.get(key) === true) return;
    if (!(await ask(profile, host))) throw new CognitoError('sign_in_cancelled');
    await state.update(key, true);
  };
}
