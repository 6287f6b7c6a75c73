import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { startGuardedApi, type GuardedApi } from './guardedApi';

/** An MCP server of the official SDK that answers only requests with a valid access token of a pool. */
export interface GuardedMcpServer extends GuardedApi {
  /** The issuer of the tokens that it accepts. */
  readonly issuer: string;
  /** The URL for MCP clients. */
  readonly url: string;
}

/** The tool of the server, and what it answers. */
export const toolName = 'list_orders';
export const toolAnswer = 'tea, bread';

/** @param now the clock of the server, in milliseconds since 1970 */
export async function startGuardedMcpServer(
  issuer: string,
  now: () => number = Date.now,
): Promise<GuardedMcpServer> {
  const transports = new Map<string, StreamableHTTPServerTransport>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const known = transports.get(String(request.headers['mcp-session-id']));
    const transport = known ?? (await newTransport(transports));
    await transport.handleRequest(request, response);
  };
  const api = await startGuardedApi(issuer, now, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  return { ...api, issuer, url: `${api.origin}/mcp` };
}

async function newTransport(
  transports: Map<string, StreamableHTTPServerTransport>,
): Promise<StreamableHTTPServerTransport> {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => {
      transports.set(id, transport);
    },
  });
  const server = new McpServer({ name: 'orders', version: '1.0.0' });
  server.registerTool(toolName, { description: 'Lists the orders' }, () => ({
    content: [{ type: 'text', text: toolAnswer }],
  }));
  await server.connect(transport);
  return transport;
}
