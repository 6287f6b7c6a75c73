import { confirmDone } from '../editor/notify';
import { plainLabel } from '../core/text';
import type { LayeredFault } from '../core/profileLayers';
import { profileFaults, readEntries, readProfile } from '../profiles/settings';
import { profileName } from './chooseProfile';
import type { Parts } from './parts';

type ProfileParts = Pick<Parts, 'activeProfile' | 'profileManager'>;

/** Whether the settings have no entry at all, valid or not. */
export function hasNoProfile(): boolean {
  return readEntries().length === 0 && profileFaults().length === 0;
}

/**
 * Makes a profile the active one of this workspace.
 * @param argument a command's argument that may name the profile; otherwise the user picks one
 * @throws CognitoError profile_missing, profile_invalid
 */
export async function selectProfile(parts: ProfileParts, argument: unknown): Promise<void> {
  const manager = await parts.profileManager();
  const chosen =
    profileName(argument) ??
    (await manager.pick('Choose the profile that commands use in this workspace', 'repair'))?.profileName;
  if (chosen === undefined) return;
  readProfile(chosen);
  await parts.activeProfile.select(chosen);
  confirmDone(`“${plainLabel(chosen)}” is the active profile`);
}

/**
 * Edits or removes a profile.
 * @param argument a command's argument that may name the profile; otherwise the user picks one
 * @throws CognitoError as ProfileManager
 */
export async function manageProfile(
  parts: ProfileParts,
  argument: unknown,
  action: 'edit' | 'remove',
): Promise<void> {
  const manager = await parts.profileManager();
  const name = profileName(argument);
  const chosen =
    name === undefined
      ? await manager.pick(
          action === 'edit' ? 'Choose the profile to edit' : 'Choose the profile to remove',
          'choose',
        )
      : { profileName: name, fault: brokenEntry(argument) };
  if (chosen !== undefined) await manager[action](chosen.profileName, chosen.fault);
}

/** The broken entry that a node of the Cognito view or of the list stands for: whether it is there is looked up later. */
function brokenEntry(argument: unknown): LayeredFault | undefined {
  const fault: unknown =
    typeof argument === 'object' && argument !== null && 'fault' in argument ? argument.fault : undefined;
  return typeof fault === 'object' && fault !== null ? (fault as LayeredFault) : undefined;
}
