import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Request } from 'playwright-core';
import { decodeJwt } from '../../src/core/jwt';
import { root } from '../support/packaging';
import { fillIn } from './loginPage';
import { session } from './session';
import { Workbench, themes } from './workbench';

describe('A newcomer without an AWS account', () => {
  let workbench: Workbench;
  let inspector: FrameLocator;
  const copied: string[] = [];
  /** What must be found nowhere: codes, states and code challenges, as the browser saw them. */
  const secrets = new Set<string>();

  const needles = (): readonly string[] => {
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

  it('is asked where to sign in to when there is no profile yet, and takes the local user pool', async () => {
    await workbench.runCommand('Cognito: Sign In');
    await workbench.page.getByText('Add Profile to Your User Settings and Sign In').waitFor();
    await workbench.picture('no-profile');
    await workbench.pick('Start Local User Pool');
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
    await fillIn(tab, 'jane', 'Passw0rd!');
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await tab.close();
    equal(await inspector.getByRole('tab', { name: /sound/ }).count(), 2);
    for (const claim of ['sub', 'cognito:groups', 'token_use', 'exp', 'custom:tenant']) {
      ok((await inspector.getByRole('rowheader', { name: claim, exact: true }).count()) > 0, claim);
    }
  });

  it('gives the inspector all the room', async () => {
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
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

  it('shows in the log what happened, without a token, code, state or e-mail address', async () => {
    await workbench.runCommand('Cognito: Show Log');
    const log = workbench.page.locator('.output-view .view-lines');
    await log.filter({ hasText: /\[callback\]/ }).waitFor();
    await workbench.picture('log');
    for (const step of [/\[sign-in\]\swaiting\sfor\s127\.0\.0\.1:9270/, /\/oauth2\/token\s200/]) {
      match(await log.innerText(), step);
    }
    const text = await log.innerText();
    for (const needle of needles()) equal(text.includes(needle), false);
    await workbench.runCommand('View: Hide Panel');
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
    await workbench.notification('You are not signed in to “Local user pool”').waitFor();
  });

  it('had no token in the page it showed', async () => {
    const html = await inspector.locator('html').innerHTML();
    for (const token of copied) equal(html.includes(token.slice(-40)), false);
  });

  it('left no token, code, state or e-mail address in any file that the editor wrote', async () => {
    const entries = readdirSync(session().editor.dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('extensions'));
    ok(files.some(({ name }) => name.endsWith('Cognito.log')));
    for (const file of files) {
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      for (const needle of needles()) equal(text.includes(needle), false, file.name);
    }
  });
});

/** The code and the state in an address, also inside the address that is handed over. */
function secretsOf(request: Request): readonly string[] {
  const { searchParams } = new URL(request.url());
  const inner = new URL(searchParams.get('url') ?? 'about:blank').searchParams;
  return ['code', 'state']
    .flatMap((name) => [searchParams.get(name), inner.get(name)])
    .filter((value) => value !== null);
}
