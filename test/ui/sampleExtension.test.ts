import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { jane, publicClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench } from './workbench';

const zoë = { ...jane, username: 'zoë' };

describe('Sample extension', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  const callApi = (): Promise<void> => workbench.runCommand('Cognito Sample: Call the API');
  const allow = (): Promise<void> => workbench.dialog().getByRole('button', { name: 'Allow' }).click();
  const showsUser = (text: string): Promise<void> => workbench.statusBarItem(`Sample: ${text}`).waitFor();

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer: pool.issuer, clientId: publicClient }],
      'cognitoSample.apiUrl': new URL('/oauth2/userInfo', pool.issuer).href,
    });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [], 'cognitoSample.apiUrl': undefined });
    await workbench.close();
    await pool.stop();
  });

  scenario('calls an API with the session of the account that the user chooses', (step) => {
    step('signs the user in when there is no session', async () => {
      await callApi();
      await workbench.dialog().getByText('Cognito Sample').first().waitFor();
      const tab = await workbench.openedTab(allow);
      await signInOnPage(tab);
      await workbench.page.bringToFront();
      await workbench.notification('Cognito Sample: 200 for jane.doe@example.com (dev)').waitFor();
    });

    step('shows in the status bar who is signed in', async () => {
      await showsUser('jane.doe@example.com (dev)');
      await workbench.picture('sample-extension');
    });

    step('opens the inspector from its message', async () => {
      await workbench.clickNotificationButton('Cognito Sample: 200', 'Open Token Inspector');
      await workbench
        .webview('Cognito: dev')
        .getByRole('heading', { name: 'jane.doe@example.com' })
        .waitFor();
    });

    step('uses another account when the user chooses it', async () => {
      const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In as Someone Else…'));
      await signInOnPage(tab, zoë);
      await workbench.page.bringToFront();
      await workbench.webview('Cognito: dev').getByRole('heading', { name: 'zoe@example.com' }).waitFor();
      await workbench.runCommand('Cognito Sample: Call the API As…');
      await workbench.pick('zoe@example.com (dev)');
      await allow();
      await workbench.notification('Cognito Sample: 200 for zoe@example.com (dev)').waitFor();
    });

    step('shows that there is no session after both users have signed out', async () => {
      await workbench.runCommand('Cognito: Sign Out');
      await workbench
        .webview('Cognito: dev')
        .getByRole('heading', { name: 'jane.doe@example.com' })
        .waitFor();
      await workbench.runCommand('Cognito: Sign Out');
      await showsUser('no session');
    });
  });
});
