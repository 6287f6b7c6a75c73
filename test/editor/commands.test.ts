import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, ConfigurationTarget, env, workspace } from 'vscode';
import {
  closeInspectors,
  copied,
  inspectors,
  publicClient,
  setProfiles,
  signInAs,
  startPool,
} from '../support/inEditor';
import { eventually } from '../support/waiting';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

async function set(name: string, value: unknown): Promise<void> {
  await workspace.getConfiguration('cognito').update(name, value, ConfigurationTarget.Global);
}

describe('Commands', () => {
  afterEach(async () => {
    await setProfiles([]);
    await set('defaultProfile', undefined);
    await closeInspectors();
  });

  it('Copy Callback URL copies the URL of this editor', async () => {
    await commands.executeCommand('cognito.copyCallbackUrl');
    equal(
      await env.clipboard.readText(),
      `${env.uriScheme}://cognito-tools.cognito-token-inspector/callback`,
    );
  });

  it('Open Token Inspector opens one panel a profile, signed in or not', async () => {
    const issuer = 'http://127.0.0.1:9/local_Pool00001';
    await setProfiles([
      { name: 'one', issuer, clientId: 'a' },
      { name: 'two', issuer, clientId: 'b' },
    ]);
    for (const name of ['one', 'two', 'one']) await commands.executeCommand('cognito.openInspector', name);
    await eventually('two inspectors', () => inspectors().length === 2 || undefined);
    deepEqual([...inspectors()].sort(), ['Cognito: one', 'Cognito: two']);
  });

  it('use the default profile when no name is given', async () => {
    const issuer = 'http://127.0.0.1:9/local_Pool00001';
    await setProfiles([
      { name: 'three', issuer, clientId: 'a' },
      { name: 'four', issuer, clientId: 'b' },
    ]);
    await set('defaultProfile', 'four');
    await commands.executeCommand('cognito.openInspector');
    await eventually('the inspector', () => inspectors().includes('Cognito: four') || undefined);
    equal(inspectors().includes('Cognito: three'), false);
  });

  it('Copy Access Token hands out a fresh token when the old one is about to expire', async () => {
    const config = defaultLocalPoolConfig();
    const pool = await startPool({
      ...config,
      clients: config.clients.map((client) => ({ ...client, accessTokenSeconds: 59 })),
    });
    await setProfiles([{ name: 'short', issuer: pool.issuer, clientId: publicClient(pool) }]);
    await signInAs('short');
    const first = await copied('cognito.copyAccessToken', 'short');
    const second = await copied('cognito.copyAccessToken', 'short');
    ok(first.startsWith('ey') && second.startsWith('ey'));
    ok(first !== second);
    await commands.executeCommand('cognito.signOut', 'short');
    await pool.stop();
  });

  it('Start Local User Pool takes users and clients from a JSON file, adds a profile, and Stop ends it', async () => {
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
            redirectUris: [`${env.uriScheme}://cognito-tools.cognito-token-inspector/callback`],
          },
        ],
      }),
    );
    await set('localUserPool.configFile', file);
    await commands.executeCommand('cognito.startLocalUserPool');
    const issuer = 'http://127.0.0.1:9270/local_Team00001';
    deepEqual(workspace.getConfiguration('cognito').get('profiles'), [
      { name: 'Local user pool', issuer, clientId: 'ourapp' },
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
    await set('localUserPool.configFile', undefined);
    await rm(folder, { recursive: true });
  });
});
