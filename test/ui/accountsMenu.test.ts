import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { signInOnPage } from './loginPage';
import { session } from './session';
import { Workbench } from './workbench';

describe('Accounts menu', () => {
  let pool: LocalPool;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer: pool.issuer, clientId: publicClient, scopes: ['openid'] }],
    });
    workbench = await Workbench.open();
  });

  after(async () => {
    await workbench.runCommand('Cognito: Sign Out');
    await session().editor.configure({ 'cognito.profiles': undefined });
    await workbench.close();
    await pool.stop();
  });

  it('loses the item “Sign in … to use Cognito Sample” after a sign-in through it', async () => {
    const item = workbench.page.getByRole('menuitem', {
      name: /Sign in with Amazon Cognito to use Cognito Sample/,
    });
    /** Opens the menu with or without the item. An open menu does not change, so it is opened again. */
    const openMenu = (withItem: boolean): Promise<unknown> =>
      eventually(`the menu ${withItem ? 'with' : 'without'} the item`, async () => {
        await workbench.page.getByRole('button', { name: /^Accounts/ }).click();
        await workbench.page.getByRole('menuitem').first().waitFor();
        if ((await item.count()) > 0 === withItem) return true;
        await workbench.page.keyboard.press('Escape');
        return undefined;
      });
    await workbench.runCommand('Cognito Sample: Offer to Sign In');
    await openMenu(true);
    await workbench.picture('accounts-menu-request');
    const tab = await workbench.openedTab(async () => {
      // A menu that has just opened ignores clicks.
      await item.hover();
      await workbench.page.keyboard.press('Enter');
    });
    await signInOnPage(tab);
    await workbench.webview('Cognito: dev').getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
    await tab.close();
    await openMenu(false);
    await workbench.page.getByRole('menuitem', { name: /jane\.doe@example\.com \(dev\)/ }).waitFor();
    await workbench.picture('accounts-menu-signed-in');
    await workbench.page.keyboard.press('Escape');
  });
});
