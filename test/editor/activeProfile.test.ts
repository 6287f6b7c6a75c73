import { equal } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { closeInspectors, inspectors, setProfiles, unreachableIssuer } from '../support/inEditor';
import { eventually } from '../support/waiting';

const named = (name: string): object => ({ name, issuer: unreachableIssuer, clientId: name });

/** Runs Open Token Inspector without a profile. @returns the name of the profile that it shows */
async function inspectedProfile(): Promise<string | undefined> {
  await closeInspectors();
  await commands.executeCommand('cognito.openInspector');
  const title = await eventually('an inspector', () => inspectors()[0]);
  return title.replace('Cognito: ', '');
}

describe('Active profile', () => {
  const setDefault = async (name: string | undefined): Promise<void> => {
    await workspace.getConfiguration('cognito').update('defaultProfile', name, ConfigurationTarget.Global);
  };

  beforeEach(async () => {
    // The window remembers the selection: a selected profile that no longer exists counts as none.
    await setProfiles([named('removed')]);
    await commands.executeCommand('cognito.selectProfile', 'removed');
    await setProfiles(['first', 'second', 'third'].map(named));
    await setDefault('first');
  });

  afterEach(async () => {
    await setDefault(undefined);
    await setProfiles([]);
    await closeInspectors();
  });

  it('is the selected profile rather than the default profile', async () => {
    equal(await inspectedProfile(), 'first');
    await commands.executeCommand('cognito.selectProfile', 'second');
    equal(await inspectedProfile(), 'second');
  });

  it('stays the same when Select Active Profile gets an unknown name', async () => {
    await commands.executeCommand('cognito.selectProfile', 'second');
    await commands.executeCommand('cognito.selectProfile', 'unknown');
    equal(await inspectedProfile(), 'second');
  });

  it('is the default profile again when the selected profile was removed', async () => {
    await commands.executeCommand('cognito.selectProfile', 'second');
    await setProfiles(['first', 'third'].map(named));
    equal(await inspectedProfile(), 'first');
  });

  it('is the only profile when there is no default profile', async () => {
    await setDefault(undefined);
    await setProfiles([named('third')]);
    equal(await inspectedProfile(), 'third');
  });
});
