import { equal, match } from 'node:assert/strict';
import { send, startFaultyPool } from '../support/faultyPool';
import type { FaultyPool } from '../support/faultyPool';
import { publicClient } from '../support/localClients';
import { fillIn } from './loginPage';
import { session } from './session';
import { Workbench } from './workbench';

describe('A session of a pool that cannot be reached', () => {
  let pool: FaultyPool;
  let workbench: Workbench;
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
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
  });

  it('began with a word about a clock that is wrong', async () => {
    pool.faults.token = async ({ response, pass }) => {
      const answer = await pass();
      const date = new Date(poolTime()).toUTCString();
      send(response, { ...answer, headers: { ...answer.headers, date } });
    };
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    await fillIn(tab, 'jane', 'Passw0rd!');
    await workbench.page.bringToFront();
    await workbench.notification('This computer’s clock is 7 minutes slow').waitFor();
    token = await copy();
    match(token, /^ey/);
  });

  it('gives its token after a start without a network', async () => {
    await pool.stop();
    await workbench.reload();
    equal(await copy(), token);
    equal(await workbench.notification('could not be reached').count(), 0);
  });

  it('is kept when it cannot be refreshed, which is told once', async () => {
    await workbench.runCommand('Cognito: Refresh Tokens');
    const told = workbench.notification(pool.host);
    await told.first().waitFor();
    await workbench.picture('offline');
    equal(await told.count(), 1);
    equal(await copy(), token);
  });

  it('is forgotten by a sign-out, which says that the pool did not revoke the token', async () => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('Cognito: Sign Out');
    const told = workbench.notification(
      'You are signed out of “team” here, but its user pool did not revoke the refresh token.',
    );
    await told.waitFor();
    await workbench.picture('offline-sign-out');
    equal(await told.count(), 1);
    await workbench.runCommand('Cognito: Copy Access Token');
    await workbench.notification('You are not signed in to “team”').waitFor();
  });
});
