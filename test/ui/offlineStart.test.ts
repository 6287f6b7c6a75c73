import { equal, match, notEqual } from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { send, startFaultyPool } from '../support/faultyPool';
import type { FaultyPool, Route } from '../support/faultyPool';
import { publicClient } from '../support/localClients';
import { fillIn } from './loginPage';
import { session } from './session';
import { Workbench } from './workbench';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const routes: readonly Route[] = ['discovery', 'jwks', 'authorize', 'token', 'userInfo', 'revoke', 'other'];
/** How often one ask is sent: once, and again after each of two pauses. */
const attempts = 3;

describe('A start without a network, the access token expired', () => {
  let pool: FaultyPool;
  let workbench: Workbench;
  let inspector: FrameLocator;
  let token: string;
  /** Of the tokens that the pool issues, in seconds. */
  let lifetime = 8;
  let reachable = true;

  const copy = async (): Promise<string> => {
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.statusBarItem('Access token of “dev” copied').waitFor();
    return workbench.readClipboard();
  };
  const state = (text: RegExp): Promise<void> =>
    inspector.locator('.state-text').filter({ hasText: text }).waitFor();
  /** Waits for the one notification with these words, and puts it away. */
  const told = async (words: string): Promise<void> => {
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
    await fillIn(tab, 'jane', 'Passw0rd!');
    await workbench.page.bringToFront();
    await state(/^Access token expires in/);
    token = await copy();
    match(token, /^ey/);
    await state(/^Access token expired/);
    reachable = false;
    pool.requests.length = 0;
    await workbench.reload();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
    await pool.stop();
  });

  it('shows who is signed in and that the token has expired, without asking the pool', async () => {
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await state(/^Access token expired/);
    await workbench.statusBarItem('dev · renews on use').waitFor();
    equal(pool.requests.length, 0);
  });

  it('tells whoever copies that the pool cannot be reached', async () => {
    await workbench.writeClipboard('as before');
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.notification('Your session is kept').waitFor();
    await workbench.picture('offline-start');
    await told(`${pool.host} could not be reached for “dev”.`);
    equal(await workbench.readClipboard(), 'as before');
    equal(pool.count('token'), attempts);
  });

  it('tells another extension, which is not asked to sign in', async () => {
    for (let asks = 0; asks < 2; asks++) {
      await workbench.runCommand('Guest: Ask for a Session');
      await told(`Guest was refused: ${pool.host} could not be reached for “dev”.`);
      equal(await workbench.dialog().count(), 0);
      // Extensions may ask all the time: the pool is left alone for a while.
      equal(pool.count('token'), 2 * attempts);
    }
  });

  it('tells whoever refreshes in the inspector', async () => {
    await inspector.getByRole('button', { name: 'Refresh' }).click();
    await told(`${pool.host} could not be reached for “dev”.`);
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    equal(pool.count('token'), 3 * attempts);
    equal(pool.requests.length, 3 * attempts);
  });

  it('goes on with the next ask once the pool is back, without a sign-in', async () => {
    lifetime = 600;
    reachable = true;
    const fresh = await copy();
    match(fresh, /^ey/);
    notEqual(fresh, token);
    await state(/^Access token expires in 9 minutes/);
    equal(await copy(), fresh);
    equal(pool.count('token'), 3 * attempts + 1);
    equal(pool.count('authorize'), 0);
  });
});
