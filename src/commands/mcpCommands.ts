import * as l10n from '@vscode/l10n';
import { commands, env, window } from 'vscode';
import { member } from '../core/members';
import { plainLabel } from '../core/text';
import { confirmDone } from '../editor/notify';
import { helperConfiguration, proxyConfiguration } from '../handover/mcp/mcpConfiguration';
import { mcpServerEntries } from '../handover/mcp/mcpServerEntries';
import { pickName } from './apiProxyCommands';
import type { Parts } from './parts';

/**
 * Checks an MCP server, and shows what was found.
 * @param argument as in `chooseMcpServer`
 * @throws CognitoError as `chooseMcpServer`; profile_missing, profile_invalid, sign_in_cancelled
 */
export async function checkMcpServer({ checks }: Pick<Parts, 'checks'>, argument: unknown): Promise<void> {
  const name = await chooseMcpServer(argument, l10n.t('Choose the MCP server to check'));
  if (name !== undefined) await (await checks()).mcpServer.show(name);
}

/** Copies what an MCP client outside of the editor needs. @throws CognitoError as McpServers.url */
export async function copyMcpConfiguration(
  { handover }: Pick<Parts, 'handover'>,
  argument: unknown,
): Promise<void> {
  const name = await chooseMcpServer(argument, l10n.t('Choose the MCP server whose configuration to copy'));
  if (name === undefined) return;
  const { settings } = mcpServerEntries.find(name);
  const { mcpServers, terminals } = await handover();
  const url = (): Promise<string> => mcpServers.url(name);
  const program = terminals.program();
  const forms = [
    {
      label: l10n.t('$(broadcast) Through the proxy of this window'),
      detail: l10n.t(
        'For Claude Code, Cursor and other clients, while this window is open. Each request gets a valid token.',
      ),
      text: async () => proxyConfiguration(settings, await url()),
      usesPort: true,
    },
    ...(program === undefined
      ? []
      : [
          {
            label: l10n.t('$(terminal) With cognito-token, for Claude Code'),
            detail: l10n.t(
              'For Claude Code in a terminal of this window. Each connection gets a valid token.',
            ),
            text: () => Promise.resolve(helperConfiguration(settings, program)),
            usesPort: false,
          },
        ]),
    {
      label: l10n.t('$(link) The URL of the proxy'),
      detail: l10n.t('For a client that asks for a URL.'),
      text: url,
      usesPort: true,
    },
  ];
  const form = await window.showQuickPick(forms, {
    title: l10n.t`Copy MCP Configuration of “${plainLabel(name)}”`,
    placeHolder: l10n.t('Choose what to copy. None of it has a token.'),
    ignoreFocusOut: true,
  });
  if (form === undefined) return;
  await env.clipboard.writeText(await form.text());
  confirmDone(l10n.t`MCP configuration of “${plainLabel(name)}” copied`);
  if (form.usesPort && settings.port === 0) void advisePort(name);
}

async function advisePort(name: string): Promise<void> {
  const message = l10n.t`The address of “${plainLabel(name)}” changes with each window. Set “port” of its entry in cognito.mcpServers to keep it.`;
  const open = l10n.t('Open Settings');
  if ((await window.showInformationMessage(message, open)) !== open) return;
  await commands.executeCommand('workbench.action.openSettings', 'cognito.mcpServers');
}

/**
 * The name of an MCP server: that of a command's argument, the only one, or the one that the user picks.
 * @param argument text, an object with the member `name`, or the Cognito view's node
 * @returns undefined when the user picks none
 * @throws CognitoError mcp_server_missing, mcp_server_invalid
 */
async function chooseMcpServer(argument: unknown, placeHolder: string): Promise<string | undefined> {
  const given =
    typeof argument === 'string'
      ? argument
      : (member(argument, 'line', 'mcpServer', 'name') ?? member(argument, 'name'));
  if (typeof given === 'string') return given;
  const names = mcpServerEntries.names();
  return names.length === 1 ? names[0] : pickName(names, placeHolder);
}
