import { equal } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { closeInspectors, inspectors, setProfiles } from '../support/inEditor';
import { eventually } from '../support/waiting';

const issuer = 'http://127.0.0.1:9/local_Pool00001';

/** The profile whose inspector opens when none is named. */
async function opened(): Promise<string | undefined> {
  await closeInspectors();
  await commands.executeCommand('cognito.openInspector');
  const title = await eventually('an inspector', () => inspectors()[0]);
  return title.replace('Cognito: ', '');
}

describe('The active profile', () => {
  const setDefault = async (name: string | undefined): Promise<void> => {
    await workspace.getConfiguration('cognito').update('defaultProfile', name, ConfigurationTarget.Global);
  };

  before(() => setProfiles(['first', 'second', 'third'].map((name) => ({ name, issuer, clientId: name }))));

  after(async () => {
    await setDefault(undefined);
    await setProfiles([]);
    await closeInspectors();
  });

  it('is the one selected, ahead of the default one', async () => {
    await setDefault('first');
    equal(await opened(), 'first');
    await commands.executeCommand('cognito.selectProfile', 'second');
    equal(await opened(), 'second');
  });

  it('stays when a profile that does not exist is selected', async () => {
    await commands.executeCommand('cognito.selectProfile', 'nobody');
    equal(await opened(), 'second');
  });

  it('is the default one again when the selected one is gone', async () => {
    await setProfiles(['first', 'third'].map((name) => ({ name, issuer, clientId: name })));
    equal(await opened(), 'first');
  });

  it('is the only one', async () => {
    await setDefault(undefined);
    await setProfiles([{ name: 'third', issuer, clientId: 'third' }]);
    equal(await opened(), 'third');
  });
});
