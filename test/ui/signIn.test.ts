import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Request } from 'playwright-core';
import { decodeJwt } from '../../src/core/jwt';
import { jane } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { takePicture } from './pictures';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench, themes } from './workbench';

describe('First sign-in with the local user pool', () => {
  let workbench: Workbench;
  let inspector: FrameLocator;
  const copied: string[] = [];
  /** Codes and states that the browser sent: no log and no file may contain them. */
  const secrets = new Set<string>();

  /** The texts that no log and no file may contain. */
  const secretTexts = (): readonly string[] => {
    equal(copied.length, 2);
    ok(secrets.size >= 2, `${secrets.size} secrets seen`);
    return [...copied.map((token) => token.slice(-40)), ...secrets, 'jane.doe@example.com'];
  };

  before(async () => {
    workbench = await Workbench.open();
    inspector = workbench.webview('Cognito: Local user pool');
    workbench.context.on('request', (request) => {
      for (const secret of secretsOf(request)) secrets.add(secret);
    });
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
  });

  scenario('shows tokens in a few steps, and leaves none of them behind', (step) => {
    step('offers Start Local User Pool when Sign In is run without a profile', async () => {
      await workbench.runCommand('Cognito: Sign In');
      await workbench.page.getByText('Add Profile to Your User Settings and Sign In').waitFor();
      await workbench.picture('no-profile');
      await workbench.pick('Start Local User Pool');
    });

    step('shows the user name and the password when the local user pool runs', async () => {
      const notification = workbench.notification('The local user pool runs at http://127.0.0.1:9270');
      await notification.waitFor();
      match(
        await notification.innerText(),
        new RegExp(`Sign in as ${jane.username} with the password ${jane.password}`),
      );
      await workbench.picture('local-user-pool');
    });

    step('opens the sign-in page in the browser and then shows the tokens in the inspector', async () => {
      const tab = await workbench.openedTab(() =>
        workbench.clickNotificationButton('The local user pool runs', 'Sign In'),
      );
      await takePicture(tab, 'login-page');
      await signInOnPage(tab);
      await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
      await tab.close();
      equal(await inspector.getByRole('tab', { name: /valid/ }).count(), 2);
      for (const claim of ['sub', 'cognito:groups', 'token_use', 'exp', 'custom:tenant']) {
        ok((await inspector.getByRole('rowheader', { name: claim, exact: true }).count()) > 0, claim);
      }
    });

    step('leaves the inspector open when the side bar is hidden', async () => {
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    });

    for (const [name, theme] of Object.entries(themes)) {
      step(`shows the inspector in ${theme}`, async () => {
        await workbench.setTheme(theme);
        await workbench.picture(`inspector-${name}`);
      });
    }

    step('lets the user copy the access token and the ID token', async () => {
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

    step('shows another jti claim after a refresh', async () => {
      const event = inspector.getByRole('row').filter({ hasText: 'jti' }).first();
      const before = await event.innerText();
      await inspector.locator('#run-refreshTokens').click();
      await workbench.statusBarItem('Tokens of “Local user pool” refreshed').waitFor();
      await event.filter({ hasNotText: before }).waitFor();
    });

    step('logs each step without a token, code, state or e-mail address', async () => {
      await workbench.runCommand('Cognito: Show Log');
      const log = workbench.page.locator('.output-view .view-lines');
      await log.filter({ hasText: /\[callback\]/ }).waitFor();
      await workbench.picture('log');
      for (const step of [/\[sign-in\]\swaiting\sfor\s127\.0\.0\.1:9270/, /\/oauth2\/token\s200/]) {
        match(await log.innerText(), step);
      }
      const text = await log.innerText();
      for (const secret of secretTexts()) equal(text.includes(secret), false);
      await workbench.runCommand('View: Hide Panel');
    });

    step('shows the inspector again after a reload of the window', async () => {
      await workbench.reload();
      await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
      ok((await inspector.getByRole('rowheader', { name: 'cognito:groups', exact: true }).count()) > 0);
    });

    step('shows an error when a refresh needs the local user pool and it is not running', async () => {
      await inspector.locator('#run-refreshTokens').click();
      await workbench.notification('the local user pool is not running').waitFor();
      await workbench.picture('pool-not-running');
    });

    step('shows the signed-out state in the inspector after Sign Out', async () => {
      await workbench.runCommand('Cognito: Sign Out');
      await inspector.locator('#run-signIn').waitFor();
      await workbench.picture('inspector-signed-out');
      await workbench.runCommand('Cognito: Copy Access Token');
      await workbench.notification('You are not signed in to “Local user pool”').waitFor();
    });

    step('leaves no token in the page of the inspector', async () => {
      const html = await inspector.locator('html').innerHTML();
      for (const token of copied) equal(html.includes(token.slice(-40)), false);
    });

    step('leaves no token, code, state or e-mail address in any file of the editor', async () => {
      const entries = readdirSync(session().editor.dataDir, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('extensions'));
      ok(files.some(({ name }) => name.endsWith('Cognito.log')));
      for (const file of files) {
        const text = await readFile(join(file.parentPath, file.name), 'latin1');
        for (const secret of secretTexts()) equal(text.includes(secret), false, file.name);
      }
    });
  });
});

/** The code and the state in the URL of a request, also in a callback URL that it contains as a parameter. */
function secretsOf(request: Request): readonly string[] {
  const { searchParams } = new URL(request.url());
  const inner = new URL(searchParams.get('url') ?? 'about:blank').searchParams;
  return ['code', 'state']
    .flatMap((name) => [searchParams.get(name), inner.get(name)])
    .filter((value) => value !== null);
}
