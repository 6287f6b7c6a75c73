import { deepEqual, equal, match } from 'node:assert/strict';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import { inspectors, setProfiles } from '../support/inEditor';
import { eventually } from '../support/waiting';

const issuer = 'http://127.0.0.1:9/local_Pool00001';
const named = (name: string): object => ({ name, issuer, clientId: name });

async function inWorkspace(profiles: readonly object[] | undefined): Promise<void> {
  await workspace.getConfiguration('cognito').update('profiles', profiles, ConfigurationTarget.Workspace);
}

/** The text from the cursor of the settings that were opened. */
async function openedAt(): Promise<{ readonly file: string; readonly text: string }> {
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
    await inWorkspace([named('theirs'), { name: 'first', issuer, clientId: 'theirs' }]);
  });

  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  after(async () => {
    await inWorkspace(undefined);
    await setProfiles([]);
  });

  it('opens the user’s settings at the profile', async () => {
    await commands.executeCommand('cognito.editProfile', 'second');
    const { file, text } = await openedAt();
    match(file, /User\/settings\.json$/);
    match(text, /^\{\s*"name": "second"/);
  });

  it('opens a broken profile too', async () => {
    await commands.executeCommand('cognito.editProfile', 'broken');
    match((await openedAt()).text, /^\{\s*"name": "broken"/);
  });

  it('opens the workspace’s settings for a profile that they define, also under a name of the user’s', async () => {
    for (const name of ['theirs', 'first']) {
      await commands.executeCommand('cognito.editProfile', name);
      const { file, text } = await openedAt();
      match(file, /\.vscode\/settings\.json$/);
      match(text, new RegExp(`^\\{\\s*"name": "${name}"`));
      await commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});

describe('The default profile', () => {
  it('is told about when it names none', async () => {
    await setProfiles([named('one'), named('two')]);
    await workspace.getConfiguration('cognito').update('defaultProfile', 'gone', ConfigurationTarget.Global);
    await commands.executeCommand('cognito.openInspector');
    deepEqual(inspectors(), []);
    await workspace
      .getConfiguration('cognito')
      .update('defaultProfile', undefined, ConfigurationTarget.Global);
    await setProfiles([]);
  });
});

describe('Start Local User Pool', () => {
  it('loses nothing of settings that are no list of profiles', async () => {
    const settings = workspace.getConfiguration('cognito');
    const before = { name: 'not a list' };
    await settings.update('profiles', before, ConfigurationTarget.Global);
    await commands.executeCommand('cognito.startLocalUserPool');
    deepEqual(workspace.getConfiguration('cognito').inspect('profiles')?.globalValue, before);
    await commands.executeCommand('cognito.stopLocalUserPool');
    await setProfiles([]);
  });

  it('leaves the other entries as they are, broken ones and unknown fields included', async () => {
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
