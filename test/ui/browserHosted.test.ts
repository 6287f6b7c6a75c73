import { equal, match } from 'node:assert/strict';
import { publicClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { withPoolWindow } from './poolWindow';
import { scenario } from './scenario';
import type { Workbench } from './workbench';

const ownUrl = 'code-oss://cognito-tools.cognito-token-inspector/callback';
const otherUrl = 'http://localhost:8400/callback';

/** Here the browser gets the addresses of the pool itself, so nothing brings a callback back to the editor. */
describe('Editor that runs in a browser', () => {
  const window = withPoolWindow(({ issuer }) => ({
    name: 'web',
    issuer,
    clientId: publicClient,
    redirectUri: ownUrl,
  }));
  let workbench: Workbench;

  before(() => {
    ({ workbench } = window);
  });

  scenario('signs in with another callback URL when the browser cannot open the editor’s own', (step) => {
    step('says so when it opens the browser', async () => {
      const opened = workbench.context.waitForEvent('page');
      await workbench.runCommand('Cognito: Sign In');
      const tab = await opened;
      const waiting = workbench.notification('a browser cannot open code-oss: addresses');
      await waiting.getByText('Use Another Callback URL').waitFor();
      await tab.close();
      await workbench.picture('browser-hosted');
    });

    step('stays on a page without the code after the sign-in', async () => {
      await workbench.page.bringToFront();
      await workbench.notification('Sign in to “web”').getByText('Copy Sign-in Link').click();
      await workbench.statusBarItem('Sign-in link copied').waitFor();
      const tab = await workbench.context.newPage();
      await tab.goto(await workbench.readClipboard());
      const failed = tab.waitForEvent('requestfailed');
      await signInOnPage(tab);
      match((await failed).url(), /^code-oss:/);
      match(tab.url(), /\/login\?/);
      await tab.close();
    });

    step('offers another callback URL with a button to copy it, and refuses one of the editor', async () => {
      await workbench.page.bringToFront();
      await workbench.notification('Sign in to “web”').getByText('Use Another Callback URL').click();
      await workbench.input().waitFor();
      equal(await workbench.input().inputValue(), otherUrl);
      await workbench.page.getByRole('button', { name: 'Copy', exact: true }).click();
      await workbench.statusBarItem('Callback URL copied').waitFor();
      equal(await workbench.readClipboard(), otherUrl);
      await workbench.answer(ownUrl);
      await workbench.page.getByText('Give an https URL, or http://localhost with a port').waitFor();
      await workbench.picture('other-callback-url');
    });

    step('offers Check App Client for a callback URL that the app client does not allow', async () => {
      await workbench.answer('https://example.com/not-allowed');
      const refused = workbench.notification('redirect_mismatch');
      await refused.getByRole('button', { name: 'Copy Callback URL' }).waitFor();
      await refused.getByRole('button', { name: 'Check App Client' }).waitFor();
    });

    step('signs in with a callback URL that the app client allows', async () => {
      await workbench.runCommand('Cognito: Use Another Callback URL…');
      await workbench.input().waitFor();
      equal(await workbench.input().inputValue(), 'https://example.com/not-allowed');
      // The user is signed in to the pool already, so the browser returns at once.
      const tab = await workbench.openedTab(() => workbench.answer(otherUrl));
      await workbench
        .webview('Cognito: web')
        .getByRole('heading', { name: 'jane.doe@example.com' })
        .waitFor();
      await tab.close();
    });
  });
});
