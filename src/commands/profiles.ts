import { window } from 'vscode';
import { plainLabel } from '../core/problem';
import { profileFaults, readEntries, readProfile } from '../profiles/settings';
import type { Parts } from './parts';

type ProfileParts = Pick<Parts, 'activeProfile' | 'profileManager'>;

/** Whether there is nothing to choose from and nothing to repair. */
export function hasNoProfile(): boolean {
  return readEntries().length === 0 && profileFaults().length === 0;
}

/**
 * Makes a profile the one that commands work on in this workspace.
 * @param name asked for when left out
 * @throws CognitoError profile_missing, profile_invalid
 */
export async function selectProfile(parts: ProfileParts, name: unknown): Promise<void> {
  const manager = await parts.profileManager();
  const asked = 'The profile that commands work on in this workspace';
  const chosen = typeof name === 'string' ? name : await manager.pick(asked, 'repair');
  if (chosen === undefined) return;
  readProfile(chosen);
  await parts.activeProfile.select(chosen);
  window.setStatusBarMessage(`$(check) “${plainLabel(chosen)}” is the active profile`, 4000);
}

/** Edits or removes a profile, asked for when none is named. @throws CognitoError as ProfileManager */
export async function manageProfile(
  parts: ProfileParts,
  name: unknown,
  action: 'edit' | 'remove',
): Promise<void> {
  const manager = await parts.profileManager();
  const chosen = typeof name === 'string' ? name : await manager.pick(`The profile to ${action}`, 'choose');
  if (chosen !== undefined) await manager[action](chosen);
}
