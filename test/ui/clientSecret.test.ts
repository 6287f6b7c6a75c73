import { equal, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startLocalPool } from '../../src/localPool/localPool';
import type { LocalPool } from '../../src/localPool/localPool';
import { fillIn } from './loginPage';
import { session } from './session';
import { Workbench, themes } from './workbench';

const backend = {
  clientId: '3c0nf1dent1a1demo8wm4t6rya',
  secret: '1l0ca1p00lc0nf1dentia1s3cr3tf0rtesting0n1yn0tasecret',
};
const machine = {
  clientId: '4m2mserv1ceacc0untdemo5hjb',
  secret: '1l0ca1p00lmach1net0mach1nes3cr3tf0rtesting0n1yn0tone',
};

describe('An app client with a secret', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  const configure = (profile: object): Promise<void> =>
    session().editor.configure({ 'cognito.profiles': [{ issuer: pool.issuer, ...profile }] });

  /** A window reads the user's settings when it is loaded. */
  const configureAnew = async (profile: object): Promise<void> => {
    await configure(profile);
    await workbench.reload();
  };
  const prompted = (): Locator => workbench.page.getByPlaceholder('A secret is set.');

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await configure({ name: 'backend', clientId: backend.clientId });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
    await pool.stop();
  });

  it('says that it may have one when the pool refuses it, and asks for it', async () => {
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    await fillIn(tab, 'jane', 'Passw0rd!');
    await workbench.notification('the app client has a secret and none was sent').waitFor();
    await tab.close();
    await workbench.picture('secret-missing');
    await workbench.clickNotificationButton('none was sent', 'Set Client Secret');
    await workbench.input().waitFor();
    equal(await workbench.input().getAttribute('type'), 'password');
  });

  it('warns about text that does not look like one, and takes it with the spaces of a paste removed', async () => {
    await workbench.input().fill('not a secret');
    await workbench.page.getByText('usually look different').waitFor();
    await workbench.picture('secret-odd');
    await workbench.input().fill(`  ${backend.secret} `);
    await workbench.page.getByText('usually look different').waitFor({ state: 'hidden' });
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`secret-${name}`);
    }
    await workbench.setTheme(themes.dark);
    await workbench.input().press('Enter');
    await workbench.notification('The client secret of “backend” is set').waitFor();
  });

  it('signs in with it', async () => {
    // The browser is signed in already, and comes back by itself.
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

  it('offers to remove it when the answer is empty', async () => {
    await workbench.runCommand('Cognito: Set Client Secret…');
    await prompted().press('Enter');
    await workbench.dialog().getByText('Remove the client secret of “backend”').waitFor();
    await workbench.picture('secret-remove');
    await workbench.dialog().getByRole('button', { name: 'Remove Secret' }).click();
    await workbench.statusBarItem('Client secret of “backend” removed').waitFor();
    await workbench.runCommand('Cognito: Set Client Secret…');
    await workbench.page.getByPlaceholder('From the app client’s page').press('Escape');
    equal(await prompted().count(), 0);
  });

  it('is not used while it is in the settings, and says how to remove it', async () => {
    await configureAnew({ name: 'backend', clientId: backend.clientId, clientSecret: backend.secret });
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.notification('Remove clientSecret from the profile').waitFor();
    await workbench.picture('secret-in-settings');
    await workbench.clickNotificationButton('Remove clientSecret from the profile', 'Edit Profile');
    await workbench.page.locator('.view-line').filter({ hasText: 'clientSecret' }).waitFor();
    await workbench.runCommand('View: Close All Editors');
  });

  it('gets a token for a machine, without a browser, and shows it', async () => {
    await configureAnew({ name: 'nightly job', clientId: machine.clientId, grant: 'client_credentials' });
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.notification('No client secret is stored for “nightly job”').waitFor();
    await workbench.clickNotificationButton('No client secret is stored', 'Set Client Secret');
    await workbench.answer(machine.secret);
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
  });

  it('left no secret in any file that the editor wrote', async () => {
    const entries = readdirSync(session().editor.dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('extensions'));
    let logged = false;
    for (const file of files) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      logged ||= text.includes('[client-secret] set for the app client');
      for (const { secret } of [backend, machine]) equal(text.includes(secret), false, file.name);
    }
    ok(logged);
  });
});
