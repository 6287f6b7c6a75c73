import { equal, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator } from 'playwright-core';
import { decodeJwt } from '../../src/core/jwt';
import { launchBrowser } from '../support/browser';
import { createCanary } from '../support/canary';
import { startEditor, type Editor } from '../support/editorHost';
import { root } from '../support/packaging';
import { eventually } from '../support/waiting';
import { signInOnPage } from '../ui/loginPage';
import { scenario } from '../ui/scenario';
import { expectNoLeak } from '../ui/searchFiles';
import { provideSession } from '../ui/session';
import { Workbench } from '../ui/workbench';

const extensionId = 'cognito-tools.cognito-token-inspector';
/** A code, a state and a code challenge. */
const secretsOfSignIn = 3;

/** @throws when there is no package at the root, or several */
function packageAtRoot(): string {
  const [name, ...others] = readdirSync(root).filter((file) => file.endsWith('.vsix'));
  if (name !== undefined && others.length === 0) return join(root, name);
  throw new Error('There must be one .vsix at the root: run npm run package.');
}

for (const oldest of [true, false]) {
  describe(`Package in the ${oldest ? 'oldest' : 'current'} editor`, () => {
    let editor: Editor;
    let browser: Browser;
    let workbench: Workbench;
    let inspector: FrameLocator;

    before(async function () {
      // The first run downloads the editor.
      this.timeout(600_000);
      editor = await startEditor({
        vsix: packageAtRoot(),
        oldest,
        handOver: true,
        settings: {
          'extensions.confirmedUriHandlerExtensionIds': [extensionId],
        },
      });
      console.log(`    VS Code ${editor.version} (server)`);
      browser = await launchBrowser();
      provideSession({ editor, browser, canary: createCanary() });
      workbench = await Workbench.open();
      inspector = workbench.webview('Cognito: Local user pool');
    });

    after(async () => {
      await browser.close();
      await editor.stop();
    });

    const isActivating = (): true | undefined => {
      const logs = join(editor.dataDir, 'data/logs');
      const names = readdirSync(logs, { recursive: true, encoding: 'utf8' });
      return names.some(
        (name) =>
          name.endsWith('remoteexthost.log') &&
          readFileSync(join(logs, name), 'utf8').includes(`_doActivateExtension ${extensionId}`),
      )
        ? true
        : undefined;
    };

    /**
     * The oldest code-server opens the addresses of this computer without their path, so the test opens the copied link.
     * @returns its address in the server in front of the editor
     */
    const copiedSignInLink = async (): Promise<string> => {
      await workbench.runCommand('Cognito: Copy Sign-in Link');
      const link = await eventually('the link', async () => {
        const text = await workbench.readClipboard();
        return text.startsWith('http://127.0.0.1:') ? new URL(text) : undefined;
      });
      return `${editor.origin}/proxy/${link.port}${link.pathname}${link.search}`;
    };

    /** Fails when the extension has opened something that the user has not asked for. */
    const expectNothingShown = async (): Promise<void> => {
      const { page } = workbench;
      for (const shown of [
        workbench.notification(/./),
        workbench.dialog(),
        workbench.statusBarItem(/cognito/i),
        page.locator('[id$="cognito.activeProfile"]'),
        page.locator('.quick-input-widget input:visible'),
        page.locator('.part.editor .tab'),
      ]) {
        equal(await shown.count(), 0);
      }
    };

    it('is the version of VS Code that package.json names, or a newer one', () => {
      const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        readonly engines: { readonly vscode: string };
      };
      const minorOf = (version: string): number => Number(/^\^?1\.(\d+)\./.exec(version)?.[1]);
      if (oldest) equal(minorOf(editor.version), minorOf(engines.vscode));
      else ok(minorOf(editor.version) > minorOf(engines.vscode));
    });

    scenario('signs in, shows and copies tokens, signs out, and leaves no secret behind', (step) => {
      step('shows nothing unasked when there is no profile', async () => {
        await eventually('the start of the activation', isActivating);
        await workbench.page.getByRole('tab', { name: 'Cognito' }).click();
        await workbench.page.getByRole('button', { name: 'Start Local User Pool' }).waitFor();
        await expectNothingShown();
      });

      step('starts the local user pool, and signs in through the browser', async () => {
        await workbench.page.getByRole('button', { name: 'Start Local User Pool' }).click();
        const running = 'The local user pool runs at http://127.0.0.1:';
        await workbench.notification(running).waitFor();
        const tab = await workbench.openedTab(() => workbench.clickNotificationButton(running, 'Sign In'));
        if (oldest) await tab.goto(await copiedSignInLink());
        await signInOnPage(tab);
        await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
        await tab.close();
      });

      step('shows verified tokens with their claims in the inspector', async () => {
        equal(await inspector.getByRole('tab', { name: /valid/ }).count(), 2);
        for (const claim of ['sub', 'cognito:groups', 'token_use', 'exp']) {
          ok((await inspector.getByRole('rowheader', { name: claim, exact: true }).count()) > 0, claim);
        }
        await workbench.picture(`smoke-${editor.version}`);
      });

      step('copies the access token', async () => {
        await workbench.runCommand('Cognito: Copy Access Token');
        await workbench.statusBarItem('Access token of “Local user pool” copied').waitFor();
        equal(decodeJwt(await workbench.readClipboard())?.claims.token_use, 'access');
        await workbench.writeClipboard('');
      });

      step('signs out', async () => {
        await workbench.runCommand('Cognito: Sign Out');
        await inspector.locator('#run-signIn').waitFor();
        match(await inspector.locator('body').innerText(), /Sign In/);
      });

      step('has no secret in the files and the window of the editor', async () => {
        await workbench.close();
        await expectNoLeak(secretsOfSignIn);
      });
    });
  });
}
