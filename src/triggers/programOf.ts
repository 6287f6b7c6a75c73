import { Uri } from 'vscode';

/** The path of the program that runs triggers. */
export function programOf(extensionUri: Uri): string {
  return Uri.joinPath(extensionUri, 'dist', 'preTokenTrigger.js').fsPath;
}
