import { commands, ConfigurationTarget, Range, Selection, Uri, window, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import { CognitoError } from '../core/errors';
import { entryName } from '../core/profile/profileLayers';
import { layerOf, layerOfFault } from './profileEdits';
import type { SettingsLayer } from './settings';

/**
 * Opens the settings that define a profile, with its entry selected: there every field is described and completed.
 * @throws CognitoError profile_missing
 */
export async function editProfile(name: string): Promise<void> {
  const layer = layerOf(name) ?? layerOfFault(name);
  if (layer === undefined) throw new CognitoError('profile_missing', { name });
  const document = await openSettings(layer);
  const range = document && entryRange(document, name);
  if (document === undefined || range === undefined) return;
  const editor = await window.showTextDocument(document);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range);
}

/** The editor knows where its own settings are: a profile of the editor has its own, and so has a remote one. */
async function openSettings(layer: SettingsLayer): Promise<TextDocument | undefined> {
  if (layer.target !== ConfigurationTarget.Global) {
    const file = workspaceSettings(layer);
    return file && workspace.openTextDocument(file);
  }
  await commands.executeCommand('workbench.action.openSettingsJson');
  return window.activeTextEditor?.document;
}

function workspaceSettings({ folder }: SettingsLayer): Uri | undefined {
  const { workspaceFile, workspaceFolders } = workspace;
  if (folder === undefined && workspaceFile !== undefined) return workspaceFile;
  const owner = folder ?? workspaceFolders?.[0]?.uri;
  return owner && Uri.joinPath(owner, '.vscode', 'settings.json');
}

/** Where a profile's entry is in a file of settings, or in a file that describes a workspace. */
function entryRange(document: TextDocument, name: string): Range | undefined {
  const root = parseTree(document.getText());
  const list =
    root &&
    (findNodeAtLocation(root, ['cognito.profiles']) ??
      findNodeAtLocation(root, ['settings', 'cognito.profiles']));
  const entry = list?.children?.find((node) => nameAt(node) === name) ?? list;
  if (entry === undefined) return undefined;
  return new Range(document.positionAt(entry.offset), document.positionAt(entry.offset + entry.length));
}

function nameAt(entry: Node): string | undefined {
  return entryName({ name: findNodeAtLocation(entry, ['name'])?.value as unknown });
}
