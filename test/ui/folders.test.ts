import { deepEqual } from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/processes';
import { Newcomer } from './newcomer';
import { session } from './session';
import { Workbench } from './workbench';

const base = temporaryFolder('folders-');

async function write(file: string, content: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(content, undefined, 2));
}

/** Settings are the user's, the workspace's, and each folder's. */
describe('A workspace of several folders', () => {
  const settingsOf = (folder: string): string => join(base, folder, '.vscode/settings.json');
  const profile = (name: string, fields: object = {}): object => ({
    name,
    userPoolId: `eu-west-1_${name}`,
    clientId: `client${name}`,
    ...fields,
  });
  const hidden = profile('webDev', { clientId: 'hiddenByWeb' });
  let workbench: Workbench;

  const written = async (folder: string): Promise<unknown> => {
    const settings = JSON.parse(await readFile(settingsOf(folder), 'utf8')) as Record<string, unknown>;
    return settings['cognito.profiles'];
  };
  const choose = async (command: string, name: string): Promise<void> => {
    await workbench.runCommand(command);
    await new Newcomer(workbench).choose(name);
  };

  before(async () => {
    const workspaceFile = join(base, 'all.code-workspace');
    await write(settingsOf('web'), { 'cognito.profiles': [profile('webDev'), profile('webLive')] });
    await write(settingsOf('jobs'), {
      'cognito.profiles': [profile('jobsDev'), profile('jobsLive'), hidden],
    });
    await write(join(base, 'jobs/cdk-outputs.json'), {
      Stack: { UserPoolId: 'eu-west-1_Found0001', UserPoolClientId: 'f0undinjobs' },
    });
    await write(workspaceFile, {
      folders: [{ path: 'web' }, { path: 'jobs' }],
      settings: { 'cognito.profiles': [profile('shared')] },
    });
    await session().editor.configure({ 'cognito.profiles': [profile('mine')] });
    workbench = await Workbench.open({ workspaceFile });
  });

  after(async () => {
    await workbench.close();
    await session().editor.configure({ 'cognito.profiles': [] });
  });

  it('has the profiles of the user, of the workspace and of each folder', async () => {
    await workbench.runCommand('Cognito: Select Active Profile…');
    const newcomer = new Newcomer(workbench);
    // The first one: a folder that comes later has a profile of that name too.
    for (const name of ['webDev', 'webLive', 'jobsDev', 'shared', 'mine']) {
      await newcomer.entry(name).first().waitFor();
    }
    // Nobody has chosen yet, so the first one is at hand.
    await newcomer.entry('webDev').and(workbench.page.locator('.focused')).waitFor();
    await workbench.picture('several-folders');
    await workbench.page.keyboard.press('Escape');
  });

  it('says that a folder hides another one’s profile, and opens the one that is hidden', async () => {
    await choose('Cognito: Select Active Profile…', 'Its name is used by another profile of this workspace');
    await workbench.page.locator('.tab.active').filter({ hasText: 'settings.json' }).waitFor();
    await workbench.page.locator('.view-line').filter({ hasText: 'hiddenByWeb' }).waitFor();
    await workbench.picture('hidden-profile');
    await workbench.runCommand('View: Close All Editors');
  });

  it('removes the hidden one alone', async () => {
    await choose('Cognito: Remove Profile…', 'Its name is used by another profile of this workspace');
    await workbench.dialog().getByText('Remove the entry “webDev” that cannot be used').waitFor();
    await workbench.dialog().getByRole('button', { name: 'Remove', exact: true }).click();
    await workbench.statusBarItem('Profile “webDev” removed').waitFor();
    deepEqual(await written('jobs'), [profile('jobsDev'), profile('jobsLive')]);
    deepEqual(await written('web'), [profile('webDev'), profile('webLive')]);
  });

  it('removes a profile from the folder that defines it, and leaves the rest', async () => {
    await choose('Cognito: Remove Profile…', 'webLive');
    await workbench
      .dialog()
      .getByText('Remove the profile “webLive” from the workspace’s settings?')
      .waitFor();
    await workbench.dialog().getByRole('button', { name: 'Remove', exact: true }).click();
    await workbench.statusBarItem('Profile “webLive” removed').waitFor();
    deepEqual(await written('web'), [profile('webDev')]);
    deepEqual(await written('jobs'), [profile('jobsDev'), profile('jobsLive')]);
  });

  it('opens the settings of the folder that defines a profile', async () => {
    await choose('Cognito: Edit Profile…', 'webDev');
    await workbench.page.locator('.tab.active').filter({ hasText: 'settings.json' }).waitFor();
    await workbench.page.locator('.view-line').filter({ hasText: 'eu-west-1_webDev' }).waitFor();
  });

  it('offers what the files of any folder name, and has it saved in its own file, which is opened to edit it', async () => {
    await workbench.runCommand('Cognito: Add Profile…');
    const newcomer = new Newcomer(workbench);
    await newcomer.entry('cdk-outputs.json').waitFor();
    await workbench.page.getByRole('button', { name: 'Save in the Workspace’s Settings Instead' }).click();
    await workbench.page.getByText('Add Profile to the Workspace’s Settings').waitFor();
    await newcomer.choose('cdk-outputs.json');
    await workbench.clickNotificationButton('was added to the workspace’s settings', 'Edit Profile');
    await workbench.page.locator('.view-line').filter({ hasText: 'eu-west-1_Found0001' }).first().waitFor();
    await workbench.picture('edit-profile-workspace-file');
  });
});
