import { equal, match } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { localPoolId, machineClient, publicClient, rotatingClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench, type Theme } from './workbench';

const themes: Readonly<Record<string, Theme>> = {
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
  dark: 'Default Dark Modern',
};

describe('Cognito view and status bar', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  const row = (name: string): Locator =>
    workbench.page.getByRole('treeitem', { name: new RegExp(`^${name}`) });
  const statusItem = (): Locator => workbench.page.locator('[id$="cognito.activeProfile"]');
  /** Chooses an entry of the open menu. */
  const chooseFromMenu = async (entry: string): Promise<void> => {
    await workbench.page.getByRole('menuitem', { name: entry }).hover();
    await workbench.page.keyboard.press('Enter');
  };
  const signIn = async (action: () => Promise<void>): Promise<void> => {
    const tab = await workbench.openedTab(action);
    await signInOnPage(tab);
    await workbench.page.bringToFront();
  };

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await session().editor.configure({ 'cognito.profiles': [] });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({
      'cognito.profiles': [],
      'cognito.defaultProfile': undefined,
      'cognitoSample.apiUrl': undefined,
    });
    await workbench.close();
    await pool.stop();
  });

  scenario('show the profiles and the user from the first profile to the sign-out', (step) => {
    step('shows a welcome view and no status bar item when there is no profile', async () => {
      await workbench.setTheme('Default Dark Modern');
      await workbench.page.getByRole('tab', { name: 'Cognito' }).click();
      await workbench.page.getByRole('button', { name: 'Start Local User Pool' }).waitFor();
      equal(await statusItem().count(), 0);
      await workbench.picture('view-welcome');
    });

    step('lists profiles with their states, also a profile that has an error', async () => {
      const { issuer } = pool;
      await session().editor.configure({
        'cognito.defaultProfile': 'dev',
        'cognitoSample.apiUrl': new URL('/oauth2/userInfo', issuer).href,
        'cognito.profiles': [
          { name: 'dev', issuer, clientId: publicClient },
          { name: 'prod', issuer, clientId: rotatingClient, production: true },
          { name: 'nightly job', issuer, clientId: machineClient.clientId, grant: 'client_credentials' },
          { name: 'half done', userPoolId: 'us-east-1_AbCdEf123' },
        ],
      });
      await workbench.reload();
      await row('dev, active. You are not signed in').waitFor();
      await row('prod, production. You are not signed in').waitFor();
      await row('nightly job. machine client. There is no access token yet').waitFor();
      await row('half done. This profile cannot be used: clientId is missing').waitFor();
      await statusItem().getByText('dev · sign in').waitFor();
      await workbench.picture('view-signed-out');
    });

    step('signs in from the view, and shows how long the access token is valid', async () => {
      await row('dev').hover();
      await signIn(() => row('dev').getByRole('button', { name: 'Sign In' }).click());
      await row('dev, active. jane.doe@example.com. The access token is good for').waitFor();
      match(await statusItem().innerText(), /dev · (1 h|59 min)/);
    });

    step('opens the walkthrough, whose pictures are taken here, and completes its step', async () => {
      const { page } = workbench;
      const size = page.viewportSize();
      await page.setViewportSize({ width: 800, height: 480 });
      await workbench.runCommand('View: Close All Editors');
      await row('dev').hover();
      await workbench.picture('walkthrough-profiles');
      await page.keyboard.press('F1');
      await workbench.input().fill('>Cognito: Copy Call');
      await page.locator('.quick-input-list').getByText('Callback URL').first().waitFor();
      await workbench.picture('walkthrough-callback-url');
      await page.keyboard.press('Escape');
      if (size) await page.setViewportSize(size);
      await workbench.runCommand('Welcome: Open Walkthrough...');
      await workbench.pick('Get Started with Amazon Cognito');
      await page.getByText('Register the callback URL').first().waitFor();
      await workbench.picture('walkthrough');
      // The editor completes a step only after it has shown the walkthrough.
      const done = page.locator('.codicon-getting-started-step-checked');
      equal(await done.count(), 0);
      await workbench.runCommand('Cognito: Copy Callback URL');
      await workbench.runCommand('Welcome: Open Walkthrough...');
      await workbench.pick('Get Started with Amazon Cognito');
      await done.first().waitFor();
      await workbench.runCommand('View: Close All Editors');
    });

    for (const [name, theme] of Object.entries(themes)) {
      step(`shows the view and the status bar in ${theme}`, async () => {
        await workbench.setTheme(theme);
        await row('dev').hover();
        await workbench.picture(`view-${name}`);
      });
    }

    step('copies the access token from the view', async () => {
      await row('dev').hover();
      await row('dev').getByRole('button', { name: 'Copy Access Token' }).click();
      await workbench.statusBarItem('Access token of “dev” copied').waitFor();
      match(await workbench.readClipboard(), /^ey/);
    });

    step('shows the user, the pool and links in the tooltip of the status bar', async () => {
      await statusItem().hover();
      const tooltip = workbench.page.locator('.workbench-hover');
      await tooltip.getByText('jane.doe@example.com').waitFor();
      await tooltip.getByText(localPoolId).waitFor();
      await workbench.picture('status-bar-tooltip');
      await tooltip.getByRole('button', { name: 'Refresh' }).or(tooltip.getByText('Refresh')).first().click();
      await workbench.statusBarItem('Tokens of “dev” refreshed').waitFor();
    });

    step('opens the inspector with a click on the status bar', async () => {
      await workbench.runCommand('View: Close All Editors');
      await statusItem().click();
      await workbench
        .webview('Cognito: dev')
        .getByRole('heading', { name: 'jane.doe@example.com' })
        .waitFor();
    });

    step('has the warning colour when a production profile is active', async () => {
      await row('prod').click({ button: 'right' });
      await chooseFromMenu('Select Active Profile');
      await statusItem().getByText('prod · sign in').waitFor();
      await workbench.page.locator('[id$="cognito.activeProfile"].warning-kind').waitFor();
      await workbench.picture('status-bar-production');
    });

    step('has an account with Sign Out in the Accounts menu', async () => {
      await workbench.page.getByRole('button', { name: 'Accounts' }).click();
      const account = workbench.page.getByRole('menuitem', { name: /jane\.doe@example\.com \(dev\)/ });
      await account.waitFor();
      await account.hover();
      await workbench.page.getByRole('menuitem', { name: 'Sign Out' }).waitFor();
      await workbench.picture('accounts-menu');
      await workbench.page.keyboard.press('Escape');
      await workbench.page.keyboard.press('Escape');
    });

    step('gives another extension a session only when the user allows it', async () => {
      await workbench.runCommand('Cognito Sample: Call the API');
      await workbench.dialog().getByText('Cognito Sample').first().waitFor();
      await workbench.picture('consent');
      await workbench.dialog().getByRole('button', { name: 'Cancel' }).click();
      await workbench.notification('Cognito Sample failed').waitFor();
      await workbench.runCommand('Cognito Sample: Call the API');
      await workbench.dialog().getByRole('button', { name: 'Allow' }).click();
      await workbench.pick('jane.doe@example.com (dev)');
      await workbench.notification('Cognito Sample: 200 for jane.doe@example.com (dev)').waitFor();
    });

    step('signs out from the view, and shows that the browser is still signed in', async () => {
      await row('dev').click({ button: 'right' });
      await chooseFromMenu('Sign Out');
      await workbench.statusBarItem(/Signed out of “dev”.*The browser is still signed in/).waitFor();
      await row('dev. You are not signed in').waitFor();
    });
  });
});
