import { commands, Range, Selection, Uri, window, type TextDocument, type TextEditor } from 'vscode';
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { CognitoError } from '../core/errors';
import { entryName } from '../core/profile';
import type { InvalidEntry, ProfileSource } from '../core/profileLayers';
import { placeOf, type Place } from './profileEdits';
import type { SettingsLayer } from './settings';

/**
 * Opens the settings file that defines a profile, at its entry. The settings editor describes and completes each field.
 * @param invalidEntry the invalid entry to open, because several entries can have one name or none
 * @throws CognitoError profile_missing
 */
export async function editProfile(name: string, invalidEntry?: InvalidEntry): Promise<void> {
  const place = placeOf(name, invalidEntry);
  if (place === undefined) throw new CognitoError('profile_missing', { name });
  const editor = await openSettings(place.layer);
  const range = editor && entryRange(editor.document, place);
  if (editor === undefined || range === undefined) return;
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range);
}

/** The command of the editor that opens each settings file. */
const settingsFiles: Readonly<Record<ProfileSource, string>> = {
  user: 'openSettingsJson',
  workspace: 'openWorkspaceSettingsFile',
  machine: 'openRemoteSettingsFile',
};

/**
 * Opens a settings file with a command of the editor, because only the editor knows where the files of its profiles, of remote
 * windows and of unsaved workspaces are.
 */
async function openSettings({ source, folder }: SettingsLayer): Promise<TextEditor | undefined> {
  if (folder) return window.showTextDocument(Uri.joinPath(folder, '.vscode', 'settings.json'));
  await commands.executeCommand(`workbench.action.${settingsFiles[source]}`);
  // Use the editor that the command has opened. VS Code ignores changes that are saved through another URI of the same file.
  return window.activeTextEditor;
}

/** The range of an entry in a settings file or in a workspace file. */
function entryRange(document: TextDocument, { index = -1, entry }: Place): Range | undefined {
  const root = parseTree(document.getText());
  const list =
    root &&
    (findNodeAtLocation(root, ['cognito.profiles']) ??
      findNodeAtLocation(root, ['settings', 'cognito.profiles']));
  const meant = (node: Node | undefined): boolean => node !== undefined && nameAt(node) === entryName(entry);
  const there = list?.children?.[index];
  const node = (meant(there) ? there : list?.children?.find(meant)) ?? list;
  if (node === undefined) return undefined;
  return new Range(document.positionAt(node.offset), document.positionAt(node.offset + node.length));
}

function nameAt(entry: Node): string | undefined {
  return entryName({ name: findNodeAtLocation(entry, ['name'])?.value as unknown });
}
