import { equal, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { confidentialClient, machineClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench, themes } from './workbench';

describe('App client with a client secret', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  const configure = (profile: object): Promise<void> =>
    session().editor.configure({ 'cognito.profiles': [{ issuer: pool.issuer, ...profile }] });

  /** Changes the profile and reloads the window, so that the window has read it. */
  const configureAndReload = async (profile: object): Promise<void> => {
    await configure(profile);
    await workbench.reload();
  };
  /** The input box of Set Client Secret when a secret is stored. */
  const boxWithStoredSecret = (): Locator => workbench.page.getByPlaceholder('A secret is set.');

  /** Reads every file that the editor has written. */
  const expectNoSecretInFiles = async (): Promise<void> => {
    const entries = readdirSync(session().editor.dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('extensions'));
    let logged = false;
    for (const file of files) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      logged ||= text.includes('[client-secret] set for the app client');
      for (const { secret } of [confidentialClient, machineClient]) {
        equal(text.includes(secret), false, file.name);
      }
    }
    ok(logged);
  };

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await configure({ name: 'backend', clientId: confidentialClient.clientId });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
    await pool.stop();
  });

  scenario('is asked for, stored, used and removed', (step) => {
    step('offers Set Client Secret when the user pool refuses a sign-in without the secret', async () => {
      const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
      await signInOnPage(tab);
      await workbench.notification('the app client has a secret and none was sent').waitFor();
      await tab.close();
      await workbench.picture('secret-missing');
      await workbench.clickNotificationButton('none was sent', 'Set Client Secret');
      await workbench.input().waitFor();
      equal(await workbench.input().getAttribute('type'), 'password');
    });

    step('takes a text of any form as the secret, and stores a secret without spaces around it', async () => {
      const left = workbench.page.getByText('The spaces around the secret are left out.');
      await workbench.input().fill(`  ${confidentialClient.secret} `);
      await left.waitFor();
      await workbench.picture('secret-spaces');
      await workbench.input().fill('my secret: 100 % ö+');
      await left.waitFor({ state: 'hidden' });
      await workbench.input().fill(`  ${confidentialClient.secret} `);
      for (const [name, theme] of Object.entries(themes)) {
        await workbench.setTheme(theme);
        await workbench.picture(`secret-${name}`);
      }
      await workbench.setTheme(themes.dark);
      await workbench.input().press('Enter');
      await workbench.notification('The client secret of “backend” is set').waitFor();
    });

    step('offers a sign-in with the stored secret', async () => {
      // The browser is still signed in at the pool, so the sign-in page needs no input.
      const tab = await workbench.openedTab(() =>
        workbench.clickNotificationButton('The client secret of “backend” is set', 'Sign In'),
      );
      await workbench.page.bringToFront();
      await workbench
        .webview('Cognito: backend')
        .getByRole('heading', { name: 'jane.doe@example.com' })
        .waitFor();
      await tab.close();
    });

    step('offers to remove the stored secret when Set Client Secret gets an empty input', async () => {
      await workbench.runCommand('Cognito: Set Client Secret…');
      await boxWithStoredSecret().press('Enter');
      await workbench.dialog().getByText('Remove the client secret of “backend”').waitFor();
      await workbench.picture('secret-remove');
      await workbench.dialog().getByRole('button', { name: 'Remove Secret' }).click();
      await workbench.statusBarItem('Client secret of “backend” removed').waitFor();
      await workbench.runCommand('Cognito: Set Client Secret…');
      await workbench.page.getByPlaceholder('From the app client’s page').press('Escape');
      equal(await boxWithStoredSecret().count(), 0);
    });

    step('leaves no secret in any file of the editor', expectNoSecretInFiles);
  });

  it('shows an error with Edit Profile while the settings contain the secret', async () => {
    await configureAndReload({
      name: 'backend',
      clientId: confidentialClient.clientId,
      clientSecret: confidentialClient.secret,
    });
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.notification('Remove clientSecret from the profile').waitFor();
    await workbench.picture('secret-in-settings');
    await workbench.clickNotificationButton('Remove clientSecret from the profile', 'Edit Profile');
    await workbench.page.locator('.view-line').filter({ hasText: 'clientSecret' }).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('lets a machine client get an access token without a browser, and leaves its secret in no file', async () => {
    await configureAndReload({
      name: 'nightly job',
      clientId: machineClient.clientId,
      grant: 'client_credentials',
    });
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.notification('No client secret is stored for “nightly job”').waitFor();
    await workbench.clickNotificationButton('No client secret is stored', 'Set Client Secret');
    await workbench.answer(machineClient.secret);
    await workbench.clickNotificationButton('The client secret of “nightly job” is set', 'Sign In');
    const inspector = workbench.webview('Cognito: nightly job');
    await inspector.getByText('Machine client', { exact: true }).waitFor();
    equal(await inspector.getByRole('tab', { name: /^(ID token|USERINFO)/ }).count(), 0);
    await inspector.getByText('orders/write').first().waitFor();
    await inspector.getByRole('tab', { name: 'Which token?' }).click();
    await inspector.getByText('a machine client has no other').waitFor();
    await inspector.getByText('a machine client has no user').first().waitFor();
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    await workbench.runCommand('Notifications: Clear All Notifications');
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`machine-${name}`);
    }
    await workbench.setTheme(themes.dark);
    await expectNoSecretInFiles();
  });
});
