import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { startLocalPool } from '../../src/localPool/localPool';
import type { LocalPool } from '../../src/localPool/localPool';
import { createAuthority, createServerCertificate } from '../support/certificates';
import { startProxy } from '../support/proxyServer';
import type { ProxyServer } from '../support/proxyServer';
import { eventually } from '../support/waiting';
import { fillIn } from './loginPage';
import { Newcomer } from './newcomer';
import { session } from './session';
import { Workbench } from './workbench';
import type { Theme } from './workbench';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const issuerHost = 'cognito-idp.us-east-1.amazonaws.com';
const domainHost = 'demo.auth.us-east-1.amazoncognito.com';
const userPoolId = 'us-east-1_Local0001';
const ownCallback = 'code-oss://cognito-tools.cognito-token-inspector/callback';

const themes: Readonly<Record<string, Theme>> = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

function clientOf(pool: LocalPool): string {
  return pool.config.clients[0]?.clientId ?? '';
}

function userSettings(): string {
  return join(session().editor.dataDir, 'data/User/settings.json');
}

async function profiles(): Promise<unknown> {
  return (JSON.parse(await readFile(userSettings(), 'utf8')) as Record<string, unknown>)['cognito.profiles'];
}

/** A file in the workspace, gone when the tests are over. */
async function put(path: string, content: unknown): Promise<void> {
  const file = join(session().editor.workspace, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}

async function emptyWorkspace(): Promise<void> {
  const folder = session().editor.workspace;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

describe('Somebody with a pool and no profile', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await session().editor.configure({ 'cognito.profiles': [] });
  });

  beforeEach(async () => {
    workbench = await Workbench.open();
  });

  afterEach(async () => {
    await workbench.close();
    await session().editor.configure({ 'cognito.profiles': [] });
  });

  after(async () => {
    await pool.stop();
    await emptyWorkspace();
  });

  it('is signed in after pasting the address of the login page: 2 actions, 1 typed setting', async () => {
    const newcomer = new Newcomer(workbench);
    const query = new URLSearchParams({
      client_id: clientOf(pool),
      response_type: 'code',
      scope: 'openid email',
      redirect_uri: ownCallback,
    });
    await newcomer.run('Cognito: Sign In');
    await newcomer.paste(`${pool.origin}/login?${query.toString()}`, 'Login page of 127.0.0.1');
    await workbench.picture('add-profile-pasted');
    const tab = await workbench.openedTab(() => newcomer.accept());
    await fillIn(tab, 'jane', 'Passw0rd!');
    const { host } = new URL(pool.origin);
    await workbench
      .webview(`Cognito: ${host}`)
      .getByRole('heading', { name: 'jane.doe@example.com' })
      .waitFor();
    await tab.close();
    deepEqual([newcomer.actions, newcomer.typed], [2, 1]);
    deepEqual(await profiles(), [
      { name: host, domain: pool.origin, clientId: clientOf(pool), scopes: ['openid', 'email'] },
    ]);
    await workbench.runCommand('Cognito: Sign Out');
  });

  it('adds a profile and is offered to sign in: the client id is asked for when the pool alone was pasted', async () => {
    const newcomer = new Newcomer(workbench);
    await newcomer.run('Cognito: Add Profile…');
    await newcomer.paste(pool.issuer, 'asks for the app client id next');
    await newcomer.accept();
    await workbench.page.getByText('The app client id, from the app client’s page').waitFor();
    await workbench.input().fill('1l0ca1p00lc0nf1dentia1s3cr3tf0rtesting0n1yn0tasecret');
    await workbench.page.getByText('This looks like an app client secret').waitFor();
    await workbench.picture('add-profile-client-id');
    await workbench.answer(clientOf(pool));
    await workbench.notification('was added to your user settings').waitFor();
    await workbench.picture('add-profile-added');
    deepEqual(await profiles(), [
      { name: new URL(pool.issuer).host, issuer: pool.issuer, clientId: clientOf(pool) },
    ]);
    const tab = await workbench.openedTab(() => newcomer.press('was added to', 'Sign In'));
    equal(new URL(tab.url()).searchParams.get('client_id'), clientOf(pool));
    await tab.close();
  });

  it('is told why a paste is of no use, and nothing is kept of it', async () => {
    const newcomer = new Newcomer(workbench);
    await newcomer.run('Cognito: Add Profile…');
    for (const [text, reason] of [
      ['us-east-1:1a2b3c4d-1111-2222-3333-444455556666', 'This is an identity pool.'],
      [`https://${domainHost}/error?error=redirect_mismatch`, 'This is Cognito’s error page'],
      [`https://${domainHost}.example.org/login`, 'This is not Amazon’s domain'],
    ] as const) {
      await newcomer.paste(text, reason);
      await workbench.picture(`add-profile-refused-${newcomer.typed}`);
      await workbench.input().press('Enter');
    }
    // Still open: a refusal is no choice.
    equal(await workbench.input().inputValue(), `https://${domainHost}.example.org/login`);
    deepEqual(await profiles(), []);
  });

  it('takes what the clipboard holds, and chooses another name', async () => {
    const newcomer = new Newcomer(workbench);
    await workbench.writeClipboard(`${userPoolId} ${clientOf(pool)}`);
    await newcomer.run('Cognito: Add Profile…');
    const offered = newcomer.entry('in the clipboard');
    await offered.waitFor();
    await offered.hover();
    await offered.getByRole('button', { name: 'Add Under Another Name' }).click();
    await workbench.page.getByText('A name for the profile, shown everywhere').waitFor();
    await workbench.answer('from the clipboard');
    await workbench.notification('The profile “from the clipboard” was added').waitFor();
    deepEqual(await profiles(), [{ name: 'from the clipboard', userPoolId, clientId: clientOf(pool) }]);
  });
});

describe('Somebody with a project that has a pool', () => {
  let pool: LocalPool;
  let proxy: ProxyServer;
  let workbench: Workbench;

  const outputs = (): object => ({
    auth: {
      user_pool_id: userPoolId,
      user_pool_client_id: clientOf(pool),
      aws_region: 'us-east-1',
      oauth: {
        domain: domainHost,
        scopes: ['openid', 'email', 'profile'],
        redirect_sign_in_uri: ['http://localhost:8400/callback', 'https://example.com/callback'],
        redirect_sign_out_uri: ['https://example.com/signed-out'],
        response_type: 'code',
      },
    },
  });

  before(async () => {
    const tls = await createServerCertificate([issuerHost, domainHost], await createAuthority());
    pool = await startLocalPool({
      host: '127.0.0.1',
      port: 0,
      config: { ...defaultLocalPoolConfig(), poolId: userPoolId },
      tls,
      publicIssuerOrigin: `https://${issuerHost}`,
      publicDomainOrigin: `https://${domainHost}`,
    });
    const port = Number(new URL(pool.origin).port);
    proxy = await startProxy({ [`${issuerHost}:443`]: port, [`${domainHost}:443`]: port });
    await session().editor.configure({
      'cognito.profiles': [],
      'http.proxy': proxy.origin,
      'http.proxyStrictSSL': false,
    });
    await emptyWorkspace();
    await put('amplify_outputs.json', outputs());
    await put('infra/cdk-outputs.json', {
      OrdersStack: { UserPoolId: 'eu-west-1_Orders001', AdminClientId: '1example23456789client0abc' },
    });
    await put('web/.env.local', 'VITE_COGNITO_USER_POOL_ID=us-west-2_WebPool01\n');
    await put('web/.gitignore', '.env.local\n');
    await put('mobile/amplifyconfiguration.json', '{ "auth": {');
    await put('node_modules/theirs/amplify_outputs.json', {
      auth: { user_pool_id: 'us-east-1_Theirs001' },
    });
    workbench = await Workbench.open({ proxy: proxy.origin });
  });

  after(async () => {
    await workbench.close();
    await session().editor.configure({
      'cognito.profiles': [],
      'http.proxy': undefined,
      'http.proxyStrictSSL': undefined,
    });
    await Promise.all([proxy.stop(), pool.stop()]);
    await emptyWorkspace();
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`sees what the files name, each with its file, in ${theme}, and nothing is asked of anybody`, async () => {
      const newcomer = new Newcomer(workbench);
      await workbench.setTheme(theme);
      const before = proxy.connects.length;
      await newcomer.run('Cognito: Add Profile…');
      await newcomer.entry('amplify_outputs.json').waitFor();
      await workbench.picture(`add-profile-${name}`);
      for (const file of [
        'infra/cdk-outputs.json · OrdersStack',
        'web/.env.local',
        'It cannot be read as JSON',
      ]) {
        equal(await newcomer.entry(file).count(), 1, file);
      }
      equal(await newcomer.entry('us-east-1_Theirs001').count(), 0);
      equal(proxy.connects.length, before);
      await workbench.page.keyboard.press('Escape');
    });
  }

  it('is signed in with amplify_outputs.json: 2 actions, nothing typed', async () => {
    const newcomer = new Newcomer(workbench);
    await newcomer.run('Cognito: Sign In');
    await newcomer.entry('amplify_outputs.json').waitFor();
    const tab: Page = await workbench.openedTab(() => newcomer.accept());
    match(tab.url(), new RegExp(`^https://${domainHost}/login`));
    await fillIn(tab, 'jane', 'Passw0rd!');
    await workbench.webview('Cognito: demo').getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await tab.close();
    deepEqual([newcomer.actions, newcomer.typed], [2, 0]);
    deepEqual(await profiles(), [
      {
        name: 'demo',
        userPoolId,
        clientId: clientOf(pool),
        logoutUri: 'https://example.com/signed-out',
        scopes: ['openid', 'email', 'profile'],
        redirectUri: 'http://localhost:8400/callback',
      },
    ]);
  });

  it('is asked before a file leads to a host that is not Amazon’s', async () => {
    const newcomer = new Newcomer(workbench);
    const host = 'login.example.com.eu-central-1.account-security-check.evil.example';
    await put('theirs/.env', `COGNITO_DOMAIN=https://${host}\nCOGNITO_CLIENT_ID=${clientOf(pool)}\n`);
    const before = await profiles();
    for (const [button, expected] of [
      ['Cancel', before],
      ['Add Profile', [...(before as object[]), { name: host, domain: host, clientId: clientOf(pool) }]],
    ] as const) {
      await newcomer.run('Cognito: Add Profile…');
      await newcomer.entry('theirs/.env').click();
      await workbench.dialog().getByText('from a file of this workspace?').waitFor();
      const text = await workbench.dialog().innerText();
      match(text, new RegExp(`\n${host}\n`));
      match(text, /This host is not Amazon Cognito’s\./);
      await workbench.picture('add-profile-foreign');
      await workbench.dialog().getByRole('button', { name: button, exact: true }).click();
      if (button === 'Cancel') await workbench.dialog().waitFor({ state: 'detached' });
      else await workbench.notification('was added to your user settings').waitFor();
      deepEqual(await profiles(), expected);
    }
    await workbench.runCommand('Notifications: Clear All Notifications');
    await session().editor.configure({ 'cognito.profiles': before });
    await rm(join(session().editor.workspace, 'theirs'), { recursive: true });
    await workbench.reload();
  });

  it('saves in the workspace when asked to', async () => {
    const newcomer = new Newcomer(workbench);
    await newcomer.run('Cognito: Add Profile…');
    await workbench.page.getByRole('button', { name: 'Save in the Workspace’s Settings Instead' }).click();
    await workbench.page.getByText('Add Profile to the Workspace’s Settings').waitFor();
    await newcomer.entry('infra/cdk-outputs.json').click();
    await workbench.notification('was added to the workspace’s settings').waitFor();
    const file = join(session().editor.workspace, '.vscode/settings.json');
    const stored = await eventually('the workspace’s settings', () =>
      readFile(file, 'utf8').catch(() => undefined),
    );
    match(stored, /eu-west-1_Orders001/);
  });

  it('sees all profiles with their state, and which are broken', async () => {
    const newcomer = new Newcomer(workbench);
    await session().editor.configure({
      'cognito.profiles': [
        ...((await profiles()) as object[]),
        { name: 'live', userPoolId: 'us-east-1_Live00001', clientId: 'a1', production: true },
        { name: 'half', userPoolId: 'us-east-1_Half00001' },
      ],
    });
    // Settings that are written behind the editor's back are sure to be read when the window loads.
    await workbench.reload();
    await newcomer.run('Cognito: Select Active Profile…');
    await newcomer.entry('Its clientId is missing.').waitFor();
    await workbench.picture('select-profile');
    equal(await newcomer.entry(/demo.*Signed in/s).count(), 1);
    equal(await newcomer.entry(/live.*production.*Signed out/s).count(), 1);
    equal(await newcomer.entry(/eu-west-1_Orders001/).count(), 1);
    await newcomer.entry('live').click();
    await workbench.statusBarItem('“live” is the active profile').waitFor();
  });

  it('makes a profile the default, and takes that back', async () => {
    const newcomer = new Newcomer(workbench);
    const preferred = async (): Promise<unknown> => {
      const settings = JSON.parse(await readFile(userSettings(), 'utf8')) as Record<string, unknown>;
      return settings['cognito.defaultProfile'] ?? '';
    };
    await newcomer.run('Cognito: Select Active Profile…');
    const live = newcomer.entry('us-east-1_Live00001');
    await live.hover();
    await live.getByRole('button', { name: 'Make Default' }).click();
    await newcomer.entry(/production · default/).waitFor();
    equal(await preferred(), 'live');
    await live.hover();
    await live.getByRole('button', { name: 'No Longer Default' }).click();
    await newcomer.entry(/production · default/).waitFor({ state: 'detached' });
    equal(await preferred(), '');
    await workbench.page.keyboard.press('Escape');
  });

  it('comes to the entry of a broken profile to repair it', async () => {
    const newcomer = new Newcomer(workbench);
    await newcomer.run('Cognito: Select Active Profile…');
    await newcomer.choose('Its clientId is missing.');
    await workbench.page.locator('.view-line').filter({ hasText: 'us-east-1_Half00001' }).waitFor();
    await workbench.picture('edit-profile');
  });

  it('repairs it there: what is saved counts at once', async () => {
    const { keyboard } = workbench.page;
    await keyboard.press('ArrowRight');
    await keyboard.insertText('"clientId": "a2",');
    await keyboard.press('Control+S');
    const newcomer = new Newcomer(workbench);
    await newcomer.run('Cognito: Select Active Profile…');
    await newcomer.entry(/half.*us-east-1_Half00001/s).waitFor();
    await keyboard.press('Escape');
    await workbench.runCommand('View: Close All Editors');
  });

  it('removes a profile and its session, after being asked', async () => {
    await workbench.runCommand('Cognito: Remove Profile…');
    await new Newcomer(workbench).entry('demo').click();
    await workbench.dialog().getByText('Remove the profile “demo” from your user settings?').waitFor();
    await workbench.picture('remove-profile');
    // The profile has a sign-out URL, so the browser session ends too.
    const tab = await workbench.openedTab(() =>
      workbench.dialog().getByRole('button', { name: 'Remove and Sign Out' }).click(),
    );
    await tab.close();
    await workbench.statusBarItem('Profile “demo” removed').waitFor();
    const names = ((await profiles()) as { name: string }[]).map(({ name }) => name);
    deepEqual(names, ['live', 'half']);
  });
});
