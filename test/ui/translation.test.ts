import { equal } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { publicClient } from '../support/localClients';
import { addPseudoLanguage, pseudoLanguage } from '../support/pseudoLanguage';
import { deleteFolder, temporaryFolder } from '../support/processes';
import { cutOff } from './cutOff';
import { signInOnPage } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { untranslated } from './untranslated';
import { Workbench } from './workbench';

describe('The extension in another language', () => {
  const folder = temporaryFolder('pseudo-');
  let pool: LocalPool;
  let workbench: Workbench;
  /** What was found in English, with its place. */
  const found: string[] = [];

  before(async () => {
    const extensions = join(session().editor.dataDir, 'extensions');
    const installed = readdirSync(extensions).find((name) =>
      name.startsWith('cognito-tools.cognito-token-inspector-'),
    );
    await addPseudoLanguage(join(extensions, installed ?? ''));
    const trigger = { file: './trigger.mjs', version: 'V2_0' };
    await writeFile(join(folder, 'pool.json'), JSON.stringify({ triggers: { preTokenGeneration: trigger } }));
    await writeFile(join(folder, 'trigger.mjs'), 'export const handler = async (event) => event;');
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    await session().editor.configure({ 'cognito.profiles': [] });
    workbench = await Workbench.open({ folder, language: pseudoLanguage });
  }).timeout(180_000);

  after(async () => {
    await session().editor.configure({
      'cognito.profiles': [],
      'cognito.apiProxies': undefined,
      'cognito.mcpServers': undefined,
      'cognito.localUserPool.configFile': undefined,
    });
    deleteFolder(folder);
    await workbench.close();
    await pool.stop();
  });

  /** @param selector of a part of the window, or of the open panel */
  const look = async (
    place: string,
    selector: string,
    document = workbench.page.locator('html'),
  ): Promise<void> => {
    await workbench.picture(`pseudo/${place.replaceAll(' ', '-')}`);
    found.push(...(await untranslated(document, selector)).map((text) => `${place}: ${text}`));
  };
  const panel = (): FrameLocator =>
    workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe:visible');
  /** Also looks for texts that are cut off, in a wide and in a narrow window: the pseudo-language is longer than English. */
  const lookAtPanel = async (place: string): Promise<void> => {
    const document = panel().locator('html');
    await look(place, 'main', document);
    for (const width of [1280, 720]) {
      await workbench.page.setViewportSize({ width, height: 800 });
      await workbench.picture(`pseudo/${place.replaceAll(' ', '-')}-${width}`);
      const cut = await cutOff((script) => document.evaluate(script));
      found.push(...cut.map((element) => `${place}, ${width} wide: ${element}`));
    }
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
  };
  const lookAtList = async (place: string, command: string): Promise<void> => {
    await workbench.runCommand(command);
    // The box of the palette is used again for the list of the command, whose placeholder is its own.
    await workbench.page
      .locator('.quick-input-widget input:not([placeholder^="Type the name"]):visible')
      .waitFor();
    await look(place, '.quick-input-widget');
    await workbench.page.keyboard.press('Escape');
  };
  const lookAtNotification = async (place: string, command: string): Promise<void> => {
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand(command);
    await workbench.page.locator(`${notifications} .notification-list-item`).first().waitFor();
    await look(place, notifications);
  };
  const tree = '.part.sidebar .tree-explorer-viewlet-tree-view';
  const notifications = '.notifications-toasts';

  scenario('has no English text in a pseudo-language', (step) => {
    step('in the view without a profile', async () => {
      await workbench.page.getByRole('tab', { name: 'Cognito' }).click();
      await workbench.page.locator('.part.sidebar .welcome-view-content').waitFor();
      await look('view without a profile', '.part.sidebar .welcome-view-content');
    });

    step('in the view with a profile', async () => {
      const { issuer } = pool;
      await session().editor.configure({
        'cognito.profiles': [
          { name: 'dev', issuer, clientId: publicClient },
          { name: 'orders', userPoolId: 'us-east-1_AbCdEf123' },
        ],
        'cognito.apiProxies': [{ name: 'orders', profile: 'dev', url: 'http://127.0.0.1:9' }],
        'cognito.mcpServers': [{ name: 'orders', profile: 'dev', url: 'http://127.0.0.1:9/mcp' }],
        'cognito.localUserPool.configFile': join(folder, 'pool.json'),
      });
      await workbench.reload();
      await workbench.page.locator(tree).getByRole('treeitem').nth(2).waitFor();
      await look('view with a profile', tree);
      await look('status bar', '[id$="cognito.activeProfile"]');
    });

    step('in a sign-in and its notification', async () => {
      const tab = await workbench.openedTab(() => workbench.runCommand('Cognito: Sign In'));
      await workbench.page.locator(`${notifications} .notification-list-item`).first().waitFor();
      await look('sign-in in progress', notifications);
      await signInOnPage(tab);
      await panel().getByRole('tab').first().waitFor();
      await tab.close();
    });

    step('in the inspector', async () => {
      const tabs = panel().getByRole('tab');
      for (let index = 0; index < (await tabs.count()); index++) {
        await tabs.nth(index).click();
        await lookAtPanel(`inspector tab ${index}`);
      }
      await look('view signed in', tree);
    });

    step('in the other panels', async () => {
      await workbench.runCommand('Cognito: Check App Client');
      await panel().locator('#appClientCheck h2').first().waitFor();
      await lookAtPanel('Check App Client');
      await workbench.runCommand('Cognito: Show API Calls');
      await panel().locator('#apiCalls vscode-button').first().waitFor();
      await lookAtPanel('API calls');
      await workbench.runCommand('Cognito: Check MCP Server…');
      await panel().locator('#appClientCheck h2').first().waitFor();
      await lookAtPanel('Check MCP Server');
    });

    step('in the question about a trigger and its panel', async () => {
      await workbench.runCommand('Cognito: Try Trigger');
      await workbench.dialog().waitFor();
      await look('trigger question', '.monaco-dialog-box .dialog-message-container');
      await workbench
        .dialog()
        .locator('.dialog-buttons .monaco-button')
        .filter({ hasNotText: 'Cancel' })
        .first()
        .click();
      await panel().locator('#tryTrigger table').first().waitFor();
      await lookAtPanel('Try Trigger');
    });

    step('in lists and boxes', async () => {
      await lookAtList('copy token as', 'Cognito: Copy Token As…');
      await lookAtList('add profile', 'Cognito: Add Profile…');
      await lookAtList('inspect any token', 'Cognito: Inspect Any Token…');
      await lookAtList('stronger level', 'Cognito: Sign In with a Stronger Level…');
      await lookAtList('remove profile', 'Cognito: Remove Profile…');
    });

    step('in notifications', async () => {
      await lookAtNotification('API proxy started', 'Cognito: Start API Proxy…');
      await lookAtNotification('error', 'Cognito: Copy AWS Profile');
    });

    step('after all', () => {
      equal(found.length, 0, found.join('\n'));
      return Promise.resolve();
    });
  });

  it('speaks Japanese in a Japanese editor', async () => {
    const { issuer } = pool;
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer, clientId: publicClient }],
    });
    const japanese = await Workbench.open({ language: 'ja' });
    await japanese.page.getByRole('tab', { name: 'Cognito' }).click();
    await japanese.page.getByRole('treeitem', { name: 'dev、アクティブ' }).waitFor();
    const tab = await japanese.openedTab(() => japanese.runCommand('Cognito: Sign In'));
    await signInOnPage(tab);
    const inspector = japanese.webview('Cognito: dev');
    await inspector.getByRole('tab', { name: 'ID トークン' }).waitFor();
    await tab.close();
    await japanese.picture('japanese/inspector');
    await japanese.runCommand('Cognito: Check App Client');
    await japanese
      .webview('アプリケーションクライアントを確認: dev')
      .getByRole('button', { name: '再実行' })
      .waitFor();
    await japanese.picture('japanese/check-app-client');
    await japanese.runCommand('Cognito: Copy AWS Profile');
    await japanese.notification('プロファイル').waitFor();
    await japanese.picture('japanese/error');
    await japanese.close();
  });
});
