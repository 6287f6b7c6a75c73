import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { startFaultyPool } from '../support/faultyPool';
import { confidentialClient, publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import {
  narrowWebviewFaults,
  systemSettingFaults,
  webviewFaults,
  webviewKeyboardFaults,
} from './accessibility';
import { scenario } from './scenario';
import { session } from './session';
import { Workbench, type Theme } from './workbench';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const themes: Readonly<Record<string, Theme>> = {
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
  dark: 'Default Dark Modern',
};
const poolId = 'us-east-1_AbCdEf123';
/** A callback URL that the app client does not allow. */
const missing = 'https://app.example.com/signed-in';

describe('Check App Client', () => {
  let pool: LocalPool;
  let workbench: Workbench;
  let page: FrameLocator;

  const configure = (profile: object): Promise<void> =>
    session().editor.configure({
      'cognito.profiles': [
        {
          name: 'team',
          userPoolId: poolId,
          issuer: pool.issuer,
          clientId: publicClient,
          ...profile,
        },
      ],
    });

  before(async () => {
    pool = await startLocalPool({
      host: '127.0.0.1',
      port: 0,
      config: { ...defaultLocalPoolConfig(), poolId },
    });
    await configure({});
    workbench = await Workbench.open();
    page = workbench.webview('Check App Client: team');
  });

  const accessible = async (): Promise<void> => {
    deepEqual(await webviewFaults(page.locator('html')), []);
  };

  /** Opens the panel, changes the profile, and reloads the window so that it reads the profile and restores the panel. */
  const openAndReloadWith = async (profile: object): Promise<void> => {
    await workbench.runCommand('Cognito: Check App Client');
    await page.locator('.check-row').first().waitFor();
    await configure(profile);
    await workbench.reload();
    await page.getByRole('heading', { name: 'Not checked yet' }).waitFor();
  };
  const checkAgainWith = async (profile: object, verdict: string): Promise<void> => {
    await openAndReloadWith(profile);
    await page.locator('#client-run_again').click();
    await page.getByRole('heading', { name: verdict }).waitFor();
  };

  after(async () => {
    await session().editor.configure({
      'cognito.profiles': [],
      'workbench.colorTheme': 'Default Dark Modern',
    });
    await workbench.close();
    await pool.stop();
  });

  scenario('passes every check of a correct app client', (step) => {
    step('shows that every check passed', async () => {
      await workbench.runCommand('Cognito: Check App Client');
      await page.getByRole('heading', { name: /^\d+ checks passed$/ }).waitFor();
      match(await page.getByRole('status').innerText(), /^\d+ checks passed$/);
      equal(await page.locator('.check-row:not(.passed, #check-registration)').count(), 0);
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
    });

    for (const [name, theme] of Object.entries(themes)) {
      step(`is accessible in ${theme} when every check passed`, async () => {
        await workbench.setTheme(theme);
        await workbench.picture(`check-passed-${name}`);
        await accessible();
      });
    }
  });

  scenario('names a callback URL that the app client does not allow', (step) => {
    step(
      'checks nothing after a reload until the user runs it again, and then names the missing callback URL',
      async () => {
        await checkAgainWith({ redirectUri: missing }, 'One thing to fix');
        await page.locator('#check-callback.failed').getByText(missing).first().waitFor();
        await page.locator('#callback-copy_callback_url').click();
        await workbench.statusBarItem('Copied').waitFor();
        equal(await workbench.readClipboard(), missing);
        await page.locator('#callback-copy_command_callback').click();
        const command = await eventually('the command in the clipboard', async () => {
          const copied = await workbench.readClipboard();
          return copied.startsWith('aws cognito-idp') ? copied : undefined;
        });
        ok(command.includes(`--user-pool-id ${poolId}`) && command.includes(`--arg url ${missing}`), command);
        await page.locator('#callback-open_console').waitFor();
      },
    );

    step('stops a sign-in with a callback URL that is not allowed before it opens the browser', async () => {
      const before = workbench.context.pages().length;
      await workbench.runCommand('Cognito: Sign In');
      const stopped = workbench.notification('redirect_mismatch');
      await stopped.waitFor();
      match(await stopped.innerText(), new RegExp(`callback URL ${missing.replaceAll('.', '\\.')}`));
      await workbench.picture('sign-in-stopped');
      await workbench.clickNotificationButton('redirect_mismatch', 'Copy Callback URL');
      await workbench.statusBarItem('Callback URL copied').waitFor();
      equal(await workbench.readClipboard(), missing);
      equal(workbench.context.pages().length, before);
    });

    for (const [name, theme] of Object.entries(themes)) {
      step(`is accessible in ${theme} when the callback URL is missing`, async () => {
        await workbench.setTheme(theme);
        await workbench.picture(`check-redirect-mismatch-${name}`);
        await accessible();
      });
    }

    step('can be used with the keyboard alone', async () => {
      deepEqual(await webviewKeyboardFaults(page.locator('html')), []);
      deepEqual(await systemSettingFaults(page.locator('html')), []);
    });

    step('opens the app client’s page in the AWS console', async () => {
      await page.locator('#callback-open_console').click();
      const dialog = workbench.dialog();
      await dialog.waitFor();
      match(
        await dialog.innerText(),
        new RegExp(
          `https://us-east-1\\.console\\.aws\\.amazon\\.com/cognito/v2/idp/user-pools/${poolId}/applications/app-clients/${publicClient}`,
        ),
      );
      await dialog.getByRole('button', { name: 'Cancel' }).click();
    });

    step('fits a narrow window', async () => {
      deepEqual(await narrowWebviewFaults(page.locator('html'), 'check-narrow'), []);
      await workbench.page.setViewportSize({ width: 1600, height: 1400 });
    });
  });

  it('shows several problems at once', async () => {
    await checkAgainWith(
      { scopes: ['openid', 'orders/write'], clientId: confidentialClient.clientId },
      '2 things to fix',
    );
    await page.locator('#check-scopes.failed').getByText('orders/write').waitFor();
    await page.locator('#check-authentication.failed #authentication-set_client_secret').waitFor();
    await workbench.picture('check-two-faults');
    await accessible();
  });

  it('shows no message when its panel is closed while the checks run', async () => {
    const slow = await startFaultyPool();
    let reach: (() => void) | undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    let hangUp: (() => void) | undefined;
    const givenUp = new Promise<void>((resolve) => (hangUp = resolve));
    slow.faults.token = ({ response }) => {
      response.once('close', () => hangUp?.());
      reach?.();
    };
    try {
      await openAndReloadWith({ issuer: slow.issuer, userPoolId: undefined });
      await page.locator('#client-run_again').click();
      await reached;
      const closing = performance.now();
      await workbench.runCommand('View: Close All Editors');
      await givenUp;
      // Without the cancellation the request would end after 15 seconds.
      ok(performance.now() - closing < 10_000);
      delete slow.faults.token;
      // A message of the first run would be shown by the time the second run ends.
      await workbench.runCommand('Cognito: Check App Client');
      await page.getByRole('heading', { name: /^\d+ checks passed$/ }).waitFor();
      equal(await workbench.notification(/./).count(), 0);
    } finally {
      await slow.stop();
    }
  });
});
