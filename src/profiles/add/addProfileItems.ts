import {
  commands,
  QuickPickItemKind,
  ThemeIcon,
  workspace,
  type QuickInputButton,
  type QuickPickItem,
  type Uri,
} from 'vscode';
import { prefixDomain } from '../../core/cognitoHosts';
import { plainLabel } from '../../core/text';
import { describeDraft, missingFields } from './completeDraft';
import type { ProfileDraft, CleanDraft } from './profileDraft';
import { recognise } from './recognise';
import { defaultRedirectUri } from '../settings';
import type { WorkspaceFinds } from './workspaceFinds';

/** An item of the box. Without `offer` and `run`, it is only information. */
export interface Item extends QuickPickItem {
  readonly offer?: CleanDraft;
  /** Whether the draft comes from a file of the workspace instead of the user. */
  readonly fromFile?: true;
  readonly run?: () => unknown;
}

export const otherName: QuickInputButton = {
  iconPath: new ThemeIcon('edit'),
  tooltip: 'Add Under Another Name',
};

/** The item for the text in the box: what it is, or why it is not recognised. No item for an empty text. */
export function pastedItems(text: string): readonly Item[] {
  const recognised = recognise(text);
  if (recognised === undefined) return [];
  if ('inputError' in recognised) {
    const [first, rest] = splitSentence(plainLabel(recognised.inputError));
    return [{ label: first, detail: rest, iconPath: new ThemeIcon('error'), alwaysShow: true }];
  }
  return [{ ...offerItem(recognised.what, recognised), iconPath: new ThemeIcon('check'), alwaysShow: true }];
}

/** The item for the clipboard, when its text certainly names a user pool. */
export function clipboardItems(text: string): readonly Item[] {
  const recognised = recognise(text);
  if (recognised === undefined || 'inputError' in recognised) return [];
  const { userPoolId, domain, issuer, clientId } = recognised.draft;
  const certain =
    userPoolId !== undefined ||
    issuer !== undefined ||
    (domain !== undefined && (clientId !== undefined || prefixDomain(domain) !== undefined));
  if (!certain) return [];
  return [
    heading('in the clipboard'),
    { ...offerItem(recognised.what, recognised), iconPath: new ThemeIcon('clippy') },
  ];
}

/** The items for pools that files of the workspace name, and for files that could not be read. */
export function workspaceItems({ finds, unreadable }: WorkspaceFinds): readonly Item[] {
  const found = finds.map(({ file, place, draft, notes }): Item => {
    const where = plainLabel([workspace.asRelativePath(file), ...(place === '' ? [] : [place])].join(' · '));
    const item = offerItem(draft.name ?? 'User pool', { draft, notes });
    return { ...item, description: where, iconPath: new ThemeIcon('file-code'), fromFile: true };
  });
  const unreadableItems = unreadable.map(({ file, reason }): Item => ({
    label: plainLabel(workspace.asRelativePath(file)),
    description: reason,
    iconPath: new ThemeIcon('warning'),
    run: () => open(file),
  }));
  return [
    ...(found.length === 0 ? [] : [heading('in this workspace')]),
    ...found,
    ...(unreadableItems.length === 0 ? [] : [heading('not usable')]),
    ...unreadableItems,
  ];
}

/** The items for users without a pool, and the note that an untrusted workspace was not searched. */
export function otherItems(): readonly Item[] {
  const untrusted: Item = {
    label: 'This workspace is not trusted',
    detail: 'Its files are not read. Choose this to decide whether to trust it.',
    iconPath: new ThemeIcon('workspace-untrusted'),
    run: () => commands.executeCommand('workbench.trust.manage'),
  };
  return [
    heading(''),
    ...(workspace.isTrusted || workspace.workspaceFolders === undefined ? [] : [untrusted]),
    {
      label: 'Start Local User Pool',
      description: 'to try it without an AWS account',
      iconPath: new ThemeIcon('play'),
      run: () => commands.executeCommand('cognito.startLocalUserPool'),
    },
  ];
}

function offerItem(label: string, offer: CleanDraft): Item {
  return { label: plainLabel(label), detail: detailOf(label, offer), buttons: [otherName], offer };
}

/** Leaves out the parts that the label already has. */
function detailOf(label: string, { draft, notes }: CleanDraft): string {
  const parts = describeDraft(draft, defaultRedirectUri()).filter((part) => !label.includes(part));
  return [parts.join(' · '), nextQuestion(draft), ...notes]
    .filter((text) => text !== '')
    .map(plainLabel)
    .join(' — ');
}

function nextQuestion(draft: ProfileDraft): string {
  const [missing] = missingFields(draft);
  if (missing === undefined) return '';
  return missing === 'pool' ? 'asks for the user pool next' : 'asks for the app client id next';
}

function heading(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator };
}

function splitSentence(text: string): readonly [string, string] {
  const end = text.search(/[.:] /) + 1;
  return end === 0 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)];
}

async function open(file: Uri): Promise<void> {
  await commands.executeCommand('vscode.open', file);
}
