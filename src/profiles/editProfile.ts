import {
  commands,
  ConfigurationTarget,
  Range,
  Selection,
  Uri,
  window,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { CognitoError } from '../core/errors';
import { entryName } from '../core/profile';
import type { LayeredFault } from '../core/profileLayers';
import { placeOf, type Place } from './profileEdits';
import type { SettingsLayer } from './settings';

/**
 * Opens the settings that define a profile, with its entry selected: there every field is described and completed.
 * @param fault the broken entry that is meant, of several with one name or none
 * @throws CognitoError profile_missing
 */
export async function editProfile(name: string, fault?: LayeredFault): Promise<void> {
  const place = placeOf(name, fault);
  if (place === undefined) throw new CognitoError('profile_missing', { name });
  const editor = await openSettings(place.layer);
  const range = editor && entryRange(editor.document, place);
  if (editor === undefined || range === undefined) return;
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range);
}

/**
 * The editor knows where its own settings are: a profile of the editor has its own, so has a remote one, and a workspace
 * that is not saved yet has a file that only the editor can open.
 */
async function openSettings({ target, folder }: SettingsLayer): Promise<TextEditor | undefined> {
  if (folder) return window.showTextDocument(Uri.joinPath(folder, '.vscode', 'settings.json'));
  const file = target === ConfigurationTarget.Global ? 'openSettingsJson' : 'openWorkspaceSettingsFile';
  await commands.executeCommand(`workbench.action.${file}`);
  // The very editor that it has opened: what is saved in one of the same file under another address goes unnoticed.
  return window.activeTextEditor;
}

/** Where an entry is in a file of settings, or in a file that describes a workspace. */
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
