import { quote } from '../../core/shellQuoting';
import { profileArguments } from '../profileArguments';
import type { McpServerSettings } from './mcpServerSettings';

/**
 * A configuration in which an MCP client finds a server at its proxy. There is no token in it.
 * Source: the `mcpServers` object of Claude Code's `.mcp.json` and Cursor's `mcp.json`.
 * @param url of the proxy
 */
export function proxyConfiguration({ name }: Pick<McpServerSettings, 'name'>, url: string): string {
  return asJson(name, { type: 'http', url });
}

/**
 * A configuration for Claude Code, which runs a command for the headers each time it connects. There is no token in it.
 * Source: Claude Code, "Connect Claude Code to tools via MCP", headersHelper: a shell command, at most ten seconds.
 * @param program the path of `cognito-token`
 */
export function helperConfiguration(
  { name, profile, user, url, token }: McpServerSettings,
  program: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const shell = platform === 'win32' ? 'cmd' : 'posix';
  const kind = token === 'id' ? ' --id' : '';
  return asJson(name, {
    type: 'http',
    url,
    headersHelper: `${quote(program, shell)} ${profileArguments({ name: profile, user }, shell)}${kind} --mcp-headers`,
  });
}

function asJson(name: string, server: object): string {
  return JSON.stringify({ mcpServers: { [name]: server } }, null, 2);
}
