import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { createAuthority, createServerCertificate } from '../support/certificates';
import { confidentialClient, publicClient } from '../support/localClients';
import { startProxy, type ProxyServer } from '../support/proxyServer';
import { eventually } from '../support/waiting';
import { signInOnPage } from './loginPage';
import { CountingUser } from './countingUser';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench, type Theme } from './workbench';
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

function userSettingsFile(): string {
  return join(session().editor.dataDir, 'data/User/settings.json');
}

/** The profiles in the user settings. */
async function userProfiles(): Promise<unknown> {
  return (JSON.parse(await readFile(userSettingsFile(), 'utf8')) as Record<string, unknown>)[
    'cognito.profiles'
  ];
}

/** Writes a file of the workspace, which `emptyWorkspace` deletes. */
async function writeToWorkspace(path: string, content: unknown): Promise<void> {
  const file = join(session().editor.workspace, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}

async function emptyWorkspace(): Promise<void> {
  const folder = session().editor.workspace;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

describe('Add Profile from pasted text', () => {
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

  it('signs in with the pasted URL of a sign-in page after 2 actions and 1 typed setting', async () => {
    const user = new CountingUser(workbench);
    const query = new URLSearchParams({
      client_id: publicClient,
      response_type: 'code',
      scope: 'openid email',
      redirect_uri: ownCallback,
    });
    await user.run('Cognito: Sign In');
    await user.paste(`${pool.origin}/login?${query.toString()}`, 'Login page of 127.0.0.1');
    await workbench.picture('add-profile-pasted');
    const tab = await workbench.openedTab(() => user.accept());
    await signInOnPage(tab);
    const { host } = new URL(pool.origin);
    await workbench
      .webview(`Cognito: ${host}`)
      .getByRole('heading', { name: 'jane.doe@example.com' })
      .waitFor();
    await tab.close();
    deepEqual([user.actions, user.typed], [2, 1]);
    deepEqual(await userProfiles(), [
      { name: host, domain: pool.origin, clientId: publicClient, scopes: ['openid', 'email'] },
    ]);
    await workbench.runCommand('Cognito: Sign Out');
  });

  it('asks for the client id when only a user pool was pasted, and then offers to sign in', async () => {
    const user = new CountingUser(workbench);
    await user.run('Cognito: Add Profile…');
    await user.paste(pool.issuer, 'asks for the app client next');
    await user.accept();
    await workbench.page.getByText('The app client id, from the app client’s page').waitFor();
    await workbench.input().fill(confidentialClient.secret);
    await workbench.page.getByText('This looks like an app client secret').waitFor();
    await workbench.picture('add-profile-client-id');
    await workbench.answer(publicClient);
    await workbench.notification('was added to your user settings').waitFor();
    await workbench.picture('add-profile-added');
    deepEqual(await userProfiles(), [
      { name: new URL(pool.issuer).host, issuer: pool.issuer, clientId: publicClient },
    ]);
    const tab = await workbench.openedTab(() => user.press('was added to', 'Sign In'));
    equal(new URL(tab.url()).searchParams.get('client_id'), publicClient);
    await tab.close();
  });

  it('explains why a pasted text is refused, and adds no profile', async () => {
    const user = new CountingUser(workbench);
    await user.run('Cognito: Add Profile…');
    for (const [text, reason] of [
      ['us-east-1:1a2b3c4d-1111-2222-3333-444455556666', 'This is an identity pool.'],
      [`https://${domainHost}/error?error=redirect_mismatch`, 'This is Cognito’s error page'],
      [`https://${domainHost}.example.org/login`, 'This is not Amazon’s domain'],
    ] as const) {
      await user.paste(text, reason);
      await workbench.picture(`add-profile-refused-${user.typed}`);
      await workbench.input().press('Enter');
    }
    // The input box is still open: a refused text cannot be accepted.
    equal(await workbench.input().inputValue(), `https://${domainHost}.example.org/login`);
    deepEqual(await userProfiles(), []);
  });

  it('offers the text in the clipboard, and adds the profile under another name', async () => {
    const user = new CountingUser(workbench);
    await workbench.writeClipboard(`${userPoolId} ${publicClient}`);
    await user.run('Cognito: Add Profile…');
    const offered = user.entry('in the clipboard');
    await offered.waitFor();
    await offered.hover();
    await offered.getByRole('button', { name: 'Add Under Another Name' }).click();
    await workbench.page.getByText('A name for the profile, shown everywhere').waitFor();
    await workbench.answer('from the clipboard');
    await workbench.notification('The profile “from the clipboard” was added').waitFor();
    deepEqual(await userProfiles(), [{ name: 'from the clipboard', userPoolId, clientId: publicClient }]);
  });
});

describe('Add Profile from files of the workspace', () => {
  let pool: LocalPool;
  let proxy: ProxyServer;
  let workbench: Workbench;

  const outputs = (): object => ({
    auth: {
      user_pool_id: userPoolId,
      user_pool_client_id: publicClient,
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
    await writeToWorkspace('amplify_outputs.json', outputs());
    await writeToWorkspace('infra/cdk-outputs.json', {
      OrdersStack: { UserPoolId: 'eu-west-1_Orders001', AdminClientId: '1example23456789client0abc' },
    });
    await writeToWorkspace('web/.env.local', 'VITE_COGNITO_USER_POOL_ID=us-west-2_WebPool01\n');
    await writeToWorkspace('web/.gitignore', '.env.local\n');
    await writeToWorkspace('mobile/amplifyconfiguration.json', '{ "auth": {');
    await writeToWorkspace('node_modules/theirs/amplify_outputs.json', {
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

  scenario('adds, selects, edits and removes profiles', (step) => {
    for (const [name, theme] of Object.entries(themes)) {
      step(`lists the pools of the files in ${theme} without a request to a host`, async () => {
        const user = new CountingUser(workbench);
        await workbench.setTheme(theme);
        const before = proxy.connects.length;
        await user.run('Cognito: Add Profile…');
        await user.entry('amplify_outputs.json').waitFor();
        await workbench.picture(`add-profile-${name}`);
        for (const file of [
          'infra/cdk-outputs.json · OrdersStack',
          'web/.env.local',
          'It cannot be read as JSON',
        ]) {
          equal(await user.entry(file).count(), 1, file);
        }
        equal(await user.entry('us-east-1_Theirs001').count(), 0);
        equal(proxy.connects.length, before);
        await workbench.page.keyboard.press('Escape');
      });
    }

    step('signs in with the pool of amplify_outputs.json after 2 actions without typing', async () => {
      const user = new CountingUser(workbench);
      await user.run('Cognito: Sign In');
      await user.entry('amplify_outputs.json').waitFor();
      const tab: Page = await workbench.openedTab(() => user.accept());
      match(tab.url(), new RegExp(`^https://${domainHost}/login`));
      await signInOnPage(tab);
      await workbench
        .webview('Cognito: demo')
        .getByRole('heading', { name: 'jane.doe@example.com' })
        .waitFor();
      await tab.close();
      deepEqual([user.actions, user.typed], [2, 0]);
      deepEqual(await userProfiles(), [
        {
          name: 'demo',
          userPoolId,
          clientId: publicClient,
          logoutUri: 'https://example.com/signed-out',
          scopes: ['openid', 'email', 'profile'],
          redirectUri: 'http://localhost:8400/callback',
        },
      ]);
    });

    step('asks for approval of a file that names a host that is not Amazon’s', async () => {
      const user = new CountingUser(workbench);
      const host = 'login.example.com.eu-central-1.account-security-check.evil.example';
      await writeToWorkspace(
        'theirs/.env',
        `COGNITO_DOMAIN=https://${host}\nCOGNITO_CLIENT_ID=${publicClient}\n`,
      );
      const before = await userProfiles();
      for (const [button, expected] of [
        ['Cancel', before],
        ['Add Profile', [...(before as object[]), { name: host, domain: host, clientId: publicClient }]],
      ] as const) {
        await user.run('Cognito: Add Profile…');
        await user.entry('theirs/.env').click();
        await workbench.dialog().getByText('from a file of this workspace?').waitFor();
        const text = await workbench.dialog().innerText();
        match(text, new RegExp(`\n${host}\n`));
        match(text, /This host is not Amazon Cognito’s\./);
        await workbench.picture('add-profile-foreign');
        await workbench.dialog().getByRole('button', { name: button, exact: true }).click();
        if (button === 'Cancel') await workbench.dialog().waitFor({ state: 'detached' });
        else await workbench.notification('was added to your user settings').waitFor();
        deepEqual(await userProfiles(), expected);
      }
      await workbench.runCommand('Notifications: Clear All Notifications');
      await session().editor.configure({ 'cognito.profiles': before });
      await rm(join(session().editor.workspace, 'theirs'), { recursive: true });
      await workbench.reload();
    });

    step('sends nothing to a foreign issuer that a file names without an app client', async () => {
      const user = new CountingUser(workbench);
      await writeToWorkspace(
        'theirs/.env',
        'COGNITO_ISSUER=https://login.evil.example/us-east-1_Pool00001\n',
      );
      const before = proxy.connects.length;
      await user.run('Cognito: Add Profile…');
      await user.entry('theirs/.env').click();
      await workbench.page.getByText('The app client id, from the app client’s page').waitFor();
      equal(proxy.connects.length, before);
      await workbench.page.keyboard.press('Escape');
      await rm(join(session().editor.workspace, 'theirs'), { recursive: true });
    });

    step('adds the profile to the workspace settings when the user chooses them', async () => {
      const user = new CountingUser(workbench);
      await user.run('Cognito: Add Profile…');
      await workbench.page.getByRole('button', { name: 'Save in the Workspace’s Settings Instead' }).click();
      await workbench.page.getByText('Add Profile to the Workspace’s Settings').waitFor();
      await user.entry('infra/cdk-outputs.json').click();
      await workbench.notification('was added to the workspace’s settings').waitFor();
      const file = join(session().editor.workspace, '.vscode/settings.json');
      const stored = await eventually('the workspace’s settings', () =>
        readFile(file, 'utf8').catch(() => undefined),
      );
      match(stored, /eu-west-1_Orders001/);
    });

    step('lists all profiles with their states and errors', async () => {
      const user = new CountingUser(workbench);
      await session().editor.configure({
        'cognito.profiles': [
          ...((await userProfiles()) as object[]),
          { name: 'live', userPoolId: 'us-east-1_Live00001', clientId: 'a1', production: true },
          { name: 'half', userPoolId: 'us-east-1_Half00001' },
        ],
      });
      // The test writes the settings file itself: a reload makes sure that the window has read it.
      await workbench.reload();
      await user.run('Cognito: Select Active Profile…');
      await user.entry('Its clientId is missing.').waitFor();
      await workbench.picture('select-profile');
      equal(await user.entry(/demo.*Signed in/s).count(), 1);
      equal(await user.entry(/live.*production.*Signed out/s).count(), 1);
      equal(await user.entry(/eu-west-1_Orders001/).count(), 1);
      await user.entry('live').click();
      await workbench.statusBarItem('“live” is the active profile').waitFor();
    });

    step('makes a profile the default profile and undoes that', async () => {
      const user = new CountingUser(workbench);
      const preferred = async (): Promise<unknown> => {
        const settings = JSON.parse(await readFile(userSettingsFile(), 'utf8')) as Record<string, unknown>;
        return settings['cognito.defaultProfile'] ?? '';
      };
      await user.run('Cognito: Select Active Profile…');
      const live = user.entry('us-east-1_Live00001');
      await live.hover();
      await live.getByRole('button', { name: 'Make Default' }).click();
      await user.entry(/production · default/).waitFor();
      equal(await preferred(), 'live');
      await live.hover();
      await live.getByRole('button', { name: 'No Longer Default' }).click();
      await user.entry(/production · default/).waitFor({ state: 'detached' });
      equal(await preferred(), '');
      await workbench.page.keyboard.press('Escape');
    });

    step('opens the settings at a profile that has an error', async () => {
      const user = new CountingUser(workbench);
      await user.run('Cognito: Select Active Profile…');
      await user.choose('Its clientId is missing.');
      await workbench.page.locator('.view-line').filter({ hasText: 'us-east-1_Half00001' }).waitFor();
      await workbench.picture('edit-profile');
    });

    step('lists a corrected profile as soon as the settings are saved', async () => {
      const { keyboard } = workbench.page;
      await keyboard.press('ArrowRight');
      await keyboard.insertText('"clientId": "a2",');
      await keyboard.press('Control+S');
      const user = new CountingUser(workbench);
      await user.run('Cognito: Select Active Profile…');
      await user.entry(/half.*us-east-1_Half00001/s).waitFor();
      await keyboard.press('Escape');
      await workbench.runCommand('View: Close All Editors');
    });

    step('asks, and then removes the profile and its session', async () => {
      await workbench.runCommand('Cognito: Remove Profile…');
      await new CountingUser(workbench).entry('demo').click();
      await workbench.dialog().getByText('Remove the profile “demo” from your user settings?').waitFor();
      await workbench.picture('remove-profile');
      // The profile has a sign-out URL, so the browser session ends too.
      const tab = await workbench.openedTab(() =>
        workbench.dialog().getByRole('button', { name: 'Remove and Sign Out' }).click(),
      );
      await tab.close();
      await workbench.statusBarItem('Profile “demo” removed').waitFor();
      const names = ((await userProfiles()) as { name: string }[]).map(({ name }) => name);
      deepEqual(names, ['live', 'half']);
    });
  });
});
