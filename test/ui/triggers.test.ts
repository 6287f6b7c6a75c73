import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { publicClient } from '../support/localClients';
import { root } from '../support/packaging';
import { temporaryFolder } from '../support/processes';
import {
  narrowWebviewFaults,
  systemSettingFaults,
  webviewFaults,
  webviewKeyboardFaults,
} from './accessibility';
import { signInToProfile } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { themes, Workbench } from './workbench';

const code = (body: string): string => `export const handler = async (event: any) => {
  console.log('Tokens for', event.userName);
  ${body}
  return event;
};
`;
const addsPlan = (plan: string): string =>
  code(`event.response = { claimsAndScopeOverrideDetails: {
    idTokenGeneration: { claimsToAddOrOverride: { plan: '${plan}', sub: 'another' }, claimsToSuppress: ['family_name'] },
    accessTokenGeneration: { claimsToAddOrOverride: { plan: '${plan}' }, scopesToAdd: ['orders/write'] },
  } };`);

/** The editor adds nothing to what a test types. */
const typing = { 'editor.autoClosingBrackets': 'never', 'editor.autoIndent': 'none' };

describe('Try Trigger', () => {
  const folder = temporaryFolder('trigger-');
  let workbench: Workbench;

  before(async () => {
    await mkdir(join(folder, 'lambda'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(join(root, 'node_modules/esbuild'), join(folder, 'node_modules/esbuild'), 'junction');
    await writeFile(join(folder, 'lambda/pre-token.ts'), addsPlan('gold'));
    const preTokenGeneration = { file: './lambda/pre-token.ts', version: 'V2_0' };
    await writeFile(join(folder, 'pool.json'), JSON.stringify({ triggers: { preTokenGeneration } }));
    await session().editor.configure({
      'cognito.localUserPool.configFile': join(folder, 'pool.json'),
      ...typing,
    });
    workbench = await Workbench.open({ folder });
  });

  after(async () => {
    await session().editor.configure({
      'cognito.profiles': [],
      'cognito.localUserPool.configFile': undefined,
      ...Object.fromEntries(Object.keys(typing).map((name) => [name, undefined])),
    });
    await workbench.close();
  });

  const page = (): FrameLocator => workbench.webview('Cognito: Try Trigger');
  const row = (name: string) => page().locator('.comparison tbody tr').filter({ hasText: name });
  const inEveryTheme = async (picture: string): Promise<void> => {
    for (const [themeName, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`${picture}-${themeName}`);
      deepEqual(await webviewFaults(page().locator('html')), []);
    }
    await workbench.setTheme(themes.dark);
    deepEqual(await webviewKeyboardFaults(page().locator('html')), []);
    deepEqual(await systemSettingFaults(page().locator('html')), []);
    deepEqual(await narrowWebviewFaults(page().locator('html'), `${picture}-narrow`), []);
  };
  /** Replaces the file in its editor, and saves it. */
  const save = async (text: string): Promise<void> => {
    await page().locator('#act-open').click();
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.page.keyboard.press('Control+A');
    await workbench.page.keyboard.insertText(text);
    await workbench.page.keyboard.press('Control+S');
  };

  scenario('shows what the trigger of the workspace changes in both tokens', (step) => {
    step('asks once, and runs nothing when the user declines', async () => {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.runCommand('Cognito: Try Trigger');
      match(await workbench.dialog().innerText(), /lambda\/pre-token\.ts/);
      await workbench.picture('trigger-question');
      await workbench.dialog().getByRole('button', { name: 'Cancel' }).click();
      await workbench.runCommand('Cognito: Try Trigger');
      await workbench.dialog().getByRole('button', { name: 'Run Trigger' }).click();
      await page().getByRole('heading', { name: 'The trigger answered' }).waitFor();
    });

    step('compares the tokens without and with the trigger', async () => {
      await row('ID token: plan').getByText('gold').waitFor();
      await row('Access token: plan').getByText('gold').waitFor();
      await row('Access token: scope').getByText('orders/write').waitFor();
      await row('ID token: family_name').getByText('Only in Original token').waitFor();
      equal(await page().getByRole('status').innerText(), 'The trigger answered');
      await page().getByText('A trigger cannot change this claim.').waitFor();
      match(await page().locator('#event').innerText(), /TokenGeneration_HostedAuth/);
      match(await page().locator('#answer').innerText(), /claimsToSuppress/);
      match(await page().locator('#output').innerText(), /Tokens for jane/);
      await inEveryTheme('trigger');
    });

    step('changes the tokens of a sign-in to the local user pool', async () => {
      await workbench.runCommand('Cognito: Start Local User Pool');
      await workbench.notification('The local user pool runs at').waitFor();
      await signInToProfile(workbench, 'Local user pool');
      const inspector = workbench.webview('Cognito: Local user pool');
      await inspector.locator('tr[data-name="plan"]').getByText('gold').waitFor();
      await workbench.runCommand('Cognito: Stop Local User Pool');
    });

    step('uses the session of the profile', async () => {
      await workbench.runCommand('Cognito: Try Trigger');
      await page().locator('#act-session').click();
      await page().getByText('of your session of “Local user pool”').waitFor();
      await page().getByRole('heading', { name: 'The trigger answered' }).waitFor();
      match(await page().locator('#event').innerText(), new RegExp(publicClient));
      await inEveryTheme('trigger-session');
      await page().locator('#act-sample').click();
      await page().getByText('jane, of the local user pool').waitFor();
    });

    step('runs again when the file is saved', async () => {
      await save(addsPlan('silver'));
      await row('ID token: plan').getByText('silver').waitFor();
    });

    step('shows what an app gets from a trigger that fails, and where it failed', async () => {
      await save(code(`throw new Error('Not allowed');`));
      await page().getByText('PreTokenGeneration failed with error Not allowed.').waitFor();
      match(await page().locator('#stack').innerText(), /pre-token\.ts:3:9/);
      await inEveryTheme('trigger-failed');
    });

    step('stops at a statement of the trigger in the editor’s debugger', async () => {
      await save(code('debugger;'));
      await page().getByRole('heading', { name: 'The trigger answered' }).waitFor();
      await page().locator('#act-debug').click();
      await page().getByRole('heading', { name: 'The trigger is being debugged' }).waitFor();
      await workbench.page.locator('.debug-top-stack-frame-line').first().waitFor();
      await workbench.picture('trigger-debugged');
      await workbench.runCommand('Debug: Continue');
      await page().getByRole('heading', { name: 'The trigger answered' }).waitFor();
    });
  });

  it('runs nothing in Restricted Mode, although the user has allowed the file', async () => {
    const trace = join(folder, 'trace');
    await writeFile(
      join(folder, 'lambda/pre-token.ts'),
      code(`require('node:fs').writeFileSync(${JSON.stringify(trace)}, '');`),
    );
    await session().editor.configure({
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
    });
    try {
      await workbench.reload();
      await workbench.statusBarItem('Restricted Mode').waitFor();
      const refused = 'The trigger “pre-token.ts” was not run.';
      await workbench.runCommand('Cognito: Start Local User Pool');
      await workbench.notification(refused).waitFor();
      await workbench.picture('trigger-untrusted');
      await workbench.runCommand('Notifications: Clear All Notifications');
      await workbench.runCommand('Cognito: Try Trigger');
      await workbench.clickNotificationButton(refused, 'Manage Workspace Trust');
      await workbench.page.getByText('You are in Restricted Mode').first().waitFor();
      equal(existsSync(trace), false);
    } finally {
      await session().editor.configure({ 'security.workspace.trust.enabled': false });
    }
  });
});
