import * as l10n from '@vscode/l10n';
import { confirmDone } from '../editor/notify';
import { CognitoError } from '../core/errors';
import { member } from '../core/members';
import { plainLabel } from '../core/text';
import type { InvalidEntry } from '../core/profileLayers';
import { readInvalidEntries, readEntries, readProfile } from '../profiles/settings';
import { profileName } from './chooseProfile';
import type { Parts } from './parts';

type ProfileParts = Pick<Parts, 'activeProfile' | 'profileManager'>;

/** Whether the settings have no entry at all, valid or not. */
export function hasNoProfile(): boolean {
  return readEntries().length === 0 && readInvalidEntries().length === 0;
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
    (await manager.pick(l10n.t('Choose the profile that commands use in this workspace'), 'repair'))
      ?.profileName;
  if (chosen === undefined) return;
  readProfile(chosen);
  await parts.activeProfile.select(chosen);
  confirmDone(l10n.t`“${plainLabel(chosen)}” is the active profile`);
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
          action === 'edit' ? l10n.t('Choose the profile to edit') : l10n.t('Choose the profile to remove'),
          'choose',
        )
      : { profileName: name, invalidEntry: invalidEntryOf(argument, name) };
  if (chosen !== undefined) await manager[action](chosen.profileName, chosen.invalidEntry);
}

/**
 * The invalid entry that a node of the Cognito view stands for.
 * @returns undefined for any other argument
 * @throws CognitoError profile_missing when the entry no longer exists
 */
function invalidEntryOf(argument: unknown, name: string): InvalidEntry | undefined {
  const invalidEntry = member(argument, 'invalidEntry');
  if (invalidEntry === undefined) return undefined;
  const found = readInvalidEntries().find(
    (known) =>
      known.name === name &&
      known.layer === member(invalidEntry, 'layer') &&
      known.index === member(invalidEntry, 'index'),
  );
  if (found === undefined) throw new CognitoError('profile_missing', { name });
  return found;
}
