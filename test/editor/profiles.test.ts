import { deepEqual, equal, match } from 'node:assert/strict';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import { inspectors, setProfiles, unreachableIssuer as issuer } from '../support/inEditor';
import { eventually } from '../support/waiting';

const named = (name: string): object => ({ name, issuer, clientId: name });

async function setWorkspaceProfiles(profiles: readonly object[] | undefined): Promise<void> {
  await workspace.getConfiguration('cognito').update('profiles', profiles, ConfigurationTarget.Workspace);
}

/** Waits for an open settings file with a moved cursor. @returns its text from the cursor on */
async function openedSettings(): Promise<{ readonly file: string; readonly text: string }> {
  return eventually('the settings', () => {
    const editor = window.activeTextEditor;
    if (!editor?.document.uri.path.endsWith('settings.json')) return undefined;
    const offset = editor.document.offsetAt(editor.selection.active);
    return offset === 0
      ? undefined
      : { file: editor.document.uri.path, text: editor.document.getText().slice(offset) };
  });
}

describe('Edit Profile', () => {
  before(async () => {
    await setProfiles([named('first'), named('second'), { name: 'broken', issuer }]);
    await setWorkspaceProfiles([named('theirs'), { name: 'first', issuer, clientId: 'theirs' }]);
  });

  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  after(async () => {
    await setWorkspaceProfiles(undefined);
    await setProfiles([]);
  });

  it('opens the user settings at the profile', async () => {
    await commands.executeCommand('cognito.editProfile', 'second');
    const { file, text } = await openedSettings();
    match(file, /User\/settings\.json$/);
    match(text, /^\{\s*"name": "second"/);
  });

  it('opens the settings at a profile that has an error', async () => {
    await commands.executeCommand('cognito.editProfile', 'broken');
    match((await openedSettings()).text, /^\{\s*"name": "broken"/);
  });

  it('opens the workspace settings at their profile, even when a user profile has the same name', async () => {
    for (const name of ['theirs', 'first']) {
      await commands.executeCommand('cognito.editProfile', name);
      const { file, text } = await openedSettings();
      match(file, /\.vscode\/settings\.json$/);
      match(text, new RegExp(`^\\{\\s*"name": "${name}"`));
      await commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});

describe('cognito.defaultProfile', () => {
  it('opens no inspector when it names no profile', async () => {
    await setProfiles([named('one'), named('two')]);
    await workspace
      .getConfiguration('cognito')
      .update('defaultProfile', 'missing', ConfigurationTarget.Global);
    await commands.executeCommand('cognito.openInspector');
    deepEqual(inspectors(), []);
    await workspace
      .getConfiguration('cognito')
      .update('defaultProfile', undefined, ConfigurationTarget.Global);
    await setProfiles([]);
  });
});

describe('Start Local User Pool', () => {
  it('keeps the value of cognito.profiles when it is not a list', async () => {
    const settings = workspace.getConfiguration('cognito');
    const before = { name: 'not a list' };
    await settings.update('profiles', before, ConfigurationTarget.Global);
    await commands.executeCommand('cognito.startLocalUserPool');
    deepEqual(workspace.getConfiguration('cognito').inspect('profiles')?.globalValue, before);
    await commands.executeCommand('cognito.stopLocalUserPool');
    await setProfiles([]);
  });

  it('keeps the other entries of cognito.profiles, with their errors and unknown fields', async () => {
    const others = [{ ...named('kept'), note: 'mine' }, { name: 'broken' }, 7];
    await setProfiles(others as object[]);
    await commands.executeCommand('cognito.startLocalUserPool');
    const stored = workspace.getConfiguration('cognito').inspect<unknown[]>('profiles')?.globalValue ?? [];
    deepEqual(stored.slice(0, 3), others);
    equal(stored.length, 4);
    await commands.executeCommand('cognito.stopLocalUserPool');
    await setProfiles([]);
  });
});
