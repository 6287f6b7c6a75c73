import { equal, match } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { startGuardedApi, type GuardedApi } from '../support/guardedApi';
import { publicClient, rotatingClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { signInToProfile } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { themes, Workbench } from './workbench';

describe('API proxy in the workbench', () => {
  let pool: LocalPool;
  let api: GuardedApi;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    api = await startGuardedApi(pool.issuer);
    const { issuer } = pool;
    await session().editor.configure({
      'cognito.profiles': [
        { name: 'dev', issuer, clientId: publicClient },
        { name: 'live', issuer, clientId: rotatingClient, production: true },
      ],
      'cognito.defaultProfile': 'dev',
      'cognito.apiProxies': [
        { name: 'orders', profile: 'dev', url: `${api.origin}/v1` },
        { name: 'live-orders', profile: 'live', url: api.origin },
        { name: 'of-team', profile: 'team', url: api.origin },
      ],
    });
    const folder = join(session().editor.workspace, '.vscode');
    await mkdir(folder, { recursive: true });
    const proxy = { name: 'from-workspace', profile: 'dev', url: `${api.origin}/workspace` };
    const profile = { name: 'team', issuer, clientId: publicClient };
    const settings = { 'cognito.apiProxies': [proxy], 'cognito.profiles': [profile] };
    await writeFile(join(folder, 'settings.json'), JSON.stringify(settings));
    workbench = await Workbench.open();
    await workbench.page.getByRole('tab', { name: 'Cognito', exact: true }).click();
  });

  after(async () => {
    await rm(join(session().editor.workspace, '.vscode'), { recursive: true });
    await session().editor.configure({
      'cognito.profiles': [],
      'cognito.defaultProfile': undefined,
      'cognito.apiProxies': undefined,
    });
    await workbench.close();
    await api.stop();
    await pool.stop();
  });

  const row = (state: string | RegExp): Locator => workbench.page.getByRole('treeitem', { name: state });
  const press = async (line: Locator, button: string): Promise<void> => {
    await line.hover();
    await line.getByRole('button', { name: button }).click();
  };

  scenario('forwards to an API from its start to the end of the window', (step) => {
    step('is started from the Cognito view, and says where it is', async () => {
      const stopped = row('The API proxy “orders” for');
      const toast = /The API proxy “orders” is at http:\/\/127\.0\.0\.1:\d+\./;
      await eventually('the proxy to start', async () => {
        await press(stopped, 'Start API Proxy…');
        // While the editor reads the view again after its start, a click finds no line, and the command asks for the proxy.
        const started = workbench.notification(toast);
        await Promise.race([started.waitFor(), workbench.input().waitFor()]);
        if (await started.isVisible()) return true;
        await workbench.page.keyboard.press('Escape');
        return undefined;
      });
      await workbench.picture('api-proxy-started');
      await workbench.clickNotificationButton(toast, 'Copy URL');
      await workbench.statusBarItem('URL of the API proxy “orders” copied').waitFor();
      match(await workbench.readClipboard(), /^http:\/\/127\.0\.0\.1:\d+$/);
    });

    step(
      'says in the client and in the editor that the user is signed out, and works after the sign-in',
      async () => {
        const url = await workbench.readClipboard();
        const response = await fetch(url);
        equal(response.status, 401);
        match(await response.text(), /^You are not signed in to “dev”\. .* Sign in first\.\n$/);
        await signInToProfile(workbench, 'dev', () =>
          workbench.clickNotificationButton('You are not signed in to “dev”', 'Sign In'),
        );
        equal((await fetch(`${url}/orders`)).status, 200);
        equal(api.accepted.length, 1);
      },
    );

    step('shows running and stopped proxies in the Cognito view in every theme', async () => {
      await row('The API proxy “orders” runs at').waitFor();
      for (const [name, theme] of Object.entries(themes)) {
        await workbench.setTheme(theme);
        await workbench.picture(`api-proxies-${name}`);
      }
      await workbench.setTheme(themes.dark);
    });

    step('asks before a workspace’s proxy sends a token, with its URL', async () => {
      const stopped = row('The API proxy “from-workspace” for');
      await press(stopped, 'Start API Proxy…');
      const dialog = workbench.dialog();
      await dialog.getByText('Start the API proxy “from-workspace” of this workspace?').waitFor();
      await dialog.getByText(`${api.origin}/workspace`).waitFor();
      await workbench.picture('api-proxy-of-workspace');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await press(stopped, 'Start API Proxy…');
      await dialog.getByRole('button', { name: 'Start API Proxy' }).click();
      await row('The API proxy “from-workspace” runs at').waitFor();
    });

    step('asks before the user’s proxy sends the token of a workspace’s profile', async () => {
      await press(row('The API proxy “of-team” for'), 'Start API Proxy…');
      await workbench.dialog().getByText('Start the API proxy “of-team” of this workspace?').waitFor();
      await workbench.dialog().getByRole('button', { name: 'Cancel' }).click();
    });

    step('asks before the proxy of a production profile, every time', async () => {
      for (let time = 0; time < 2; time++) {
        await press(row('The API proxy “live-orders” for'), 'Start API Proxy…');
        await workbench.dialog().getByText('the production profile “live”').waitFor();
        await workbench.dialog().getByRole('button', { name: 'Start API Proxy' }).click();
        await press(row('The API proxy “live-orders” runs at'), 'Stop API Proxy…');
        await row('The API proxy “live-orders” for').waitFor();
      }
    });

    step('ends with its window', async () => {
      const url = await workbench.readClipboard();
      await workbench.reload();
      await row('The API proxy “orders” for').waitFor();
      equal(await fetch(url).catch(() => 'ended'), 'ended');
    });
  });
});
