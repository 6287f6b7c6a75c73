import { equal, match, notEqual } from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { send, startFaultyPool, type FaultyPool, type Route } from '../support/faultyPool';
import { publicClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const routes: readonly Route[] = ['discovery', 'jwks', 'authorize', 'token', 'userInfo', 'revoke', 'other'];
/** How many requests one refresh sends: one, and two retries. */
const attempts = 3;

describe('Window that starts offline with an expired access token', () => {
  let pool: FaultyPool;
  let workbench: Workbench;
  let inspector: FrameLocator;
  let token: string;
  /** The lifetime of the tokens that the pool issues, in seconds. */
  let lifetime = 8;
  let reachable = true;

  const copy = async (): Promise<string> => {
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.statusBarItem('Access token of “dev” copied').waitFor();
    return workbench.readClipboard();
  };
  const waitForState = (text: RegExp): Promise<void> =>
    inspector.locator('.state-text').filter({ hasText: text }).waitFor();
  /** Waits for a notification with these words, which must be the only one, and clears it. */
  const expectOneNotification = async (words: string): Promise<void> => {
    const toast = workbench.notification(words);
    await toast.first().waitFor();
    equal(await toast.count(), 1);
    await workbench.runCommand('Notifications: Clear All Notifications');
    await toast.waitFor({ state: 'detached' });
  };

  before(async () => {
    const config = defaultLocalPoolConfig();
    const clients = config.clients.map((client) => ({
      ...client,
      get accessTokenSeconds() {
        return lifetime;
      },
      get idTokenSeconds() {
        return lifetime;
      },
    }));
    pool = await startFaultyPool({ config: { ...config, clients } });
    for (const route of routes) {
      pool.faults[route] = async ({ response, pass }) => {
        if (reachable) send(response, await pass());
        else response.destroy();
      };
    }
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer: pool.issuer, clientId: publicClient }],
    });
    workbench = await Workbench.open();
    inspector = workbench.webview('Cognito: dev');
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    await signInOnPage(tab);
    await workbench.page.bringToFront();
    await waitForState(/^Access token expires in/);
    token = await copy();
    match(token, /^ey/);
    await waitForState(/^Access token expired/);
    reachable = false;
    pool.requests.length = 0;
    await workbench.reload();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
    await pool.stop();
  });

  scenario('keeps the session, says what cannot be reached, and refreshes when it can', (step) => {
    step('shows the user and the expired token without a request to the pool', async () => {
      await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
      await waitForState(/^Access token expired/);
      await workbench.statusBarItem('dev · renews on use').waitFor();
      equal(pool.requests.length, 0);
    });

    step(
      'says that the pool cannot be reached when the token is copied, and keeps the clipboard',
      async () => {
        await workbench.writeClipboard('as before');
        await workbench.runCommand('Cognito: Copy Access Token');
        await workbench.notification('Your session is kept').waitFor();
        await workbench.picture('offline-start');
        await expectOneNotification(`${pool.host} could not be reached for “dev”.`);
        equal(await workbench.readClipboard(), 'as before');
        equal(pool.count('token'), attempts);
      },
    );

    step('gives another extension the error instead of a question to sign in', async () => {
      for (let times = 0; times < 2; times++) {
        await workbench.runCommand('Cognito Sample: Call the API');
        await expectOneNotification(`Cognito Sample failed: ${pool.host} could not be reached for “dev”.`);
        equal(await workbench.dialog().count(), 0);
        // Extensions may ask often, so the second time sends no request.
        equal(pool.count('token'), 2 * attempts);
      }
    });

    step('says that the pool cannot be reached when the inspector refreshes', async () => {
      await inspector.getByRole('button', { name: 'Refresh' }).click();
      await expectOneNotification(`${pool.host} could not be reached for “dev”.`);
      await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
      equal(pool.count('token'), 3 * attempts);
      equal(pool.requests.length, 3 * attempts);
    });

    step('refreshes the token without a sign-in when the pool can be reached again', async () => {
      lifetime = 600;
      reachable = true;
      const fresh = await copy();
      match(fresh, /^ey/);
      notEqual(fresh, token);
      await waitForState(/^Access token expires in 9 minutes/);
      equal(await copy(), fresh);
      equal(pool.count('token'), 3 * attempts + 1);
      equal(pool.count('authorize'), 0);
    });
  });
});
