import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { decodeJwt } from '../../src/core/jwt';
import { root } from '../support/packaging';
import { session } from './session';
import { Workbench } from './workbench';
import type { Theme } from './workbench';

const themes: Readonly<Record<string, Theme>> = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

describe('A newcomer without an AWS account', () => {
  let workbench: Workbench;
  let inspector: FrameLocator;
  const copied: string[] = [];

  before(async () => {
    workbench = await Workbench.open();
    inspector = workbench.webview('Cognito: Local user pool');
  });

  after(async () => {
    await workbench.close();
  });

  it('is told what to do when there is no profile yet', async () => {
    await workbench.runCommand('Cognito: Sign In');
    const notification = workbench.notification('There is no profile yet');
    await notification.waitFor();
    await workbench.picture('no-profile');
    await workbench.clickNotificationButton('There is no profile yet', 'Start Local User Pool');
  });

  it('starts the local user pool and reads whom to sign in as', async () => {
    const notification = workbench.notification('The local user pool runs at http://127.0.0.1:9270');
    await notification.waitFor();
    match(await notification.innerText(), /Sign in as jane with the password Passw0rd!/);
    await workbench.picture('local-user-pool');
  });

  it('signs in on the Hosted UI in the browser and is back at the inspector', async () => {
    const tab = await workbench.openedTab(() =>
      workbench.clickNotificationButton('The local user pool runs', 'Sign In'),
    );
    await tab.screenshot({ path: join(root, 'out/pictures/login-page.png') });
    await signIn(tab, 'jane', 'Passw0rd!');
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await tab.close();
    equal(await inspector.locator('.card.passed').count(), 2);
    for (const claim of ['sub', 'cognito:groups', 'token_use', 'exp', 'custom:tenant']) {
      ok((await inspector.getByRole('rowheader', { name: claim, exact: true }).count()) > 0, claim);
    }
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`reads the inspector in ${theme}`, async () => {
      await workbench.setTheme(theme);
      await workbench.picture(`inspector-${name}`);
    });
  }

  it('copies the access token and the ID token', async () => {
    await workbench.setTheme('Default Dark Modern');
    await inspector.locator('#run-copyAccessToken').click();
    await workbench.statusBarItem('Access token of “Local user pool” copied').waitFor();
    copied.push(await workbench.readClipboard());
    await workbench.runCommand('Cognito: Copy ID Token');
    await workbench.statusBarItem('ID token of “Local user pool” copied').waitFor();
    copied.push(await workbench.readClipboard());
    deepEqual(
      copied.map((token) => decodeJwt(token)?.claims.token_use),
      ['access', 'id'],
    );
  });

  it('sees other times after a refresh', async () => {
    const event = inspector.getByRole('row').filter({ hasText: 'jti' }).first();
    const before = await event.innerText();
    await inspector.locator('#run-refreshTokens').click();
    await workbench.statusBarItem('Tokens of “Local user pool” refreshed').waitFor();
    await event.filter({ hasNotText: before }).waitFor();
  });

  it('finds the inspector again after a reload of the window', async () => {
    await workbench.reload();
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    ok((await inspector.getByRole('rowheader', { name: 'cognito:groups', exact: true }).count()) > 0);
  });

  it('is told that the pool is not running when a refresh needs it', async () => {
    await inspector.locator('#run-refreshTokens').click();
    await workbench.notification('the local user pool is not running').waitFor();
    await workbench.picture('pool-not-running');
  });

  it('signs out, and the inspector says so', async () => {
    await workbench.runCommand('Cognito: Sign Out');
    await inspector.locator('#run-signIn').waitFor();
    await workbench.picture('inspector-signed-out');
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.notification('Nobody is signed in to “Local user pool”').waitFor();
  });

  it('had no token in the page it showed', async () => {
    const html = await inspector.locator('html').innerHTML();
    for (const token of copied) equal(html.includes(token.slice(-40)), false);
  });

  it('left no token in any file that the editor wrote', async () => {
    equal(copied.length, 2);
    const files = readdirSync(session().editor.dataDir, { recursive: true, withFileTypes: true }).filter(
      (file) => file.isFile(),
    );
    ok(files.some(({ name }) => name.endsWith('.log')));
    for (const file of files) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      for (const token of copied) equal(text.includes(token.slice(-40)), false, file.name);
    }
  });
});

async function signIn(tab: Page, username: string, password: string): Promise<void> {
  await tab.getByLabel('Username').fill(username);
  await tab.getByLabel('Password').fill(password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}
