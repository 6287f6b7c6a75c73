import { equal } from 'node:assert/strict';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { session } from './session';
import { Workbench } from './workbench';

const redirectUri = 'https://example.com/callback';

describe('Paste Callback URL', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await session().editor.configure({
      'cognito.profiles': [{ name: 'web app', issuer: pool.issuer, clientId: publicClient, redirectUri }],
    });
  });

  beforeEach(async () => {
    workbench = await Workbench.open();
  });

  afterEach(() => workbench.close());

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await pool.stop();
  });

  it('refuses the URL of another sign-in, and signs in with the right one', async () => {
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    // The page of the callback URL does not exist here: only the URL that the browser requests matters.
    const requested = tab.waitForRequest((request) => request.url().startsWith(redirectUri));
    await signInOnPage(tab);
    const callback = (await requested).url();
    await tab.close();

    await workbench.notification('The callback goes to example.com, not to this editor').waitFor();
    await workbench.notification('example.com').getByText('Paste Callback URL').click();
    await workbench.input().waitFor();
    await workbench.answer(
      `${redirectUri}?code=6f9619ff-8b86-4d01-b42d-00cf4fc964ff&state=${'x'.repeat(43)}`,
    );
    await workbench.page.getByText('This address belongs to another sign-in').waitFor();
    await workbench.picture('paste-wrong');

    await workbench.answer(callback);
    const inspector = workbench.webview('Cognito: web app');
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    equal(await workbench.notification('Sign in to').count(), 0);
  });

  it('says that no sign-in is in progress when there is no pending sign-in', async () => {
    await workbench.runCommand('Cognito: Paste Callback URL…');
    await workbench.notification('No sign-in is in progress').waitFor();
  });
});
