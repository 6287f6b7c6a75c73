import * as l10n from '@vscode/l10n';
import {
  commands,
  QuickPickItemKind,
  ThemeIcon,
  workspace,
  type QuickInputButton,
  type QuickPickItem,
} from 'vscode';
import { prefixDomain } from '../../core/cognitoHosts';
import { plainLabel, withDots } from '../../core/text';
import { describeDraft, missingField } from './completeDraft';
import type { CleanDraft } from './profileDraft';
import { recognisePasted } from './recognisePasted';
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
  tooltip: l10n.t('Add Under Another Name'),
};

/** The item for the text in the box: what it is, or why it is not recognised. No item for an empty text. */
export function pastedItems(text: string): readonly Item[] {
  const recognised = recognisePasted(text);
  if (recognised === undefined) return [];
  if ('inputError' in recognised) {
    const [label, detail] = firstSentence(plainLabel(recognised.inputError));
    return [{ label, detail, iconPath: new ThemeIcon('error'), alwaysShow: true }];
  }
  return [{ ...offerItem(recognised.what, recognised, 'check'), alwaysShow: true }];
}

/** The first sentence of a text, or what comes before its colon, and the rest. */
function firstSentence(text: string): readonly [first: string, rest: string] {
  const end = text.search(/(?<=[.:]) |(?<=。)/);
  return end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end).trim()];
}

/** The item for the clipboard, when its text certainly names a user pool. */
export function clipboardItems(text: string): readonly Item[] {
  const recognised = recognisePasted(text);
  if (recognised === undefined || 'inputError' in recognised) return [];
  const { userPoolId, domain, issuer, clientId } = recognised.draft;
  const certain =
    userPoolId !== undefined ||
    issuer !== undefined ||
    (domain !== undefined && (clientId !== undefined || prefixDomain(domain) !== undefined));
  return certain
    ? section(l10n.t('in the clipboard'), [offerItem(recognised.what, recognised, 'clippy')])
    : [];
}

/** The items for pools that files of the workspace name, and for files that could not be read. */
export function workspaceItems({ finds, unreadable }: WorkspaceFinds): readonly Item[] {
  const found = finds.map(({ file, place, draft, notes }): Item => ({
    ...offerItem(draft.name ?? l10n.t('User pool'), { draft, notes }, 'file-code'),
    description: plainLabel(withDots(workspace.asRelativePath(file), place)),
    fromFile: true,
  }));
  const unreadableItems = unreadable.map(({ file, reason }): Item => ({
    label: plainLabel(workspace.asRelativePath(file)),
    description: reason,
    iconPath: new ThemeIcon('warning'),
    run: () => commands.executeCommand('vscode.open', file),
  }));
  return [...section(l10n.t('in this workspace'), found), ...section(l10n.t('not usable'), unreadableItems)];
}

/** The items for users without a pool, and the note that an untrusted workspace was not searched. */
export function otherItems(): readonly Item[] {
  const untrusted: Item = {
    label: l10n.t('This workspace is not trusted'),
    detail: l10n.t('Its files are not read. Choose this to decide whether to trust it.'),
    iconPath: new ThemeIcon('workspace-untrusted'),
    run: () => commands.executeCommand('workbench.trust.manage'),
  };
  const localPool: Item = {
    label: l10n.t('Start Local User Pool'),
    description: l10n.t('to try it without an AWS account'),
    iconPath: new ThemeIcon('play'),
    run: () => commands.executeCommand('cognito.startLocalUserPool'),
  };
  const isSearched = workspace.isTrusted || workspace.workspaceFolders === undefined;
  return section('', isSearched ? [localPool] : [untrusted, localPool]);
}

function offerItem(label: string, offer: CleanDraft, icon: string): Item {
  return {
    label: plainLabel(label),
    detail: detailOf(label, offer),
    iconPath: new ThemeIcon(icon),
    buttons: [otherName],
    offer,
  };
}

const nextQuestions = {
  pool: l10n.t('asks for the user pool next'),
  clientId: l10n.t('asks for the app client next'),
} as const;

/** Leaves out the parts that the label already has. */
function detailOf(label: string, { draft, notes }: CleanDraft): string {
  const parts = describeDraft(draft, defaultRedirectUri()).filter((part) => !label.includes(part));
  const missing = missingField(draft);
  const texts = [withDots(...parts), missing === undefined ? '' : nextQuestions[missing], ...notes];
  return texts
    .filter((text) => text !== '')
    .map(plainLabel)
    .join(' — ');
}

/** Items below a heading; nothing without items. */
function section(label: string, items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}
