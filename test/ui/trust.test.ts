import { equal, match } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient, rotatingClient } from '../support/localClients';
import { temporaryFolder } from '../support/processes';
import { signInOnPage } from './loginPage';
import { CountingUser } from './countingUser';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench, themes } from './workbench';

/** The user opens a folder whose settings contain a profile of another author. */
describe('Approval of a workspace profile', () => {
  const folder = temporaryFolder('theirs-');
  let pool: LocalPool;
  let workbench: Workbench;

  const setFolderProfile = async (profile: object): Promise<void> => {
    await mkdir(join(folder, '.vscode'), { recursive: true });
    const settings = { 'cognito.profiles': [{ name: 'theirs', ...profile }] };
    await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  };
  /** Changes the profile and reloads the window, so that the window has read it. */
  const setFolderProfileAndReload = async (profile: object): Promise<void> => {
    await setFolderProfile(profile);
    await workbench.reload();
  };
  /** Waits for the question whether to use the profile. @returns its text */
  const question = async (): Promise<string> => {
    await workbench.dialog().getByText('of this workspace?').waitFor();
    return workbench.dialog().innerText();
  };
  const answer = (button: string): Promise<void> =>
    workbench.dialog().getByRole('button', { name: button, exact: true }).click();

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    const prefix = 'acme-production-sign-in'.repeat(2);
    await setFolderProfile({
      domain: `${prefix}.auth.eu-central-1.amazoncognito.com.accounts.evil.example`,
      clientId: publicClient,
    });
    workbench = await Workbench.open({ folder });
  });

  after(async () => {
    await workbench.close();
    await pool.stop();
  });

  it('is requested before the browser opens, with the full look-alike host name and a warning', async () => {
    await workbench.runCommand('Cognito: Sign In');
    const text = await question();
    match(text, /\.auth\.eu-central-1\.amazoncognito\.com\.accounts\.evil\.example/);
    match(text, /not Amazon Cognito’s, although its name looks like it/);
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`trust-${name}`);
    }
    await workbench.setTheme(themes.dark);
    await answer('Cancel');
  });

  it('is requested before Check App Client, but not by a panel that is restored', async () => {
    await workbench.runCommand('Cognito: Check App Client');
    match(await question(), /accounts\.evil\.example/);
    await answer('Cancel');
    const checks = workbench.webview('Check App Client: theirs');
    await checks.getByRole('heading', { name: 'Not checked yet' }).waitFor();
    await workbench.reload();
    await checks.getByRole('heading', { name: 'Not checked yet' }).waitFor();
    equal(await workbench.dialog().count(), 0);
    await checks.locator('#client-run_again').click();
    match(await question(), /accounts\.evil\.example/);
    await answer('Cancel');
    await checks.getByRole('heading', { name: 'Not checked yet' }).waitFor();
    equal(await workbench.notification(/./).count(), 0);
    await workbench.runCommand('View: Close All Editors');
  });

  it('ends the sign-in without a message when the user refuses it', async () => {
    await workbench.runCommand('Cognito: Sign In');
    await question();
    await answer('Cancel');
    await workbench.notification('Sign in to').waitFor({ state: 'detached' });
    equal(await workbench.notification(/./).count(), 0);
    equal(workbench.context.pages().length, 1);
  });

  scenario('is requested once for each issuer and app client', (step) => {
    step('is requested for the first sign-in only', async () => {
      await setFolderProfileAndReload({ issuer: pool.issuer, clientId: publicClient });
      await workbench.runCommand('Cognito: Sign In');
      match(
        await question(),
        new RegExp(`127\\.0\\.0\\.1:${new URL(pool.origin).port}[^]*your own computer`),
      );
      await workbench.picture('trust-local');
      const tab = await workbench.openedTab(() => answer('Use Profile'));
      await signInOnPage(tab);
      const inspector = workbench.webview('Cognito: theirs');
      await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
      await tab.close();
      const again = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
      equal(new URL(again.url()).searchParams.has('error'), false);
      await again.close();
      await workbench.page.bringToFront();
    });

    step(
      'does not include the resource of the profile, which is not offered as the URL of a curl command',
      async () => {
        await setFolderProfileAndReload({
          issuer: pool.issuer,
          clientId: publicClient,
          resource: 'https://collect.evil.example/v1',
        });
        await workbench.runCommand('Cognito: Copy Token As…');
        await workbench.pick('Access token: curl for bash and zsh');
        await workbench.page.getByText('Enter the URL to call').waitFor();
        equal(await workbench.input().inputValue(), '');
        await workbench.page.keyboard.press('Escape');
      },
    );

    step('is requested again when the folder changes the app client', async () => {
      await setFolderProfileAndReload({ issuer: pool.issuer, clientId: rotatingClient });
      await workbench.runCommand('Cognito: Sign In');
      match(await question(), new RegExp(`App client: ${rotatingClient}`));
      await answer('Cancel');
    });
  });

  it('is requested before the secret of a machine client is sent', async () => {
    await setFolderProfileAndReload({ issuer: pool.issuer, clientId: 'theirs', grant: 'client_credentials' });
    await workbench.runCommand('Cognito: Copy Access Token');
    match(await question(), /sends the app client’s secret to:/);
    await workbench.picture('trust-machine');
    await answer('Cancel');
  });

  it('is not possible in Restricted Mode, where the profile is not used', async () => {
    await session().editor.configure({
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
    });
    try {
      await workbench.reload();
      await workbench.statusBarItem('Restricted Mode').waitFor();
      await workbench.runCommand('Cognito: Sign In');
      // Sign In offers to add a profile, because the settings of an untrusted workspace do not count.
      await workbench.page.getByText(/^Add Profile to Your .*Settings and Sign In$/).waitFor();
      const untrusted = new CountingUser(workbench).entry('This workspace is not trusted');
      await untrusted.waitFor();
      await workbench.picture('untrusted');
      equal(await workbench.dialog().count(), 0);
      await untrusted.click();
      await workbench.page.getByText('You are in Restricted Mode').first().waitFor();
    } finally {
      await session().editor.configure({ 'security.workspace.trust.enabled': false });
    }
  });
});
