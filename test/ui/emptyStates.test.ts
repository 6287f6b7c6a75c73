import type { Locator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';

describe('Empty states', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await session().editor.configure({ 'cognito.profiles': [] });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
    await pool.stop();
  });

  /** Waits for a notification with these buttons, and closes it. */
  const expectButtons = async (text: string, ...buttons: readonly string[]): Promise<void> => {
    for (const name of buttons) {
      await workbench.notification(text).getByRole('button', { name, exact: true }).waitFor();
    }
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.notification(text).waitFor({ state: 'detached' });
  };
  const settingsEditor = (setting: string): Locator =>
    workbench.page.locator('.settings-editor').getByText(setting).first();
  const closeEditors = (): Promise<void> => workbench.runCommand('View: Close All Editors');

  scenario('without a profile lead to one', (step) => {
    step('has buttons in the Cognito view', async () => {
      await workbench.page.getByRole('tab', { name: 'Cognito', exact: true }).click();
      for (const name of ['Add Profile', 'Start Local User Pool']) {
        await workbench.page.getByRole('button', { name, exact: true }).waitFor();
      }
    });

    step('has buttons below the message of a command that needs a profile', async () => {
      await workbench.runCommand('Cognito: Show Sessions');
      await expectButtons('There is no profile yet.', 'Add Profile', 'Start Local User Pool');
    });
  });

  scenario('without an entry in the settings lead to the settings', (step) => {
    step('starts at the empty list of API calls, when there is no API proxy', async () => {
      await workbench.runCommand('Cognito: Show API Calls');
      const panel = workbench.webview('Cognito: API Calls');
      await panel.getByRole('button', { name: 'Start API Proxy' }).click();
      await workbench.clickNotificationButton('There is no API proxy yet.', 'Open Settings');
      await settingsEditor('Api Proxies').waitFor();
      await closeEditors();
    });

    step('offers to start an API proxy when no API proxy runs', async () => {
      await workbench.runCommand('Cognito: Stop API Proxy…');
      await workbench.clickNotificationButton('No API proxy runs in this window.', 'Start API Proxy');
      await expectButtons('There is no API proxy yet.', 'Open Settings');
    });

    for (const command of ['Check MCP Server…', 'Copy MCP Configuration…']) {
      step(`opens the settings from ${command} without an MCP server`, async () => {
        await workbench.runCommand(`Cognito: ${command}`);
        await workbench.clickNotificationButton('There is no MCP server yet.', 'Open Settings');
        await settingsEditor('Mcp Servers').waitFor();
        await closeEditors();
      });
    }

    step('opens the settings from Try Trigger without a trigger', async () => {
      await workbench.runCommand('Cognito: Try Trigger');
      await expectButtons('There is no trigger to try.', 'Open Settings');
    });

    step('tries again when the answer of an API has been copied', async () => {
      await workbench.writeClipboard('nothing');
      await workbench.runCommand('Cognito: Explain API Answer…');
      const missing = 'There is no answer of an API';
      await workbench.notification(missing).waitFor();
      await workbench.writeClipboard('HTTP/1.1 401 Unauthorized\n\n{"message":"Unauthorized"}');
      await workbench.clickNotificationButton(missing, 'Try Again');
      await workbench.webview('Cognito: API Calls').getByText('It is unknown why the API').waitFor();
      await closeEditors();
    });
  });

  scenario('without a session or a token lead to them', (step) => {
    step('has buttons in the inspector', async () => {
      await session().editor.configure({
        // Without openid there is no ID token.
        'cognito.profiles': [
          {
            name: 'dev',
            issuer: pool.issuer,
            clientId: publicClient,
            scopes: ['aws.cognito.signin.user.admin'],
          },
        ],
      });
      await workbench.reload();
      await workbench.runCommand('Cognito: Open Token Inspector');
      const inspector = workbench.webview('Cognito: dev');
      for (const name of ['Sign In', 'Check App Client', 'Inspect Any Token…']) {
        await inspector.getByRole('button', { name, exact: true }).waitFor();
      }
    });

    step('has a button below the message of a command that needs a session', async () => {
      await workbench.runCommand('Cognito: Show Sessions');
      await expectButtons('You are not signed in to “dev”', 'Sign In');
    });

    step('opens the profile from the tab of an ID token that was not issued', async () => {
      const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
      await signInOnPage(tab);
      await workbench.page.bringToFront();
      const inspector = workbench.webview('Cognito: dev');
      await inspector.getByRole('tab', { name: 'ID token' }).click();
      await inspector.getByText('Cognito issued no ID token.').waitFor();
      await workbench.picture('inspector-no-id-token');
      await inspector.getByRole('button', { name: 'Edit Profile…', exact: true }).click();
      await workbench.page.locator('.view-lines').getByText('aws.cognito.signin.user.admin').waitFor();
    });
  });
});
