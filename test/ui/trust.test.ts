import { equal, match } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPool } from '../../src/localPool/localPool';
import type { LocalPool } from '../../src/localPool/localPool';
import { temporaryFolder } from '../support/processes';
import { fillIn } from './loginPage';
import { Newcomer } from './newcomer';
import { session } from './session';
import { Workbench, themes } from './workbench';

/** Somebody opens a folder whose settings bring profiles. */
describe('A folder that brings profiles', () => {
  const folder = temporaryFolder('theirs-');
  const publicClient = '2p5pub1icl0ca1demo7qk3v9xz';
  const rotatingClient = '5r0tat1ngrefreshdem09nfg2c';
  let pool: LocalPool;
  let workbench: Workbench;

  const bring = async (profile: object): Promise<void> => {
    await mkdir(join(folder, '.vscode'), { recursive: true });
    const settings = { 'cognito.profiles': [{ name: 'theirs', ...profile }] };
    await writeFile(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  };
  /** What the folder brings is known once the window has loaded it. */
  const bringAnew = async (profile: object): Promise<void> => {
    await bring(profile);
    await workbench.reload();
  };
  const asked = async (): Promise<string> => {
    await workbench.dialog().getByText('of this workspace?').waitFor();
    return workbench.dialog().innerText();
  };
  const answer = (button: string): Promise<void> =>
    workbench.dialog().getByRole('button', { name: button, exact: true }).click();

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    const prefix = 'acme-production-sign-in'.repeat(2);
    await bring({
      domain: `${prefix}.auth.eu-central-1.amazoncognito.com.accounts.evil.example`,
      clientId: publicClient,
    });
    workbench = await Workbench.open({ folder });
  });

  after(async () => {
    await workbench.close();
    await pool.stop();
  });

  it('is asked about before the browser opens: the look-alike host in full, and whose it is', async () => {
    await workbench.runCommand('Cognito: Sign In');
    const text = await asked();
    match(text, /\.auth\.eu-central-1\.amazoncognito\.com\.accounts\.evil\.example/);
    match(text, /not Amazon Cognito’s, although its name looks like it/);
    for (const [name, theme] of Object.entries(themes)) {
      await workbench.setTheme(theme);
      await workbench.picture(`trust-${name}`);
    }
    await workbench.setTheme(themes.dark);
  });

  it('is asked about before its app client is checked, and a panel that comes back asks nothing by itself', async () => {
    await answer('Cancel');
    await workbench.runCommand('Cognito: Check App Client');
    match(await asked(), /accounts\.evil\.example/);
    await answer('Cancel');
    const checks = workbench.webview('Check App Client: theirs');
    await checks.getByRole('heading', { name: 'Not checked yet' }).waitFor();
    await workbench.reload();
    await checks.getByRole('heading', { name: 'Not checked yet' }).waitFor();
    equal(await workbench.dialog().count(), 0);
    await checks.locator('#client-run_again').click();
    match(await asked(), /accounts\.evil\.example/);
    await answer('Cancel');
    await checks.getByRole('heading', { name: 'Not checked yet' }).waitFor();
    equal(await workbench.notification(/./).count(), 0);
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Cognito: Sign In');
    await asked();
  });

  it('goes nowhere when the person declines, and nothing more is said', async () => {
    await answer('Cancel');
    await workbench.notification('Sign in to').waitFor({ state: 'detached' });
    equal(await workbench.notification(/./).count(), 0);
    equal(workbench.context.pages().length, 1);
  });

  it('is signed in to once the person agrees, and is not asked about again', async () => {
    await bringAnew({ issuer: pool.issuer, clientId: publicClient });
    await workbench.runCommand('Cognito: Sign In');
    match(await asked(), new RegExp(`127\\.0\\.0\\.1:${new URL(pool.origin).port}[^]*your own computer`));
    await workbench.picture('trust-local');
    const tab = await workbench.openedTab(() => answer('Use Profile'));
    await fillIn(tab, 'jane', 'Passw0rd!');
    const inspector = workbench.webview('Cognito: theirs');
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await tab.close();
    const again = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    equal(new URL(again.url()).searchParams.has('error'), false);
    await again.close();
    await workbench.page.bringToFront();
  });

  it('does not say where a token goes: its resource is not offered as the address to call', async () => {
    await bringAnew({
      issuer: pool.issuer,
      clientId: publicClient,
      resource: 'https://collect.evil.example/v1',
    });
    await workbench.runCommand('Cognito: Copy Token As…');
    await workbench.pick('Access token: curl for bash and zsh');
    await workbench.page.getByText('Enter the URL to call').waitFor();
    equal(await workbench.input().inputValue(), '');
    await workbench.page.keyboard.press('Escape');
  });

  it('is asked about again when the folder changes the app client', async () => {
    await bringAnew({ issuer: pool.issuer, clientId: rotatingClient });
    await workbench.runCommand('Cognito: Sign In');
    match(await asked(), new RegExp(`App client: ${rotatingClient}`));
    await answer('Cancel');
  });

  it('is asked about before a machine client’s secret goes anywhere', async () => {
    await bringAnew({ issuer: pool.issuer, clientId: 'theirs', grant: 'client_credentials' });
    await workbench.runCommand('Cognito: Copy Access Token');
    match(await asked(), /sends the app client’s secret to:/);
    await workbench.picture('trust-machine');
    await answer('Cancel');
  });

  it('is not used at all in a window that does not trust the folder', async () => {
    await session().editor.configure({
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
    });
    try {
      await workbench.reload();
      await workbench.statusBarItem('Restricted Mode').waitFor();
      await workbench.runCommand('Cognito: Sign In');
      // As without any profile: it is asked for one.
      await workbench.page.getByText(/^Add Profile to Your .*Settings and Sign In$/).waitFor();
      const untrusted = new Newcomer(workbench).entry('This workspace is not trusted');
      await untrusted.waitFor();
      await workbench.picture('untrusted');
      equal(await workbench.dialog().count(), 0);
      await untrusted.click();
      await workbench.page.getByText('You are in Restricted Mode').first().waitFor();
    } finally {
      await session().editor.configure({ 'security.workspace.trust.enabled': false });
    }
  });
});
