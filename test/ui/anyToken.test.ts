import { deepEqual, equal, match } from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient, rotatingClient } from '../support/localClients';
import { refreshToken } from '../support/tokens';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';

describe('Token Inspector with several sessions', () => {
  let pool: LocalPool;
  let workbench: Workbench;
  let orders: FrameLocator;
  let pasted: FrameLocator;
  /** The inspector of the refresh token. */
  let sealed: FrameLocator;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    const { issuer } = pool;
    await session().editor.configure({
      'cognito.defaultProfile': 'orders',
      'cognito.clearClipboardAfterSeconds': 60,
      'cognito.profiles': [
        { name: 'orders', issuer, clientId: publicClient },
        { name: 'orders by another name', issuer, clientId: publicClient },
        { name: 'billing', issuer, clientId: rotatingClient },
      ],
    });
    workbench = await Workbench.open();
    orders = workbench.webview('Cognito: orders');
    pasted = workbench.webview('Cognito: Pasted token');
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    await signInOnPage(tab);
    await orders.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await tab.close();
  });

  after(async () => {
    await session().editor.configure({
      'cognito.defaultProfile': undefined,
      'cognito.clearClipboardAfterSeconds': undefined,
      'cognito.profiles': [],
    });
    await workbench.close();
    await pool.stop();
  });

  /** The labels of the open list. */
  const offered = async (): Promise<readonly string[]> => {
    // A row keeps the hidden label of an earlier list.
    const labels = workbench.page.locator('.quick-input-list .label-name:visible');
    await labels.first().waitFor();
    return (await labels.allInnerTexts()).map((label) => label.trim());
  };
  const waitForComparison = (panel: FrameLocator, title: string): Promise<void> =>
    panel.getByRole('heading', { name: `Compared with ${title}`, exact: true }).waitFor();
  const openTab = async (title: string): Promise<void> => {
    await workbench.page.locator('.tab').getByText(title, { exact: true }).first().click();
  };

  scenario('compare their tokens with pasted tokens, and copy them', (step) => {
    step('asks for a token when there is nothing else to compare with', async () => {
      await orders.locator('#run-compare').click();
      await workbench.page.getByText('Paste the token to compare with').waitFor();
      equal(await workbench.page.locator('.quick-input-title').innerText(), 'Compare With');
      await workbench.picture('compare-with-nothing');
      await workbench.page.keyboard.press('Escape');
    });

    step('offers the other sessions and the pasted tokens, and not the panel’s own session', async () => {
      await orders.locator('#run-copyIdToken').click();
      await workbench.statusBarItem('ID token of “orders” copied').waitFor();
      await workbench.runCommand('Cognito: Inspect Any Token…');
      await pasted.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
      await workbench.runCommand('Cognito: Select Active Profile…');
      await workbench.pick('billing');
      // The browser is still signed in to the pool.
      const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
      const billing = workbench.webview('Cognito: billing');
      await billing.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
      await tab.close();
      await openTab('Cognito: orders');
      await orders.locator('#run-compare').click();
      deepEqual(await offered(), ['billing', 'Pasted token', 'Paste a Token…']);
      await workbench.picture('compare-with');
    });

    step('shows the differences from the chosen session', async () => {
      await workbench.pick('billing');
      await waitForComparison(orders, 'billing');
      equal(await orders.locator('[role="tab"][aria-selected="true"]').innerText(), 'Compare');
      const row = orders
        .getByRole('row')
        .filter({ has: orders.getByText('Access token: client_id', { exact: true }) });
      equal(await row.getAttribute('data-mark'), 'different');
      deepEqual(await row.locator('td .value').allInnerTexts(), [publicClient, rotatingClient]);
      await workbench.picture('compared-with-session');
    });

    step('finds no difference between a session and its own pasted token', async () => {
      await openTab('Cognito: Pasted token');
      await pasted.locator('#run-compare').click();
      deepEqual(await offered(), ['orders', 'orders by another name', 'billing', 'Paste a Token…']);
      await workbench.pick('orders');
      await waitForComparison(pasted, 'orders');
      await pasted.getByText('All claims are the same.').waitFor();
      await pasted.locator('#run-endComparison').click();
      await pasted.getByRole('heading', { name: 'Compared with orders' }).waitFor({ state: 'detached' });
    });

    step('ends the comparison with a session that has ended', async () => {
      await openTab('Cognito: orders');
      await waitForComparison(orders, 'billing');
      await workbench.runCommand('Cognito: Sign Out');
      await orders.getByRole('heading', { name: 'Compared with billing' }).waitFor({ state: 'detached' });
    });

    step('copies a pasted token in the chosen form and clears the clipboard later', async () => {
      await openTab('Cognito: Pasted token');
      await pasted.locator('#run-copyAs').click();
      deepEqual(
        (await offered()).filter((label) => !label.startsWith('ID token: ')),
        [],
      );
      await workbench.pick('ID token: Authorization header');
      const said = 'ID token of “Pasted token” copied as Authorization header, cleared in 60 s';
      await workbench.statusBarItem(said).waitFor();
      match(await workbench.readClipboard(), /^Authorization: Bearer ey[\w-]+\.[\w-]+\.[\w-]+$/);
    });

    step('copies a curl command for the URL that the user enters', async () => {
      await pasted.locator('#run-copyAs').click();
      await workbench.pick('ID token: curl for bash and zsh');
      await workbench.page.getByText('Enter the URL to call').waitFor();
      // No URL is offered, because pressing Enter would send the token there.
      equal(await workbench.input().inputValue(), '');
      await workbench.answer('https://orders.example.com/mine');
      await workbench.statusBarItem('ID token of “Pasted token” copied as curl for bash and zsh').waitFor();
      match(
        await workbench.readClipboard(),
        /^curl --header 'Authorization: Bearer ey\S+' 'https:\/\/orders\.example\.com\/mine'$/,
      );
    });

    step('shows a pasted refresh token without claims and without a verification', async () => {
      await workbench.writeClipboard(refreshToken);
      await workbench.runCommand('Cognito: Inspect Any Token…');
      sealed = workbench.webview('Cognito: Pasted token 2');
      await sealed.getByText('A refresh token is an encrypted JWE: only Cognito can read it.').waitFor();
      equal(await sealed.getByRole('tab').innerText(), 'Refresh token');
      deepEqual(await sealed.locator('table.plain th').allInnerTexts(), ['cty', 'enc', 'alg']);
      equal(await sealed.locator('table.claims, .verification').count(), 0);
      equal(await sealed.getByRole('textbox', { name: 'Filter claims' }).isVisible(), false);
      await workbench.picture('pasted-refresh-token');
    });

    step('reveals and masks the refresh token', async () => {
      await sealed.locator('#reveal-refresh').click();
      equal(await sealed.locator('.raw-text:not(.masked)').innerText(), refreshToken);
      await sealed.locator('#reveal-refresh').click();
      await sealed.locator('.raw-text.masked').waitFor();
    });

    step('offers to copy it in no form that sends it to an API', async () => {
      await sealed.locator('#run-copyAs').click();
      const kinds = (await offered()).map((label) => label.replace(/ for .*/, ''));
      deepEqual(
        [...new Set(kinds)],
        ['Refresh token: the token itself', 'Refresh token: environment variable', 'Refresh token: JSON'],
      );
      await workbench.page.keyboard.press('Escape');
    });
  });
});
