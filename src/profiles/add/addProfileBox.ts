import * as l10n from '@vscode/l10n';
import { CancellationTokenSource, env, ThemeIcon, window, workspace, type Memento } from 'vscode';
import type { CleanDraft } from './profileDraft';
import {
  clipboardItems,
  otherItems,
  otherName,
  pastedItems,
  workspaceItems,
  type Item,
} from './addProfileItems';
import { findInWorkspace, type WorkspaceFinds } from './workspaceFinds';

/** The choice of the user, and the settings to write it to. */
export interface Chosen extends CleanDraft {
  readonly source: Target;
  /** Whether the draft comes from a file of the workspace instead of the user. */
  readonly fromFile: boolean;
  /** The user wants to enter another name. */
  readonly askName: boolean;
}

const key = 'cognito.addProfileTo';
const nothing: WorkspaceFinds = { finds: [], unreadable: [] };

/** The settings that the profile can be saved in. */
const targets = {
  user: { title: l10n.t('Your User Settings'), icon: 'account' },
  workspace: { title: l10n.t('the Workspace’s Settings'), icon: 'folder' },
} as const;
type Target = keyof typeof targets;

/**
 * The input box of Add Profile. It recognises what the user types, and lists what the workspace and the clipboard contain. It
 * sends no request.
 * @param state the workspace state, which remembers the chosen settings
 * @param thenSignIn whether a sign-in follows, for the title
 */
export async function askForProfile(state: Memento, thenSignIn: boolean): Promise<Chosen | undefined> {
  const box = window.createQuickPick<Item>();
  const search = new CancellationTokenSource();
  let offered: readonly Item[] = [];
  let source = canSaveInWorkspace() ? state.get<Target>(key, 'user') : 'user';

  const other = (): Target => (source === 'user' ? 'workspace' : 'user');
  const showTarget = (): void => {
    const { title, icon } = targets[other()];
    const place = targets[source].title;
    box.title = thenSignIn ? l10n.t`Add Profile to ${place} and Sign In` : l10n.t`Add Profile to ${place}`;
    box.buttons = canSaveInWorkspace()
      ? [{ iconPath: new ThemeIcon(icon), tooltip: l10n.t`Save in ${title} Instead` }]
      : [];
  };
  const fill = (): void => {
    const pasted = pastedItems(box.value);
    box.items = pasted.some(({ offer }) => offer) ? pasted : [...pasted, ...offered];
    const [first] = pasted;
    if (first) box.activeItems = [first];
  };
  box.placeholder = l10n.t('Paste a user pool id, sign-in domain, login page URL, issuer or ARN');
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  box.ignoreFocusOut = true;
  showTarget();
  fill();
  box.onDidChangeValue(fill);
  box.show();

  let clipboard: string | undefined;
  let finds: WorkspaceFinds | undefined;
  const offer = (): void => {
    if (search.token.isCancellationRequested || finds === undefined) return;
    offered = [...workspaceItems(finds), ...clipboardItems(clipboard ?? ''), ...otherItems()];
    box.busy = false;
    fill();
  };
  box.busy = true;
  // The clipboard usually answers first. A browser may ask for permission to read it, so the files do not wait for it.
  const takeClipboard = (text: string): void => {
    clipboard = text;
    offer();
  };
  env.clipboard.readText().then(takeClipboard, () => undefined);
  const found = workspace.isTrusted ? findInWorkspace(search.token) : Promise.resolve(nothing);
  void found.then((list) => {
    finds = list;
    offer();
  });

  try {
    return await new Promise<Chosen | undefined>((resolve) => {
      const take = (item: Item | undefined, askName: boolean): void => {
        if (item?.offer) resolve({ ...item.offer, source, askName, fromFile: item.fromFile === true });
        else if (item?.run) {
          resolve(undefined);
          void item.run();
        }
      };
      box.onDidTriggerButton(async () => {
        source = other();
        showTarget();
        await state.update(key, source);
      });
      box.onDidTriggerItemButton(({ item, button }) => {
        take(item, button === otherName);
      });
      box.onDidAccept(() => {
        take(box.selectedItems[0], false);
      });
      box.onDidHide(() => {
        resolve(undefined);
      });
    });
  } finally {
    search.cancel();
    search.dispose();
    box.dispose();
  }
}

/** Whether the profile can be saved in the workspace. VS Code ignores the profiles of an untrusted workspace. */
function canSaveInWorkspace(): boolean {
  return workspace.workspaceFolders !== undefined && workspace.isTrusted;
}
