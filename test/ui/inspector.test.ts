import { deepEqual, equal, ok } from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { webviewFaults } from './accessibility';
import { signInOnPage } from './loginPage';
import { withPoolWindow } from './poolWindow';
import { themeNames } from './themeLooks';
import { themes, type Workbench } from './workbench';

describe('Token Inspector in the workbench', () => {
  const window = withPoolWindow(({ issuer }) => ({ name: 'shop', issuer, clientId: publicClient }), {
    viewport: { width: 1280, height: 860 },
  });
  let workbench: Workbench;
  let inspector: FrameLocator;

  before(async () => {
    ({ workbench } = window);
    inspector = workbench.webview('Cognito: shop');
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    await signInOnPage(tab);
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await tab.close();
    await workbench.runCommand('View: Close Primary Side Bar');
  });

  const openTab = (name: string): Promise<void> => inspector.getByRole('tab', { name }).click();

  it('shows each of its pages in every theme', async () => {
    for (const theme of themeNames) {
      await workbench.setTheme(themes[theme]);
      for (const [name, tab] of [
        ['access-token', 'Access token'],
        ['user-info', 'USERINFO'],
        ['which-token', 'Which token?'],
        ['compare', 'Compare'],
        ['id-token', 'ID token'],
      ] as const) {
        await openTab(tab);
        await inspector.locator('[role="tab"][aria-selected="true"]').filter({ hasText: tab }).waitFor();
        await workbench.picture(`workbench-${name}-${theme}`);
      }
    }
    await workbench.setTheme(themes.dark);
  });

  it('shows the role that an identity pool would choose, and why', async () => {
    await openTab('ID token');
    const role = inspector.getByRole('region', { name: 'AWS role' });
    equal(await role.locator('.value').innerText(), 'arn:aws:iam::111122223333:role/admin');
    await role.getByText('The preferred role').waitFor();
    await role.getByText('if the identity pool takes the role from the token').waitFor();
    deepEqual(await webviewFaults(inspector.locator('html')), []);
  });

  it('shows the differences between ID token, access token and USERINFO', async () => {
    await openTab('Compare');
    const row = inspector
      .getByRole('row')
      .filter({ has: inspector.getByText('email_verified', { exact: true }) });
    equal(await row.getAttribute('data-mark'), 'type');
    deepEqual(await row.locator('td .value').allInnerTexts(), ['true', '"true"']);
  });

  it('finds a claim, copies its value or its name and confirms the copy', async () => {
    await openTab('ID token');
    await inspector.getByRole('textbox', { name: 'Filter claims' }).fill('tenant');
    await inspector.locator('tr[data-name="custom:tenant"]').focus();
    await workbench.page.keyboard.press('Enter');
    await inspector.locator('.row-action.done').first().waitFor();
    equal(
      await workbench.readClipboard(),
      await inspector.locator('tr[data-name="custom:tenant"] .value').innerText(),
    );
    const row = inspector.locator('tr[data-name="custom:tenant"]');
    await workbench.writeClipboard('');
    await workbench.page.keyboard.press('Tab');
    await workbench.page.keyboard.press('Tab');
    await workbench.page.keyboard.press('Enter');
    await row.locator('.row-action.done[title="Copy name"]').getByText('Copied').waitFor();
    await workbench.picture('workbench-name-copied');
    equal(await workbench.readClipboard(), 'custom:tenant');
    await inspector.getByRole('textbox', { name: 'Filter claims' }).fill('');
    await inspector.locator('tr[data-name="email"]').hover();
    await inspector.locator('tr[data-name="email"] .row-action[title="Copy value"]').click();
    await inspector.locator('tr[data-name="email"] .row-action.done').getByText('Copied').waitFor();
    equal(await workbench.readClipboard(), 'jane.doe@example.com');
  });

  it('reveals the raw token, and masks it when another editor is opened', async () => {
    await inspector.locator('#run-copyIdToken').click();
    await workbench.statusBarItem('ID token of “shop” copied').waitFor();
    const token = await workbench.readClipboard();
    await inspector.locator('#reveal-id').click();
    await inspector.locator('.part.signature').waitFor();
    equal(await inspector.locator('.raw-text:not(.masked)').innerText(), token);
    await workbench.runCommand('File: New Untitled Text File');
    await workbench.page.locator('.tab.active').filter({ hasText: 'Untitled-1' }).waitFor();
    await workbench.runCommand('View: Close Editor');
    await inspector.locator('.raw-text.masked').waitFor();
    const html = await inspector.locator('html').innerHTML();
    equal(html.includes(token.slice(-40)), false);
  });

  it('opens the same tab again after a reload of the window', async () => {
    await openTab('Which token?');
    await workbench.reload();
    await inspector
      .locator('[role="tab"][aria-selected="true"]')
      .filter({ hasText: 'Which token?' })
      .waitFor();
  });

  it('shows the differences that a refresh made', async () => {
    await inspector.locator('#run-refreshTokens').click();
    await workbench.statusBarItem('Tokens of “shop” refreshed').waitFor();
    await openTab('Compare');
    await inspector.getByRole('heading', { name: 'Before and after the refresh' }).waitFor();
    await workbench.picture('workbench-refresh-compared');
  });

  it('warns about a token that was changed after it was signed', async () => {
    await workbench.writeClipboard('');
    await workbench.runCommand('Cognito: Copy ID Token');
    const token = await eventually(
      'the ID token in the clipboard',
      async () => (await workbench.readClipboard()) || undefined,
    );
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, 'cognito:groups': ['root'] })).toString(
      'base64url',
    );
    await workbench.page.evaluate(
      `navigator.clipboard.writeText('Bearer ${[header, forged, signature].join('.')}')`,
    );
    await workbench.runCommand('Cognito: Inspect Any Token…');
    const pasted = workbench.webview('Cognito: Pasted token');
    await pasted.getByRole('tab', { name: 'verification failed' }).waitFor();
    await pasted.locator('.card.failed').getByText('Do not rely on this token.').waitFor();
    ok(await pasted.locator('.check.failed').first().isVisible());
    await workbench.picture('workbench-forged');
    await workbench.setTheme(themes.light);
    await workbench.picture('workbench-forged-light');
    await workbench.setTheme(themes.dark);
  });
});
