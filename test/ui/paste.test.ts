import { equal } from 'node:assert/strict';
import { startLocalPool } from '../../src/localPool/localPool';
import type { LocalPool } from '../../src/localPool/localPool';
import { fillIn } from './loginPage';
import { session } from './session';
import { Workbench } from './workbench';

const redirectUri = 'https://example.com/callback';

describe('An answer that a person brings back by hand', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    const [client] = pool.config.clients;
    await session().editor.configure({
      'cognito.profiles': [{ name: 'web app', issuer: pool.issuer, clientId: client?.clientId, redirectUri }],
    });
    workbench = await Workbench.open();
  });

  after(async () => {
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
    await pool.stop();
  });

  it('is asked for at once, with the reason', async () => {
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    // There is no such page here: what matters is the address that the browser asked for.
    const ended = tab.waitForRequest((request) => request.url().startsWith(redirectUri));
    await fillIn(tab, 'jane', 'Passw0rd!');
    const address = (await ended).url();
    await tab.close();

    await workbench.notification('The callback goes to example.com, not to this editor').waitFor();
    await workbench.notification('example.com').getByText('Paste Callback URL').click();
    await workbench.input().waitFor();
    await workbench.answer(
      `${redirectUri}?code=6f9619ff-8b86-4d01-b42d-00cf4fc964ff&state=${'x'.repeat(43)}`,
    );
    await workbench.page.getByText('This address belongs to another sign-in').waitFor();
    await workbench.picture('paste-wrong');

    await workbench.answer(address);
    const inspector = workbench.webview('Cognito: web app');
    await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    equal(await workbench.notification('Sign in to').count(), 0);
  });

  it('says so when no sign-in is in progress', async () => {
    await workbench.runCommand('Cognito: Paste Callback URL…');
    await workbench.notification('No sign-in is in progress').waitFor();
  });
});
