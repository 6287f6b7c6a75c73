import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { createCognitoClient } from '../../src/client/cognitoClient';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient } from '../support/localClients';
import { makeProfile } from '../support/profiles';
import { signIn, straight } from '../support/signingIn';
import { signInToProfile } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { themes, Workbench } from './workbench';

const scopes = ['openid', 'email', 'aws.cognito.signin.user.admin'];

describe('Show Sessions', () => {
  const client = createCognitoClient(straight);
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    const config = defaultLocalPoolConfig();
    const clients = config.clients.map((one) =>
      one.clientId === publicClient ? { ...one, scopes: [...one.scopes, ...scopes] } : one,
    );
    pool = await startLocalPool({
      host: '127.0.0.1',
      port: 0,
      config: { ...config, clients, sessionTracking: true },
    });
    const { issuer } = pool;
    await session().editor.configure({
      'cognito.profiles': [
        { name: 'dev', issuer, clientId: publicClient, scopes },
        { name: 'plain', issuer, clientId: publicClient, scopes: ['openid'] },
      ],
      'cognito.defaultProfile': 'dev',
    });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [], 'cognito.defaultProfile': undefined });
    await workbench.close();
    await client.close();
    await pool.stop();
  });

  const rows = (): Locator => workbench.page.locator('.quick-input-list .monaco-list-row');

  scenario('lists where the user is signed in, and signs out a session elsewhere', (step) => {
    step('marks the session of this editor', async () => {
      await signIn(client, makeProfile({ issuer: pool.issuer, clientId: publicClient, scopes }));
      await signInToProfile(workbench, 'dev');
      await workbench.runCommand('Cognito: Show Sessions');
      await rows().getByText('this session').waitFor();
      equal(await rows().count(), 4);
    });

    for (const [name, theme] of Object.entries(themes)) {
      step(`is readable in ${theme}`, async () => {
        await workbench.setTheme(theme);
        await workbench.picture(`show-sessions-${name}`);
      });
    }

    step('asks before it signs out another session, and then no longer lists it', async () => {
      await rows().filter({ hasText: 'App client of “dev”' }).nth(1).click();
      await workbench.dialog().getByText('Sign out the session of').waitFor();
      await workbench.picture('show-sessions-question');
      await workbench.dialog().getByRole('button', { name: 'Sign Out With Its Browser Session' }).click();
      await workbench.statusBarItem('Session signed out').waitFor();
      await rows().getByText('this session').waitFor();
      deepEqual(await rows().count(), 2);
    });

    step('says how another session gets into the list when the user has no other one', async () => {
      await rows().filter({ hasNotText: 'this session' }).click();
      await workbench.dialog().getByRole('button', { name: 'Sign Out', exact: true }).click();
      await rows().getByText('There is no other session.').waitFor();
      await workbench.picture('show-sessions-only-this');
      await signIn(client, makeProfile({ issuer: pool.issuer, clientId: publicClient, scopes }));
      await workbench.pick('Read the Sessions Again');
      await rows().getByText('There is no other session.').waitFor({ state: 'detached' });
      ok((await rows().count()) > 1);
      await workbench.page.keyboard.press('Escape');
    });
  });
});
