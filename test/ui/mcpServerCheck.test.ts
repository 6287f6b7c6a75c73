import { deepEqual, equal, match } from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import {
  rightMetadata,
  startCheckableMcpServer,
  type CheckableMcpServer,
} from '../support/checkableMcpServer';
import { publicClient, rotatingClient } from '../support/localClients';
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

const otherIssuer = 'https://accounts.example.com';

describe('Check MCP Server', () => {
  let pool: LocalPool;
  let right: CheckableMcpServer;
  let wrong: CheckableMcpServer;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    right = await startCheckableMcpServer(pool.issuer);
    wrong = await startCheckableMcpServer(pool.issuer, {
      metadata: (url) => rightMetadata(url, otherIssuer),
      refuse: () => 'The issuer is another one.',
    });
    await session().editor.configure({
      'cognito.profiles': [
        { name: 'dev', issuer: pool.issuer, clientId: publicClient },
        { name: 'live', issuer: pool.issuer, clientId: rotatingClient, production: true },
        // As a workspace can define the app client again, without the mark.
        { name: 'unmarked', issuer: pool.issuer, clientId: rotatingClient },
      ],
      'cognito.mcpServers': [
        { name: 'orders', profile: 'dev', url: right.url },
        { name: 'of-zoë', profile: 'dev', user: 'zoë', url: right.url },
        { name: 'of-others', profile: 'dev', url: wrong.url },
        { name: 'of-live', profile: 'unmarked', url: right.url },
      ],
    });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [], 'cognito.mcpServers': undefined });
    await workbench.close();
    await Promise.all([right.stop(), wrong.stop(), pool.stop()]);
  });

  const page = (name: string): FrameLocator => workbench.webview(`Check MCP Server: ${name}`);
  const check = async (name: string): Promise<void> => {
    await workbench.runCommand('Cognito: Check MCP Server…');
    await workbench.pick(name);
  };
  const inEveryTheme = async (name: string, picture: string): Promise<void> => {
    for (const [themeName, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`${picture}-${themeName}`);
      deepEqual(await webviewFaults(page(name).locator('html')), []);
    }
    await workbench.setTheme(themes.dark);
    deepEqual(await webviewKeyboardFaults(page(name).locator('html')), []);
    deepEqual(await systemSettingFaults(page(name).locator('html')), []);
    deepEqual(await narrowWebviewFaults(page(name).locator('html'), `${picture}-narrow`), []);
  };

  scenario('tells what keeps a server from taking the token of its profile', (step) => {
    step('says that nobody is signed in, and takes no note for a failure', async () => {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await check('orders');
      await page('orders').getByRole('heading', { name: 'No problem was found' }).waitFor();
      await page('orders').locator('#check-token.unknown #token-sign_in').waitFor();
      await page('orders').locator('#check-pkce.note').waitFor();
    });

    step('sends the token after the sign-in, and says that the server accepts it', async () => {
      await signInToProfile(workbench, 'dev', () => page('orders').locator('#client-sign_in').click());
      await check('orders');
      await page('orders')
        .getByRole('heading', { name: /^\d+ checks passed$/ })
        .waitFor();
      await page('orders').locator('#check-accepted.passed').waitFor();
      equal(await page('orders').locator('.check-row.failed').count(), 0);
      await inEveryTheme('orders', 'mcp-check-passed');
    });

    step('takes no token of the active user for an entry of another user', async () => {
      const before = right.requests.length;
      await check('of-zoë');
      await page('of-zoë').locator('#check-token.unknown #token-sign_in_as').waitFor();
      await page('of-zoë').locator('#client-run_again').waitFor();
      await page('of-zoë').locator('#check-accepted.unknown').waitFor();
      equal(
        right.requests.slice(before).filter(({ authorization }) => authorization !== undefined).length,
        0,
      );
    });

    step('names an issuer that is not the profile’s pool, and copies the line to add', async () => {
      await check('of-others');
      await page('of-others').getByRole('heading', { name: 'One thing to fix' }).waitFor();
      await page('of-others').locator('#check-issuer.failed').getByText(otherIssuer).first().waitFor();
      await page('of-others').locator('#issuer-copy_fix_issuer').click();
      await workbench.statusBarItem('Copied').waitFor();
      equal(await workbench.readClipboard(), `"authorization_servers": ["${pool.issuer}"]`);
      await inEveryTheme('of-others', 'mcp-check-issuer');
    });

    step('checks nothing after a reload until the user runs it again', async () => {
      const before = wrong.requests.length;
      await workbench.reload();
      await page('of-others').getByRole('heading', { name: 'Not checked yet' }).waitFor();
      match(await page('of-others').locator('.check-facts').innerText(), /of-others/);
      equal(wrong.requests.length, before);
      await page('of-others').locator('#client-run_again').click();
      await page('of-others').getByRole('heading', { name: 'One thing to fix' }).waitFor();
    });

    step('sends no token of a profile that the user marked as production elsewhere', async () => {
      await check('of-live');
      const accepted = page('of-live').locator('#check-accepted.unknown');
      await accepted.getByText('No token of a production profile is sent by this check.').waitFor();
      await inEveryTheme('of-live', 'mcp-check-production');
    });
  });
});
