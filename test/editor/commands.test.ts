import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, ConfigurationTarget, env, workspace } from 'vscode';
import {
  callbackUrl,
  closeInspectors,
  copied,
  inspectors,
  setProfiles,
  signInAs,
  startPool,
  unreachableIssuer,
} from '../support/inEditor';
import { identityPoolId } from '../support/identityPools';
import { publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

async function setSetting(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration('cognito').update(name, value, ConfigurationTarget.Global);
}

describe('Commands', () => {
  afterEach(async () => {
    await setProfiles([]);
    await setSetting('defaultProfile', undefined);
    await closeInspectors();
  });

  it('copies the callback URL of this editor with Copy Callback URL', async () => {
    await commands.executeCommand('cognito.copyCallbackUrl');
    equal(await env.clipboard.readText(), callbackUrl);
  });

  it('copies the callback URL of the sign-in host alone with Copy Callback URL and a profile with a custom domain', async () => {
    await setProfiles([
      { name: 'custom', domain: 'auth.example.com', clientId: 'a' },
      { name: 'prefix', domain: 'acme.auth.us-east-1.amazoncognito.com', clientId: 'a' },
    ]);
    await commands.executeCommand('cognito.copyCallbackUrl', 'custom');
    const copiedUrl = await env.clipboard.readText();
    ok(copiedUrl.startsWith(`${callbackUrl}/`), copiedUrl);
    match(copiedUrl, /\/[\da-f]{32}$/);
    await commands.executeCommand('cognito.copyCallbackUrl', 'prefix');
    equal(await env.clipboard.readText(), callbackUrl);
  });

  it('asks for no other callback URL of a machine client, which has none', async () => {
    await setProfiles([
      { name: 'job', issuer: unreachableIssuer, clientId: 'a', grant: 'client_credentials' },
    ]);
    // An open input box would keep the command from ending.
    await commands.executeCommand('cognito.useOtherCallbackUrl', 'job');
    const [job] = workspace.getConfiguration('cognito').get<readonly object[]>('profiles', []);
    equal(job && 'redirectUri' in job, false);
  });

  it('opens one inspector per profile with Open Token Inspector, also when signed out', async () => {
    await setProfiles([
      { name: 'one', issuer: unreachableIssuer, clientId: 'a' },
      { name: 'two', issuer: unreachableIssuer, clientId: 'b' },
    ]);
    for (const name of ['one', 'two', 'one']) await commands.executeCommand('cognito.openInspector', name);
    await eventually('two inspectors', () => inspectors().length === 2 || undefined);
    deepEqual([...inspectors()].sort(), ['Cognito: one', 'Cognito: two']);
  });

  it('opens the inspector of the default profile when Open Token Inspector gets no name', async () => {
    await setProfiles([
      { name: 'three', issuer: unreachableIssuer, clientId: 'a' },
      { name: 'four', issuer: unreachableIssuer, clientId: 'b' },
    ]);
    await setSetting('defaultProfile', 'four');
    await commands.executeCommand('cognito.openInspector');
    await eventually('the inspector', () => inspectors().includes('Cognito: four') || undefined);
    equal(inspectors().includes('Cognito: three'), false);
  });

  it('refreshes an access token that is about to expire with Copy Access Token', async () => {
    const config = defaultLocalPoolConfig();
    const pool = await startPool({
      ...config,
      clients: config.clients.map((client) => ({ ...client, accessTokenSeconds: 59 })),
    });
    await setProfiles([{ name: 'short', issuer: pool.issuer, clientId: publicClient }]);
    await signInAs('short');
    const first = await copied('cognito.copyAccessToken', 'short');
    const second = await copied('cognito.copyAccessToken', 'short');
    ok(first.startsWith('ey') && second.startsWith('ey'));
    ok(first !== second);
    await commands.executeCommand('cognito.signOut', 'short');
    await pool.stop();
  });

  it('starts a local user pool from a JSON file, adds its profile, and stops it again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cognito-pool-'));
    const file = join(folder, 'pool.json');
    await writeFile(
      file,
      JSON.stringify({
        poolId: 'local_Team00001',
        users: [{ username: 'ana', password: 'open sesame', attributes: { email: 'ana@example.com' } }],
        clients: [
          {
            clientId: 'ourapp',
            redirectUris: [callbackUrl],
          },
        ],
      }),
    );
    await setSetting('localUserPool.configFile', file);
    await commands.executeCommand('cognito.startLocalUserPool');
    const issuer = 'http://127.0.0.1:9270/local_Team00001';
    deepEqual(workspace.getConfiguration('cognito').get('profiles'), [
      { name: 'Local user pool', issuer, clientId: 'ourapp', identityPoolId },
    ]);
    await signInAs('Local user pool', { username: 'ana', password: 'open sesame' });
    ok((await copied('cognito.copyAccessToken', 'Local user pool')).startsWith('ey'));
    await commands.executeCommand('cognito.signOut', 'Local user pool');
    await commands.executeCommand('cognito.stopLocalUserPool');
    equal(
      await fetch(`${issuer}/.well-known/jwks.json`).then(
        () => 'answered',
        () => 'refused',
      ),
      'refused',
    );
    await setSetting('localUserPool.configFile', undefined);
    await rm(folder, { recursive: true });
  });
});
