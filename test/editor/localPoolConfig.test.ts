import { match, ok } from 'node:assert/strict';
import { commands, languages, Position, Uri, window, workspace, type CompletionList } from 'vscode';
import { eventually } from '../support/waiting';

describe('Configuration file of the local user pool', () => {
  const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, 'cognito-local-user-pool.json');

  afterEach(async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await workspace.fs.delete(file);
  });

  it('is checked and completed by the editor', async () => {
    const text = '{\n  "dynamicRegistration": "maybe",\n  "poolId": "x",\n  \n}';
    await workspace.fs.writeFile(file, new TextEncoder().encode(text));
    await window.showTextDocument(await workspace.openTextDocument(file));
    const messages = await eventually('the faults of the file', () => {
      const found = languages.getDiagnostics(file).map(({ message }) => message);
      return found.length >= 2 ? found : undefined;
    });
    match(messages.join('\n'), /"off", "open", "authenticated"/);
    match(messages.join('\n'), /must look like us-east-1_AbCdEf123/);
    const { items } = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      file,
      new Position(3, 2),
    );
    ok(items.some(({ label }) => label === 'sessionTracking'));
  });
});
