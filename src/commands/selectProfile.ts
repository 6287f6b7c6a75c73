import { commands, ConfigurationTarget, QuickPickItemKind, ThemeIcon, window, workspace } from 'vscode';
import type { QuickInputButton, QuickPickItem } from 'vscode';
import { plain } from '../core/problem';
import type { ProfileEntry } from '../core/profileLayers';
import { defaultProfileName, profileFaults, readEntries, readProfile } from '../profiles/settings';
import type { Parts } from './parts';

type SelectParts = Pick<Parts, 'activeProfile' | 'store'>;

interface Item extends QuickPickItem {
  readonly run?: () => unknown;
  readonly name?: string;
}

const edit: QuickInputButton = { iconPath: new ThemeIcon('edit'), tooltip: 'Edit Profile' };
const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Remove Profile' };
const makeDefault: QuickInputButton = { iconPath: new ThemeIcon('star-empty'), tooltip: 'Make Default' };
const isDefault: QuickInputButton = { iconPath: new ThemeIcon('star-full'), tooltip: 'No Longer Default' };

/**
 * Makes a profile the one that commands work on in this workspace.
 * @param name asked for when left out, in a list that shows broken profiles too
 * @throws CognitoError profile_missing, profile_invalid
 */
export async function selectProfile(parts: SelectParts, name: unknown): Promise<void> {
  if (typeof name === 'string') {
    await select(parts, readProfile(name).name);
    return;
  }
  const pick = window.createQuickPick<Item>();
  pick.title = 'Select Active Profile';
  pick.placeholder = 'The profile that commands work on in this workspace';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  pick.show();
  const fill = async (): Promise<void> => {
    pick.items = await items(parts);
    pick.activeItems = pick.items.filter((item) => item.name === parts.activeProfile.get()?.name);
    pick.busy = false;
  };
  await fill();
  pick.onDidTriggerItemButton(async ({ button, item }) => {
    if (button === edit || button === remove) {
      pick.hide();
      await commands.executeCommand(
        button === edit ? 'cognito.editProfile' : 'cognito.removeProfile',
        item.name,
      );
      return;
    }
    await setDefault(button === makeDefault ? item.name : undefined);
    await fill();
  });
  pick.onDidHide(() => {
    pick.dispose();
  });
  pick.onDidAccept(() => {
    const [chosen] = pick.selectedItems;
    pick.hide();
    void chosen?.run?.();
  });
}

async function select({ activeProfile }: SelectParts, name: string): Promise<void> {
  await activeProfile.select(name);
  window.setStatusBarMessage(`$(check) “${plain(name)}” is the active profile`, 4000);
}

/** Where the default is set already, it is changed; otherwise in the user's settings. */
async function setDefault(name: string | undefined): Promise<void> {
  const settings = workspace.getConfiguration('cognito');
  const ofWorkspace = settings.inspect<string>('defaultProfile')?.workspaceValue !== undefined;
  const target = ofWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await settings.update('defaultProfile', name, target);
}

async function items(parts: SelectParts): Promise<readonly Item[]> {
  const entries = await Promise.all(readEntries().map((entry) => profileItem(entry, parts)));
  const faults = profileFaults().map((fault): Item => ({
    label: plain(fault.name),
    iconPath: new ThemeIcon('error'),
    description: fault.source === 'workspace' ? 'workspace' : '',
    detail: `Its ${fault.field === '' ? 'entry' : fault.field} ${fault.reason}.`,
    buttons: [edit, remove],
    name: fault.name,
    run: () => commands.executeCommand('cognito.editProfile', fault.name),
  }));
  return [
    ...entries,
    ...(faults.length === 0 ? [] : [heading('cannot be used')]),
    ...faults,
    heading(''),
    {
      label: 'Add Profile…',
      iconPath: new ThemeIcon('add'),
      alwaysShow: true,
      run: () => commands.executeCommand('cognito.addProfile'),
    },
  ];
}

function heading(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator };
}

async function profileItem({ profile, source }: ProfileEntry, parts: SelectParts): Promise<Item> {
  const session = await parts.store.find(profile).catch(() => undefined);
  const preferred = profile.name === defaultProfileName();
  const marks = [
    ...(profile.production ? ['production'] : []),
    ...(source === 'workspace' ? ['workspace'] : []),
    ...(preferred ? ['default'] : []),
  ];
  return {
    label: plain(profile.name),
    iconPath: new ThemeIcon(profile.name === parts.activeProfile.get()?.name ? 'check' : 'blank'),
    description: marks.join(' · '),
    detail: `${session === undefined ? 'Signed out' : 'Signed in'} · ${plain(profile.userPoolId ?? profile.domain ?? profile.issuer ?? '')}`,
    buttons: [preferred ? isDefault : makeDefault, edit, remove],
    name: profile.name,
    run: () => select(parts, profile.name),
  };
}
