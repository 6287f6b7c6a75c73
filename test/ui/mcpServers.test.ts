import { deepEqual, match } from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Locator } from 'playwright-core';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { startGuardedMcpServer, toolName, type GuardedMcpServer } from '../support/guardedMcpServer';
import { publicClient } from '../support/localClients';
import { eventually } from '../support/waiting';
import { signInToProfile } from './loginPage';
import { scenario } from './scenario';
import { session } from './session';
import { themes, Workbench } from './workbench';

/**
 * The keys that start the servers. The editor's own list of MCP servers is hidden in the tests, which turn its assistant off.
 */
const keys = { orders: 'Control+Alt+1', 'from-workspace': 'Control+Alt+2' } as const;

describe('MCP servers in the workbench', () => {
  const keybindings = (): string => join(session().editor.dataDir, 'data/User/keybindings.json');

  let pool: LocalPool;
  let server: GuardedMcpServer;
  let workbench: Workbench;

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    server = await startGuardedMcpServer(pool.issuer);
    await session().editor.configure({
      'cognito.profiles': [{ name: 'dev', issuer: pool.issuer, clientId: publicClient }],
      'cognito.mcpServers': [
        { name: 'orders', profile: 'dev', url: server.url },
        { name: 'plain', profile: 'dev', url: 'http://mcp.example.com' },
      ],
    });
    const folder = join(session().editor.workspace, '.vscode');
    await mkdir(folder, { recursive: true });
    const ofWorkspace = { name: 'from-workspace', profile: 'dev', url: `${server.url}?from=workspace` };
    await writeFile(join(folder, 'settings.json'), JSON.stringify({ 'cognito.mcpServers': [ofWorkspace] }));
    const bindings = Object.entries(keys).map(([name, key]) => ({
      key: key.replace('Control', 'ctrl').toLowerCase(),
      command: 'workbench.mcp.startServer',
      args: `cognito-tools.cognito-token-inspector/${name}`,
    }));
    await writeFile(keybindings(), JSON.stringify(bindings));
    workbench = await Workbench.open();
    await workbench.page.getByRole('tab', { name: 'Cognito', exact: true }).click();
  });

  after(async () => {
    await rm(join(session().editor.workspace, '.vscode'), { recursive: true });
    await rm(keybindings());
    await session().editor.configure({
      'cognito.profiles': [],
      'cognito.mcpServers': undefined,
    });
    await workbench.close();
    await server.stop();
    await pool.stop();
  });

  const row = (name: string): Locator =>
    workbench.page.getByRole('treeitem', { name: new RegExp(`MCP server “${name}”`) });

  scenario('are used by the editor with a token that no configuration has', (step) => {
    /** Starts the server. The key does nothing until the editor has asked the extension for its servers. */
    const startServer = async (): Promise<void> => {
      const opened = workbench.context.waitForEvent('page').then(() => true);
      await eventually('the sign-in to start', async () => {
        await workbench.page.keyboard.press(keys.orders);
        return Promise.race([opened, setTimeout(2000, undefined)]);
      });
    };

    step('do not start when the sign-in is cancelled', async () => {
      await row('orders').waitFor();
      const tab = await workbench.openedTab(startServer);
      await tab.close();
      await workbench.clickNotificationButton('Sign in to “dev”', 'Cancel');
      await workbench.statusBarItem('dev · sign in').waitFor();
      deepEqual([...server.accepted, ...server.refused], []);
    });

    step('start with a sign-in', async () => {
      await signInToProfile(workbench, 'dev', startServer);
      // The first request connects, and another one asks for the tools.
      await eventually('the tools to be read', () => server.accepted.length > 1 || undefined);
      deepEqual(server.refused, []);
    });

    step(
      'are listed below their profile in every theme, and with the reason when they cannot be used',
      async () => {
        await workbench.page
          .getByRole('treeitem', { name: /plain\. This entry of cognito\.mcpServers/ })
          .waitFor();
        for (const [name, theme] of Object.entries(themes)) {
          await workbench.setTheme(theme);
          await row('orders').hover();
          await workbench.picture(`mcp-servers-${name}`);
        }
        await workbench.setTheme(themes.dark);
      },
    );

    step(
      'ask before a workspace’s server gets a token, with its URL, and start nothing when declined',
      async () => {
        await workbench.page.keyboard.press(keys['from-workspace']);
        const dialog = workbench.dialog();
        await dialog
          .getByText('Connect the editor to the MCP server “from-workspace” of this workspace?')
          .waitFor();
        await dialog.getByText(`${server.url}?from=workspace`).waitFor();
        await workbench.picture('mcp-server-of-workspace');
        await dialog.getByRole('button', { name: 'Cancel' }).click();
      },
    );

    step('are copied for other MCP clients, without a token', async () => {
      const copy = async (form: string): Promise<string> => {
        await workbench.writeClipboard('');
        await row('orders').hover();
        await row('orders').getByRole('button', { name: 'Copy MCP Configuration…' }).click();
        await workbench.page.getByRole('option', { name: form }).waitFor();
        await workbench.picture('copy-mcp-configuration');
        await workbench.pick(form);
        return eventually(
          'the configuration to be copied',
          async () => (await workbench.readClipboard()) || undefined,
        );
      };
      const url = await copy('The URL of the proxy');
      match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
      deepEqual(JSON.parse(await copy('Through the proxy of this window')), {
        mcpServers: { orders: { type: 'http', url } },
      });
      const client = new Client({ name: 'test', version: '1.0.0' });
      await client.connect(new StreamableHTTPClientTransport(new URL(url)));
      deepEqual(
        (await client.listTools()).tools.map(({ name }) => name),
        [toolName],
      );
      await client.close();
      const helper = await copy('With cognito-token, for Claude Code');
      match(helper, /"headersHelper": "'\/.*\/bin\/cognito-token' 'dev' --mcp-headers"/);
      for (const text of [url, helper]) session().canary.look('an MCP configuration', text);
      // The workspace’s server was declined.
      deepEqual(
        server.paths.filter((path) => path.includes('from=workspace')),
        [],
      );
    });
  });
});
