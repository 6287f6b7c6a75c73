import { deepEqual } from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '../support/processes';
import { CountingUser } from './countingUser';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';

/** The folder of the workspace file and of its two folders. */
const base = temporaryFolder('folders-');

async function write(file: string, content: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(content, undefined, 2));
}

/** Profiles come from the user settings, the workspace settings and the settings of each folder. */
describe('Multi-root workspace', () => {
  const settingsOf = (folder: string): string => join(base, folder, '.vscode/settings.json');
  const profile = (name: string, fields: object = {}): object => ({
    name,
    userPoolId: `eu-west-1_${name}`,
    clientId: `client${name}`,
    ...fields,
  });
  /** A profile of the second folder whose name a profile of the first folder has. */
  const hidden = profile('webDev', { clientId: 'hiddenByWeb' });
  let workbench: Workbench;

  /** The profiles in the settings file of a folder. */
  const profilesOf = async (folder: string): Promise<unknown> => {
    const settings = JSON.parse(await readFile(settingsOf(folder), 'utf8')) as Record<string, unknown>;
    return settings['cognito.profiles'];
  };
  const runAndChoose = async (command: string, name: string): Promise<void> => {
    await workbench.runCommand(command);
    await new CountingUser(workbench).choose(name);
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

  scenario('is listed, edited, removed and added in the settings of the right folder', (step) => {
    step(
      'lists the profiles of the user, of the workspace and of each folder in Select Active Profile',
      async () => {
        await workbench.runCommand('Cognito: Select Active Profile…');
        const user = new CountingUser(workbench);
        // `first`: the second folder has a profile with the name webDev too.
        for (const name of ['webDev', 'webLive', 'jobsDev', 'shared', 'mine']) {
          await user.entry(name).first().waitFor();
        }
        // No profile is active yet, so the first one is focused.
        await user.entry('webDev').and(workbench.page.locator('.focused')).waitFor();
        await workbench.picture('several-folders');
        await workbench.page.keyboard.press('Escape');
      },
    );

    step(
      'marks a profile whose name another folder uses, and opens its settings when it is chosen',
      async () => {
        await runAndChoose(
          'Cognito: Select Active Profile…',
          'Its name is used by another profile of this workspace',
        );
        await workbench.page.locator('.tab.active').filter({ hasText: 'settings.json' }).waitFor();
        await workbench.page.locator('.view-line').filter({ hasText: 'hiddenByWeb' }).waitFor();
        await workbench.picture('hidden-profile');
        await workbench.runCommand('View: Close All Editors');
      },
    );

    step('removes only the hidden profile when two folders have the same name', async () => {
      await runAndChoose('Cognito: Remove Profile…', 'Its name is used by another profile of this workspace');
      await workbench.dialog().getByText('Remove the entry “webDev” that cannot be used').waitFor();
      await workbench.dialog().getByRole('button', { name: 'Remove', exact: true }).click();
      await workbench.statusBarItem('Profile “webDev” removed').waitFor();
      deepEqual(await profilesOf('jobs'), [profile('jobsDev'), profile('jobsLive')]);
      deepEqual(await profilesOf('web'), [profile('webDev'), profile('webLive')]);
    });

    step('removes a profile from the settings of its folder only', async () => {
      await runAndChoose('Cognito: Remove Profile…', 'webLive');
      await workbench
        .dialog()
        .getByText('Remove the profile “webLive” from the workspace’s settings?')
        .waitFor();
      await workbench.dialog().getByRole('button', { name: 'Remove', exact: true }).click();
      await workbench.statusBarItem('Profile “webLive” removed').waitFor();
      deepEqual(await profilesOf('web'), [profile('webDev')]);
      deepEqual(await profilesOf('jobs'), [profile('jobsDev'), profile('jobsLive')]);
    });

    step('opens the settings of the folder of a profile in Edit Profile', async () => {
      await runAndChoose('Cognito: Edit Profile…', 'webDev');
      await workbench.page.locator('.tab.active').filter({ hasText: 'settings.json' }).waitFor();
      await workbench.page.locator('.view-line').filter({ hasText: 'eu-west-1_webDev' }).waitFor();
    });

    step('offers the pools of files in every folder, and adds a profile to the workspace file', async () => {
      await workbench.runCommand('Cognito: Add Profile…');
      const user = new CountingUser(workbench);
      await user.entry('cdk-outputs.json').waitFor();
      await workbench.page.getByRole('button', { name: 'Save in the Workspace’s Settings Instead' }).click();
      await workbench.page.getByText('Add Profile to the Workspace’s Settings').waitFor();
      await user.choose('cdk-outputs.json');
      await workbench.clickNotificationButton('was added to the workspace’s settings', 'Edit Profile');
      await workbench.page.locator('.view-line').filter({ hasText: 'eu-west-1_Found0001' }).first().waitFor();
      await workbench.picture('edit-profile-workspace-file');
    });
  });
});
