import { equal, match } from 'node:assert/strict';
import { send, startFaultyPool, type FaultyPool } from '../support/faultyPool';
import { publicClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';

describe('Session of a user pool that cannot be reached', () => {
  let pool: FaultyPool;
  let workbench: Workbench;
  let isPoolRunning = true;
  let token: string;

  const copy = async (): Promise<string> => {
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.statusBarItem('Access token of “team” copied').waitFor();
    return workbench.readClipboard();
  };

  /** The time of the pool's computer, in milliseconds since 1970. */
  const poolTime = (): number => Date.now() + 7 * 60_000;

  before(async () => {
    pool = await startFaultyPool({ now: poolTime });
    await session().editor.configure({
      'cognito.profiles': [{ name: 'team', issuer: pool.issuer, clientId: publicClient }],
    });
    workbench = await Workbench.open();
    pool.faults.token = async ({ response, pass }) => {
      const answer = await pass();
      const date = new Date(poolTime()).toUTCString();
      send(response, { ...answer, headers: { ...answer.headers, date } });
    };
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    await signInOnPage(tab);
    await workbench.page.bringToFront();
    await workbench.webview('Cognito: team').getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
    if (isPoolRunning) await pool.stop();
  });

  scenario('is kept while the network is away, and removed by Sign Out', (step) => {
    step('starts with a warning about clock skew', async () => {
      await workbench.notification('This computer’s clock is 7 minutes slow').waitFor();
      match(await copy(), /^ey/);
    });

    step('reloads the window without a network', async () => {
      token = await copy();
      await pool.stop();
      isPoolRunning = false;
      await workbench.reload();
    });

    step('has the same access token and shows no error', async () => {
      equal(await copy(), token);
      equal(await workbench.notification('could not be reached').count(), 0);
    });

    step('is kept when a refresh fails, and shows one error', async () => {
      await workbench.runCommand('Cognito: Refresh Tokens');
      const error = workbench.notification(pool.host);
      await error.first().waitFor();
      await workbench.picture('offline');
      equal(await error.count(), 1);
      equal(await copy(), token);
    });

    step('is removed by Sign Out, which says that the pool did not revoke the refresh token', async () => {
      await workbench.runCommand('Notifications: Clear All Notifications');
      await workbench.runCommand('Cognito: Sign Out');
      const warning = workbench.notification(
        'You are signed out of “team” here, but its user pool did not revoke the refresh token.',
      );
      await warning.waitFor();
      await workbench.picture('offline-sign-out');
      equal(await warning.count(), 1);
      await workbench.runCommand('Cognito: Copy Access Token');
      await workbench.notification('You are not signed in to “team”').waitFor();
    });
  });
});
