import { deepEqual, equal } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { FrameLocator, Page } from 'playwright-core';
import { claimsOf } from '../../src/core/jwt';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { listenOnLoopback } from '../support/apiProxies';
import { publicClient } from '../support/localClients';
import { webviewFaults } from './accessibility';
import { signInToProfile } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { themes, Workbench } from './workbench';

const level = 'urn:cognito:loa:4';

describe('Authentication levels', () => {
  let pool: LocalPool;
  let api: Server;
  let workbench: Workbench;
  let url: string;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    // An API that takes only tokens of one level, and says so as RFC 9470 wants it.
    api = createServer((request, response) => {
      const { acr } = claimsOf(request.headers.authorization?.slice(7));
      const challenge = `Bearer error="insufficient_user_authentication", acr_values="${level}", max_age="300"`;
      response.writeHead(acr === level ? 200 : 401, acr === level ? {} : { 'www-authenticate': challenge });
      response.end();
    });
    const target = await listenOnLoopback(api);
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer: pool.issuer, clientId: publicClient }],
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

  const calls = (): FrameLocator => workbench.webview('Cognito: API Calls');
  const inspector = (): FrameLocator => workbench.webview('Cognito: dev');
  const looks = async (name: string, view: FrameLocator): Promise<void> => {
    for (const [look, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`${name}-${look}`);
      deepEqual(await webviewFaults(view.locator('html')), [], look);
    }
    await workbench.setTheme(themes.dark);
  };
  /** Enters the code that the second page shows. */
  const enterCode = async (tab: Page): Promise<void> => {
    await tab
      .getByLabel('Code from the authenticator app')
      .fill((await tab.locator('code').textContent()) ?? '');
    await tab.getByRole('button', { name: 'Continue' }).click();
  };

  scenario('reaches the level that an API asks for', (step) => {
    step('explains the challenge of the API, and shows what the sign-in will ask for', async () => {
      await workbench.runCommand('Cognito: Copy API Proxy URL');
      await workbench.statusBarItem('URL of the API proxy “orders” copied').waitFor();
      url = await workbench.readClipboard();
      await signInToProfile(workbench, 'dev');
      equal((await fetch(`${url}/orders`)).status, 401);
      await workbench.runCommand('Cognito: Show API Calls');
      await calls().getByText('The API wants the user to sign in again').waitFor();
      await calls().getByText(`The sign-in will ask for acr_values “${level}” and max_age 300.`).waitFor();
      await looks('step-up-challenge', calls());
    });

    step('signs in with a second step, and shows that the level is reached', async () => {
      const tab = await workbench.openedTab(() =>
        calls().getByRole('button', { name: 'Sign In with This Level' }).click(),
      );
      await enterCode(tab);
      await inspector().getByText('password and a code of an authenticator app').waitFor();
      await tab.close();
      await inspector().locator('summary').click();
      await inspector().getByText(`The user reached ${level}, which was asked for.`).waitFor();
      await inspector().getByText('Asked for: a sign-in at most 5 minutes ago.').waitFor();
      equal((await fetch(`${url}/orders`)).status, 200);
      await looks('step-up-reached', inspector());
      await inspector().locator('tr[data-name="amr"]').scrollIntoViewIfNeeded();
      await workbench.picture('step-up-claims');
    });

    step('asks for a level that the user types, and warns when the pool ignores it', async () => {
      const tab = await workbench.openedTab(async () => {
        await workbench.runCommand('Cognito: Sign In with a Stronger Level…');
        await workbench.input().waitFor();
        await workbench.picture('step-up-levels');
        await workbench.pick('Another level…');
        await workbench.page.getByText('The name of the level in the user pool').waitFor();
        await workbench.answer('gold');
      });
      await inspector().getByText('Asked for: gold.').waitFor();
      await inspector().getByText('the plan of the pool is below Essentials').waitFor();
      await tab.close();
      await inspector().locator('summary').scrollIntoViewIfNeeded();
      await looks('step-up-ignored', inspector());
    });
  });
});
