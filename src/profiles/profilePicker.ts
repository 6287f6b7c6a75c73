import { commands, ConfigurationTarget, QuickPickItemKind, ThemeIcon, window, workspace } from 'vscode';
import type { Disposable, QuickInputButton, QuickPickItem } from 'vscode';
import { userName } from '../core/session/account';
import { plain, plainLabel } from '../core/problem';
import type { ProfileEntry } from '../core/profile/profileLayers';
import type { SessionStore } from '../sessions/store';
import type { ActiveProfile } from './activeProfile';
import { defaultProfileName, profileFaults, readEntries } from './settings';

export interface PickerParts {
  readonly activeProfile: ActiveProfile;
  readonly store: SessionStore;
}

interface Item extends QuickPickItem {
  readonly name?: string;
  /** Whether its entry is opened for repair, or there is a better offer than that. */
  readonly broken?: 'open' | 'explain';
  /** What choosing it runs, instead of choosing a profile. */
  readonly command?: string;
}

const edit: QuickInputButton = { iconPath: new ThemeIcon('edit'), tooltip: 'Edit Profile' };
const remove: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Remove Profile' };
const makeDefault: QuickInputButton = { iconPath: new ThemeIcon('star-empty'), tooltip: 'Make Default' };
const isDefault: QuickInputButton = { iconPath: new ThemeIcon('star-full'), tooltip: 'No Longer Default' };

/**
 * Asks for one of the profiles, in a list that shows what each is, whether somebody is signed in, and which are broken.
 * @param broken whether a broken profile can be chosen too; otherwise choosing one opens it for repair
 * @returns the profile's name, that of a broken one too where reading it offers the repair; undefined when the user went elsewhere
 */
export async function pickProfile(
  parts: PickerParts,
  placeholder: string,
  broken: 'choose' | 'repair',
): Promise<string | undefined> {
  const pick = window.createQuickPick<Item>();
  pick.title = 'Select Profile';
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // A webview behind it takes the focus back when the palette closes.
  pick.ignoreFocusOut = true;
  pick.busy = true;
  const fill = async (): Promise<void> => {
    const shown = await items(parts);
    pick.items = shown;
    const active = pick.activeItems[0]?.name ?? parts.activeProfile.get()?.name;
    pick.activeItems = shown.filter(({ name }) => name !== undefined && name === active);
    if (pick.activeItems.length === 0) pick.activeItems = shown.slice(0, 1);
    pick.busy = false;
  };
  pick.show();
  let following: Disposable | undefined;
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      fill().catch(reject);
      // A window that has just started reads the settings of its folders one by one.
      following = workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('cognito')) fill().catch(reject);
      });
      const leave = (command: string, name?: string): void => {
        resolve(undefined);
        void commands.executeCommand(command, name);
      };
      pick.onDidTriggerItemButton(({ button, item }) => {
        if (button === edit) leave('cognito.editProfile', item.name);
        else if (button === remove) leave('cognito.removeProfile', item.name);
        else setDefault(button === makeDefault ? item.name : undefined).catch(reject);
      });
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item?.command !== undefined) leave(item.command);
        else if (item?.broken === 'open' && broken === 'repair') leave('cognito.editProfile', item.name);
        else resolve(item?.name);
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

/** Where the default is set already, it is changed; otherwise in the user's settings. */
async function setDefault(name: string | undefined): Promise<void> {
  const settings = workspace.getConfiguration('cognito');
  const ofWorkspace = settings.inspect<string>('defaultProfile')?.workspaceValue !== undefined;
  const target = ofWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await settings.update('defaultProfile', name, target);
}

async function items(parts: PickerParts): Promise<readonly Item[]> {
  const entries = await Promise.all(readEntries().map((entry) => profileItem(entry, parts)));
  const faults = profileFaults().map((fault): Item => ({
    label: plainLabel(fault.name),
    iconPath: new ThemeIcon('error'),
    description: fault.source === 'workspace' ? 'workspace' : '',
    detail: `Its ${fault.field === '' ? 'entry' : fault.field} ${fault.reason}.`,
    buttons: [edit, remove],
    name: fault.name,
    broken: fault.field === 'clientSecret' ? 'explain' : 'open',
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
  const marks = [
    ...(profile.production ? ['production'] : []),
    ...(source === 'workspace' ? ['workspace'] : []),
    ...(preferred ? ['default'] : []),
  ];
  return {
    label: plainLabel(profile.name),
    iconPath: new ThemeIcon(profile.name === parts.activeProfile.get()?.name ? 'check' : 'blank'),
    description: marks.join(' · '),
    detail: `${session === undefined ? 'Signed out' : `Signed in as ${plain(userName(session))}`} · ${plain(profile.userPoolId ?? profile.domain ?? profile.issuer ?? '')}`,
    buttons: [preferred ? isDefault : makeDefault, edit, remove],
    name: profile.name,
  };
}
