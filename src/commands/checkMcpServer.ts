import { member } from '../core/members';
import { mcpServerEntries } from '../handover/mcp/mcpServerEntries';
import { pickName } from './apiProxyCommands';
import type { Parts } from './parts';

/**
 * Checks an MCP server, and shows what was found.
 * @param argument the name of its entry, or an object with the member `name`; otherwise the only entry, or one that the user picks
 * @throws CognitoError mcp_server_missing, mcp_server_invalid, profile_missing, profile_invalid, sign_in_cancelled
 */
export async function checkMcpServer({ checks }: Pick<Parts, 'checks'>, argument: unknown): Promise<void> {
  const name = await chooseServer(argument);
  if (name !== undefined) await (await checks()).mcpServer.show(name);
}

async function chooseServer(argument: unknown): Promise<string | undefined> {
  const given = typeof argument === 'string' ? argument : member(argument, 'name');
  if (typeof given === 'string') return given;
  const names = mcpServerEntries.names();
  return names.length === 1 ? names[0] : pickName(names, 'Choose the MCP server to check');
}
