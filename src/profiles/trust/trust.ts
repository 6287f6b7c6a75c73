import type { Memento } from 'vscode';
import type { Endpoints } from '../../core/endpoints';
import { CognitoError } from '../../core/errors';
import type { ProfileEntry, ProfileSource } from '../../core/profileLayers';
import { profileIssuer, type Profile } from '../../core/profile';
import { approvalKey, destination, isForeign, leadAlike } from './destination';
import type { Origin } from './trustQuestion';

/**
 * Asks the user before a profile that the user did not write leads to a host for the first time, once for each pool, app client,
 * host and identity pool. A profile that Add Profile took from a file is in the user's settings, but the user has not seen the host
 * that discovery names.
 * Call it before anything is sent to a host, and again when discovery names another host.
 * @param endpoints left out before discovery
 * @throws CognitoError sign_in_cancelled when the user declines
 */
export type Approve = (profile: Profile, endpoints?: Endpoints) => Promise<void>;

export interface TrustContext {
  /** Where approvals are stored, for all workspaces. They are not secret. */
  readonly state: Pick<Memento, 'get' | 'update'>;
  readonly entries: () => readonly ProfileEntry[];
  readonly ask: (profile: Profile, host: string, origin: Origin) => Promise<boolean>;
}

/** The state key of the list of approvals. */
const approvals = 'cognito.approvals';
/** The state key of the list of pools and app clients that came from a file before their sign-in host was known. */
const fromFiles = 'cognito.profilesFromFiles';
/** The oldest entries are forgotten, so that the lists do not grow for ever. */
const longestList = 200;

export function createTrust({ state, entries, ask }: TrustContext): Approve {
  return async (profile, endpoints) => {
    const host = destination(profile, endpoints);
    if (host === undefined) return;
    const source = sourceOf(profile, entries());
    const isFromFile = listed(state, fromFiles).includes(fileKey(profile));
    if (source === 'user' && !(isFromFile && isForeign(host))) return;
    const origin = source === 'user' ? 'fileHost' : source;
    await approveOnce(state, approvalKey(profile, host), () => ask(profile, host, origin));
  };
}

/**
 * Asks the user once for each key, and stores what the user has approved.
 * @throws CognitoError sign_in_cancelled when the user declines
 */
export async function approveOnce(
  state: TrustContext['state'],
  key: string,
  ask: () => Promise<boolean>,
): Promise<void> {
  if (isApproved(state, key)) return;
  if (!(await ask())) throw new CognitoError('sign_in_cancelled');
  // Read again, because something else may have been approved while the user answered.
  await addToList(state, approvals, key);
}

/** Whether the user has approved a key in `approveOnce`. */
export function isApproved(state: Pick<Memento, 'get'>, key: string): boolean {
  return listed(state, approvals).includes(key);
}

/** Notes that a profile came from a file, when its sign-in host is not known yet. */
export async function noteFileProfile(state: TrustContext['state'], profile: Profile): Promise<void> {
  if (destination(profile) === undefined) await addToList(state, fromFiles, fileKey(profile));
}

function listed(state: Pick<Memento, 'get'>, list: string): readonly string[] {
  return state.get(list, []);
}

async function addToList(state: TrustContext['state'], list: string, key: string): Promise<void> {
  await state.update(list, [...new Set([...listed(state, list), key])].slice(-longestList));
}

function fileKey(profile: Profile): string {
  return JSON.stringify([profileIssuer(profile), profile.clientId]);
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
