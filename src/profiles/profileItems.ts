import * as l10n from '@vscode/l10n';
import { QuickPickItemKind, ThemeIcon, type QuickInputButton, type QuickPickItem } from 'vscode';
import { userName } from '../core/account';
import { plainLabel, withDots } from '../core/text';
import { poolLabel } from '../core/profile';
import { sourceTitles, type InvalidEntry, type ProfileEntry } from '../core/profileLayers';
import type { SessionStore } from '../sessions/store';
import type { ActiveProfile } from './activeProfile';
import { defaultProfileName, findProfile, readInvalidEntries, readEntries } from './settings';

export interface PickerParts {
  readonly activeProfile: Pick<ActiveProfile, 'get'>;
  readonly store: Pick<SessionStore, 'find'>;
}

/** The picked profile. `invalidEntry` is present for an invalid entry. */
export interface Picked {
  readonly profileName: string;
  readonly invalidEntry?: InvalidEntry;
}

/** An entry of the list of profiles. */
export interface Item extends QuickPickItem {
  /** The profile that the item stands for. */
  readonly choice?: Picked;
  /** For an invalid entry: open it in the settings, or explain the problem, which has buttons. */
  readonly broken?: 'open' | 'explain';
  /** The command that the item runs instead of choosing a profile. */
  readonly command?: string;
}

export const edit: QuickInputButton = { iconPath: new ThemeIcon('edit'), tooltip: l10n.t('Edit Profile') };
export const remove: QuickInputButton = {
  iconPath: new ThemeIcon('trash'),
  tooltip: l10n.t('Remove Profile'),
};
export const makeDefault: QuickInputButton = {
  iconPath: new ThemeIcon('star-empty'),
  tooltip: l10n.t('Make Default'),
};
const isDefault: QuickInputButton = {
  iconPath: new ThemeIcon('star-full'),
  tooltip: l10n.t('No Longer Default'),
};

/** Every profile, and every entry that cannot be used with its reason. Texts from settings and tokens are shown without icons. */
export async function profileItems(parts: PickerParts): Promise<readonly Item[]> {
  const entries = await Promise.all(readEntries().map((entry) => profileItem(entry, parts)));
  const invalidEntries = readInvalidEntries().map((invalidEntry): Item => ({
    label: plainLabel(invalidEntry.name),
    iconPath: new ThemeIcon('error'),
    description: sourceTitles[invalidEntry.source],
    detail: plainLabel(
      invalidEntry.field === ''
        ? l10n.t`Its entry ${invalidEntry.reason}.`
        : l10n.t`Its ${invalidEntry.field} ${invalidEntry.reason}.`,
    ),
    buttons: [edit, remove],
    choice: { profileName: invalidEntry.name, invalidEntry },
    // Reading the profile explains the problem, unless a valid entry has the same name.
    broken:
      invalidEntry.field === 'clientSecret' && findProfile(invalidEntry.name) === undefined
        ? 'explain'
        : 'open',
  }));
  return [
    ...entries,
    ...(invalidEntries.length === 0 ? [] : [heading(l10n.t('cannot be used'))]),
    ...invalidEntries,
    heading(''),
    {
      label: l10n.t('Add Profile…'),
      iconPath: new ThemeIcon('add'),
      alwaysShow: true,
      command: 'cognito.addProfile',
    },
  ];
}

function heading(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator };
}

async function profileItem({ profile, source }: ProfileEntry, parts: PickerParts): Promise<Item> {
  const session = await parts.store.find(profile).catch(() => undefined);
  const preferred = profile.name === defaultProfileName();
  const state =
    session === undefined ? l10n.t('Signed out') : l10n.t`Signed in as ${plainLabel(userName(session))}`;
  return {
    label: plainLabel(profile.name),
    iconPath: new ThemeIcon(profile.name === parts.activeProfile.get()?.name ? 'check' : 'blank'),
    description: withDots(
      profile.production && l10n.t('production'),
      sourceTitles[source],
      preferred && l10n.t('default'),
    ),
    detail: withDots(state, plainLabel(poolLabel(profile, session?.issuer))),
    buttons: [preferred ? isDefault : makeDefault, edit, remove],
    choice: { profileName: profile.name },
  };
}
