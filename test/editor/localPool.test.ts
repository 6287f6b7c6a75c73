import { equal, match } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { eventually } from '../support/waiting';
import { beginSignIn, copied, handOver, setProfiles } from '../support/inEditor';
import { jane } from '../support/localClients';
import { temporaryFolder } from '../support/processes';
import { UserAgent } from '../support/userAgent';

async function isRunning(): Promise<boolean> {
  const discovery = 'http://127.0.0.1:9270/local_Pool00001/.well-known/openid-configuration';
  return fetch(discovery).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function setHttps(https: boolean | undefined): Promise<void> {
  const { Global } = ConfigurationTarget;
  await workspace.getConfiguration('cognito.localUserPool').update('https', https, Global);
}

describe('Start and Stop Local User Pool', () => {
  afterEach(async () => {
    await commands.executeCommand('cognito.stopLocalUserPool');
    await setProfiles([]);
    await setHttps(undefined);
  });

  it('uses https with a certificate that the extension trusts', async () => {
    await setHttps(true);
    await commands.executeCommand('cognito.startLocalUserPool');
    const [profile] = workspace.getConfiguration('cognito').get<{ issuer: string }[]>('profiles', []);
    equal(profile?.issuer, 'https://127.0.0.1:9270/local_Pool00001');
    // Loaded here, because loading undici earlier would hide what the extension does to the dispatcher slots.
    const { createTransport } = await import('../../src/client/transport');
    const browser = createTransport({ useProxy: false, strictSsl: false });
    const { url, ended } = await beginSignIn('Local user pool');
    // The test editor forwards ports as a remote window does, and opens a forwarded address with http.
    await handOver(await new UserAgent(browser.fetch).signIn(url.replace('http:', 'https:'), jane));
    await ended;
    await browser.close();
    match(await copied('cognito.copyAccessToken', 'Local user pool'), /^ey/);
    await commands.executeCommand('cognito.signOut', 'Local user pool');
  });

  it('frees the port when the pool is stopped while it starts', async () => {
    const started = commands.executeCommand('cognito.startLocalUserPool');
    await commands.executeCommand('cognito.stopLocalUserPool');
    await started;
    equal(await isRunning(), false);
  });

  it('keeps a pool running that is started right after a stop', async () => {
    const first = commands.executeCommand('cognito.startLocalUserPool');
    const stopped = commands.executeCommand('cognito.stopLocalUserPool');
    await Promise.all([first, stopped]);
    await commands.executeCommand('cognito.startLocalUserPool');
    await eventually('the pool', async () => (await isRunning()) || undefined);
  });

  it('does not start the pool with a trigger that is outside of the workspace or missing', async () => {
    const folder = temporaryFolder('pool-');
    const configFile = join(folder, 'pool.json');
    const settings = workspace.getConfiguration('cognito.localUserPool');
    await writeFile(join(folder, 'trigger.js'), 'exports.handler = async (event) => event;');
    await settings.update('configFile', configFile, ConfigurationTarget.Global);
    try {
      const inside = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
      for (const file of ['./trigger.js', join(inside, 'missing.js')]) {
        await writeFile(configFile, JSON.stringify({ triggers: { preTokenGeneration: { file } } }));
        await commands.executeCommand('cognito.startLocalUserPool');
        equal(await isRunning(), false, file);
      }
    } finally {
      await settings.update('configFile', undefined, ConfigurationTarget.Global);
    }
  });
});
