import { deepEqual, equal } from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { claimsOf } from '../../src/core/jwt';
import { jane, publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { themes, Workbench } from './workbench';

const zoë = { ...jane, username: 'zoë' };
const adam = { ...jane, username: 'adam' };

for (const classicPages of [false, true]) {
  const pages = classicPages ? 'classic pages' : 'managed login';
  describe(`Users of one app client, signed in with ${pages}`, () => {
    let pool: LocalPool;
    let workbench: Workbench;
    let inspector: FrameLocator;

    const profiles = () => ({
      'cognito.profiles': [{ name: 'dev', issuer: pool.issuer, clientId: publicClient }],
    });

    before(async () => {
      const config = defaultLocalPoolConfig();
      const users = [
        ...config.users,
        { ...config.users[0]!, ...adam, attributes: { email: 'adam@example.com' }, sub: undefined },
      ];
      pool = await startLocalPool({ host: '127.0.0.1', port: 0, config: { ...config, classicPages, users } });
      await session().editor.configure(profiles());
      workbench = await Workbench.open();
      inspector = workbench.webview('Cognito: dev');
      await workbench.page.getByRole('tab', { name: 'Cognito', exact: true }).click();
    });

    after(async () => {
      await session().editor.configure({ 'cognito.profiles': [] });
      await workbench.close();
      await pool.stop();
    });

    const row = (name: string): Locator =>
      workbench.page.getByRole('treeitem', { name: new RegExp(`^${name}`) });
    const statusItem = (text: string): Locator =>
      workbench.page.locator('[id$="cognito.activeProfile"]').getByText(text);
    const shows = (user: string): Promise<void> => inspector.getByRole('heading', { name: user }).waitFor();
    /** Signs in on the page that a command opens. With classic pages, the browser then opens a second tab that signs in by itself. */
    const signIn = async (command: string, user: { username: string; password: string }): Promise<void> => {
      const tab = await workbench.openedTab(() => workbench.runCommand(command));
      await signInOnPage(tab, user);
      await workbench.page.bringToFront();
    };
    const copiedSubject = async (): Promise<unknown> => {
      await workbench.writeClipboard('nothing');
      await workbench.runCommand('Cognito: Copy Access Token');
      return eventually('a copied token', async () => {
        const text = await workbench.readClipboard();
        return text === 'nothing' ? undefined : claimsOf(text)['username'];
      });
    };

    scenario('are kept beside each other, chosen, compared and signed out one by one', (step) => {
      step('signs in the first user, and shows no choice yet', async () => {
        await signIn('Cognito: Sign In', jane);
        await shows('jane.doe@example.com');
        await row('dev, active. jane.doe@example.com').waitFor();
        equal(await row('The profile').count(), 0);
      });

      step('says so when the same user signs in again', async () => {
        await signIn('Cognito: Sign In as Someone Else…', jane);
        await workbench.notification('The browser signed in the same user to “dev”').waitFor();
        await workbench.picture(`same-user-${classicPages ? 'classic' : 'managed'}`);
        equal(await copiedSubject(), 'jane');
        await workbench.runCommand('Notifications: Clear All Notifications');
      });

      step('signs in two more users, and shows each one as the active user', async () => {
        await signIn('Cognito: Sign In as Someone Else…', zoë);
        await shows('zoe@example.com');
        await statusItem('dev · zoe@example.com').waitFor();
        await signIn('Cognito: Sign In as Someone Else…', adam);
        await shows('adam@example.com');
        await statusItem('dev · adam@example.com').waitFor();
        await row('The profile “dev” uses the session of adam@example.com').waitFor();
        await row('jane.doe@example.com is signed in too').waitFor();
        equal(await copiedSubject(), 'adam');
      });

      for (const [name, theme] of Object.entries(themes)) {
        step(`shows the users in ${theme}`, async () => {
          await workbench.setTheme(theme);
          await row('zoe@example.com is signed in too').hover();
          if (!classicPages) await workbench.picture(`users-${name}`);
        });
      }

      step('uses the tokens of another user after a click on the user', async () => {
        await row('jane.doe@example.com is signed in too').click();
        await shows('jane.doe@example.com');
        await statusItem('dev · jane.doe@example.com').waitFor();
        equal(await copiedSubject(), 'jane');
      });

      step('keeps the active user when the window is reloaded', async () => {
        await workbench.reload();
        await statusItem('dev · jane.doe@example.com').waitFor();
        await shows('jane.doe@example.com');
      });

      step('compares two users of the app client', async () => {
        await inspector.locator('#run-compare').click();
        const labels = workbench.page.locator('.quick-input-list .label-name');
        await labels.getByText('dev (zoe@example.com)').waitFor();
        deepEqual(
          (await labels.allInnerTexts()).slice(0, 2).map((label) => label.trim()),
          ['dev (zoe@example.com)', 'dev (adam@example.com)'],
        );
        await workbench.pick('dev (zoe@example.com)');
        await inspector.getByRole('heading', { name: 'Compared with dev (zoe@example.com)' }).waitFor();
        await inspector.getByRole('columnheader', { name: 'dev (jane.doe@example.com)' }).waitFor();
        await workbench.picture(`users-compared-${classicPages ? 'classic' : 'managed'}`);
      });

      step('selects a user in a list, which also signs in someone else', async () => {
        await workbench.runCommand('Cognito: Select User…');
        await workbench.page.locator('.quick-input-list').getByText('Sign In as Someone Else…').waitFor();
        await workbench.picture('select-user');
        await workbench.pick('zoe@example.com');
        await shows('zoe@example.com');
      });

      step('signs out one user and says who is active then', async () => {
        await workbench.runCommand('Cognito: Sign Out');
        await workbench
          .statusBarItem('Signed zoe@example.com out of “dev”. jane.doe@example.com is the active user now.')
          .waitFor();
        await shows('jane.doe@example.com');
        await row('dev, active. jane.doe@example.com').waitFor();
        await row('adam@example.com is signed in too').waitFor();
      });

      step('signs out every user when the profile is removed', async () => {
        await workbench.runCommand('Cognito: Remove Profile…');
        await workbench.pick('dev');
        await workbench.dialog().getByText('2 users are signed in.').waitFor();
        await workbench.dialog().getByRole('button', { name: 'Remove and Sign Out' }).click();
        await workbench.statusBarItem('Profile “dev” removed').waitFor();
        await session().editor.configure(profiles());
        await workbench.reload();
        await row('dev, active. You are not signed in').waitFor();
      });
    });
  });
}
