import { equal } from 'node:assert/strict';
import { jane, publicClient } from '../support/localClients';
import { signInOnPage } from './loginPage';
import { withPoolWindow } from './poolWindow';
import { scenario } from './scenario';
import type { Workbench } from './workbench';

describe('Interrupted sign-in', () => {
  const window = withPoolWindow(({ issuer }) => ({
    name: 'team',
    issuer,
    clientId: publicClient,
    production: true,
  }));
  let workbench: Workbench;

  before(() => {
    ({ workbench } = window);
  });

  it('names the host it waits for, and ends without a message when it is cancelled', async () => {
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    const waiting = workbench.notification('Sign in to “team”: waiting for 127.0.0.1');
    await waiting.waitFor();
    await workbench.page.bringToFront();
    await workbench
      .webview('Cognito: team')
      .getByRole('heading', { name: 'Waiting for the browser' })
      .waitFor();
    await workbench.picture('waiting');
    await workbench.clickNotificationButton('Sign in to “team”', 'Cancel');
    await waiting.waitFor({ state: 'detached' });
    equal(await workbench.notification(/./).count(), 0);
    await tab.close();
  });

  it('shows the error description of the user pool as plain text without links', async () => {
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    const state = new URL(tab.url()).searchParams.get('state') ?? '';
    await tab.close();
    const description = encodeURIComponent('[click me](command:workbench.action.openSettings) <b>now</b>');
    const callback = 'code-oss://cognito-tools.cognito-token-inspector/callback';
    await workbench.openUrl(
      `${callback}?error=access_denied&error_description=${description}&state=${state}`,
    );
    const refused = workbench.notification('access_denied');
    await refused.waitFor();
    await workbench.picture('refused');
    equal(await refused.locator('.notification-list-item-message a').count(), 0);
    await refused.getByText('click me').waitFor();
  });

  it('quotes an error without a state as not trusted, and goes on waiting', async () => {
    const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
    await tab.close();
    const description = 'Error+in+SAML+response+[x](command:workbench.action.openSettings)';
    await workbench.openUrl(
      `code-oss://cognito-tools.cognito-token-inspector/callback?error=invalid_request&error_description=${encodeURIComponent(description)}`,
    );
    const waiting = workbench.notification('Sign in to “team”');
    await waiting.getByText('it is not trusted').waitFor();
    await waiting.getByText('invalid_request: Error in SAML response').waitFor();
    equal(await waiting.getByRole('link', { name: 'x', exact: true }).count(), 0);
    await workbench.picture('stray-error');
    await workbench.clickNotificationButton('Sign in to “team”', 'Cancel');
    await waiting.waitFor({ state: 'detached' });
  });

  it('says that a callback belongs to no sign-in of this editor', async () => {
    const state = 'x'.repeat(43);
    await workbench.openUrl(
      `code-oss://cognito-tools.cognito-token-inspector/callback?code=6f9619ff-8b86-4d01-b42d-00cf4fc964ff&state=${state}`,
    );
    await workbench.notification('A callback belongs to no sign-in of this editor').waitFor();
    await workbench.picture('foreign-callback');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  scenario('finishes in a window that was reloaded while it was pending', (step) => {
    step('signs in with the callback that arrives after the reload', async () => {
      const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
      await workbench.page.bringToFront();
      await workbench.reload();
      await signInOnPage(tab, { ...jane, username: 'zoë' });
      const inspector = workbench.webview('Cognito: team');
      await inspector.getByRole('heading', { name: 'zoe@example.com' }).waitFor();
      await inspector.getByText('Production').waitFor();
      await tab.close();
    });

    step('shows the non-ASCII user name in the inspector, also in a narrow window', async () => {
      const inspector = workbench.webview('Cognito: team');
      await workbench.page.setViewportSize({ width: 800, height: 1000 });
      await inspector.getByRole('tab', { name: 'USERINFO' }).click();
      await workbench.picture('inspector-narrow');
      await workbench.page.setViewportSize({ width: 1600, height: 1400 });
      await workbench.picture('inspector-wide');
      equal(await inspector.getByText('Nakamura-Øst 山田').first().isVisible(), true);
    });
  });
});
