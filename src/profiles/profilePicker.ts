import * as l10n from '@vscode/l10n';
import { commands, ConfigurationTarget, window, workspace, type Disposable } from 'vscode';
import { createCoalescedRead } from '../core/coalesce';
import { writeSetting } from './profileEdits';
import {
  edit,
  makeDefault,
  profileItems,
  remove,
  type Item,
  type Picked,
  type PickerParts,
} from './profileItems';

/**
 * Lets the user pick a profile, in a list with each profile's state and the entries that cannot be used.
 * @param broken whether an invalid entry can be chosen; otherwise choosing it opens its settings
 * @returns the profile or an invalid entry; undefined when the user chose neither
 */
export async function pickProfile(
  parts: PickerParts,
  placeholder: string,
  broken: 'choose' | 'repair',
): Promise<Picked | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = l10n.t('Select Profile');
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // A webview takes the focus back when the command palette closes, which would close the list.
  pick.ignoreFocusOut = true;
  pick.busy = true;
  // Runs one read at a time, so that an older result does not replace a newer one.
  let text = '';
  const fill = createCoalescedRead(async () => {
    const shown = await profileItems(parts);
    const now = JSON.stringify(shown);
    // Setting the items while the user clicks would lose the click.
    if (now === text) return;
    text = now;
    const [at] = pick.activeItems;
    const active = parts.activeProfile.get()?.name;
    const again =
      shown.find((item) => at !== undefined && sameEntry(item, at)) ??
      shown.find(({ choice }) => choice && choice.profileName === active && !choice.invalidEntry);
    pick.items = shown;
    // After the user has typed, the editor marks the first match.
    if (pick.value === '') pick.activeItems = again ? [again] : shown.slice(0, 1);
    pick.busy = false;
  });
  pick.show();
  let following: Disposable | undefined;
  try {
    return await new Promise<Picked | undefined>((resolve, reject) => {
      fill().catch(reject);
      // A window that has just started reads the settings of its folders one after the other.
      following = workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('cognito')) fill().catch(reject);
      });
      const leave = (command: string, picked?: Picked): void => {
        resolve(undefined);
        void commands.executeCommand(command, picked);
      };
      pick.onDidTriggerItemButton(({ button, item }) => {
        if (button === edit) leave('cognito.editProfile', item.choice);
        else if (button === remove) leave('cognito.removeProfile', item.choice);
        else setDefault(button === makeDefault ? item.choice?.profileName : undefined).catch(reject);
      });
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item?.command !== undefined) leave(item.command);
        else if (item?.broken === 'open' && broken === 'repair') leave('cognito.editProfile', item.choice);
        else resolve(item?.choice);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
    });
  } finally {
    following?.dispose();
    pick.dispose();
  }
}

/** Whether two items stand for the same entry. An invalid entry can have the name of a valid one. */
function sameEntry(one: Item, other: Item): boolean {
  return (
    one.command === other.command &&
    one.choice?.profileName === other.choice?.profileName &&
    one.choice?.invalidEntry?.layer === other.choice?.invalidEntry?.layer &&
    one.choice?.invalidEntry?.index === other.choice?.invalidEntry?.index
  );
}

/** Sets the default profile in the workspace settings if they have one, otherwise in the user settings. @throws CognitoError settings_unwritable */
export async function setDefault(name: string | undefined): Promise<void> {
  const settings = workspace.getConfiguration('cognito');
  const ofWorkspace = settings.inspect<string>('defaultProfile')?.workspaceValue !== undefined;
  await writeSetting(
    'defaultProfile',
    name,
    ofWorkspace
      ? { target: ConfigurationTarget.Workspace, source: 'workspace' }
      : { target: ConfigurationTarget.Global, source: 'user' },
  );
}
