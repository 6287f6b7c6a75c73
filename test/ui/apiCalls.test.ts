import { deepEqual, equal, match } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { FrameLocator } from 'playwright-core';
import { claimsOf } from '../../src/core/jwt';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { listenOnLoopback } from '../support/apiProxies';
import { publicClient } from '../support/localClients';
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

describe('API Calls', () => {
  let pool: LocalPool;
  let api: Server;
  let workbench: Workbench;
  let url: string;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    // The route /orders takes the ID token, and says so as the verifier of AWS does. There is no other route.
    api = createServer((request, response) => {
      const { token_use: kind } = claimsOf(request.headers.authorization?.slice(7));
      const isOrders = request.url?.startsWith('/orders') === true;
      const message = isOrders
        ? 'Token use not allowed: access. Expected: id'
        : 'Missing Authentication Token';
      const isAllowed = isOrders && kind === 'id';
      const refusal = {
        'content-type': 'application/json',
        ...(!isOrders && { 'x-amzn-errortype': 'MissingAuthenticationTokenException' }),
      };
      response.writeHead(isAllowed ? 200 : isOrders ? 401 : 403, isAllowed ? {} : refusal);
      response.end(isAllowed ? '[]' : JSON.stringify({ message }));
    });
    const target = await listenOnLoopback(api);
    const issuer = pool.issuer;
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer, clientId: publicClient }],
      'cognito.apiProxies': [{ name: 'orders', profile: 'dev', url: target }],
    });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [], 'cognito.apiProxies': undefined });
    await workbench.close();
    api.closeAllConnections();
    api.close();
    await pool.stop();
  });

  const panel = (): FrameLocator => workbench.webview('Cognito: API Calls');

  scenario('shows the calls of a proxy, and why the API refused one', (step) => {
    step('shows how to begin when there is no call', async () => {
      await workbench.runCommand('Cognito: Show API Calls');
      await panel().getByText('There is no call yet.').waitFor();
      await workbench.picture('api-calls-empty');
      await panel().getByRole('button', { name: 'Start API Proxy' }).click();
      await workbench.clickNotificationButton('The API proxy “orders” is at', 'Copy URL');
      await workbench.statusBarItem('URL of the API proxy “orders” copied').waitFor();
      url = await workbench.readClipboard();
    });

    step('lists each call with its status', async () => {
      await signInToProfile(workbench, 'dev');
      await workbench.runCommand('Cognito: Show API Calls');
      await panel().getByRole('button', { name: 'Start API Proxy' }).focus();
      equal((await fetch(`${url}/orders`)).status, 401);
      await panel().getByRole('button', { name: 'Try with the ID Token' }).waitFor();
      // The button with the focus is gone, so the focus is on the new one.
      const focused = panel().locator('html');
      equal(
        await focused.evaluate('document.activeElement.textContent.trim()'),
        'Try with the ID Token: GET /orders',
      );
      equal((await fetch(`${url}/nothing?secret=abc`)).status, 403);
      await panel().locator('.why').getByText('The API probably has no such route').waitFor();
      const mismatch = 'The API wants the ID token, but the access token was sent.';
      await panel().getByText(mismatch, { exact: true }).waitFor();
      equal(await panel().getByText('secret').count(), 0);
    });

    step('looks like the editor in every theme, and has no fault of accessibility', async () => {
      for (const [name, theme] of Object.entries(themes)) {
        await workbench.setTheme(theme);
        await workbench.picture(`api-calls-${name}`);
        deepEqual(await webviewFaults(panel().locator('html')), [], name);
      }
      deepEqual(await webviewKeyboardFaults(panel().locator('html')), []);
      deepEqual(await systemSettingFaults(panel().locator('html')), []);
      await workbench.runCommand('View: Close Primary Side Bar');
      deepEqual(await narrowWebviewFaults(panel().locator('html'), 'api-calls-narrow'), []);
      await workbench.setTheme(themes.dark);
    });

    step('tries a refused request with the ID token', async () => {
      await panel().getByRole('button', { name: 'Try with the ID Token' }).click();
      await panel().getByText('The API accepts the ID token.', { exact: true }).waitFor();
      const status = panel().getByRole('status');
      equal(await status.innerText(), 'GET /orders, 200: The API accepts the ID token.');
      equal(
        await status.evaluate('document.activeElement.textContent.trim()'),
        'Try with the ID Token: GET /orders',
      );

      await workbench.picture('api-calls-tried');
    });

    step('explains a pasted answer', async () => {
      await workbench.writeClipboard(
        'HTTP/1.1 403 Forbidden\nServer: awselb/2.0\n\n<html>403 Forbidden</html>',
      );
      await workbench.runCommand('Cognito: Explain API Answer…');
      await workbench.pick('Another token, or none');
      await panel().locator('.path').getByText('pasted answer').waitFor();
      match(
        (await panel()
          .getByText(/load balancer/i)
          .first()
          .textContent()) ?? '',
        /load balancer/i,
      );
      await workbench.picture('api-calls-pasted');
    });
  });
});
