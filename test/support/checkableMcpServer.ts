import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JwtVerifier } from 'aws-jwt-verify';
import type { Claims } from '../../src/core/jwt';

/** A request that the server has received. */
export interface McpRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** An MCP server whose behaviour a test can change. Its URL is at localhost, because a pool takes no other `resource` with http. */
export interface CheckableMcpServer {
  readonly origin: string;
  readonly url: string;
  readonly requests: readonly McpRequest[];
  readonly stop: () => Promise<void>;
}

export interface McpBehaviour {
  /** The resource metadata; undefined when there is none. */
  readonly metadata?: (url: string, issuer: string) => unknown;
  /** Parameters of `WWW-Authenticate` beside the address of the metadata. */
  readonly challenge?: string;
  /** The address of the metadata in `WWW-Authenticate`; undefined when it names none. */
  readonly metadataAddress?: (origin: string) => string | undefined;
  /** Why a token is refused that has a right signature, by its claims. */
  readonly refuse?: (claims: Claims, url: string) => string | undefined;
  /** Answers every request instead of the server. */
  readonly instead?: RequestListener;
}

const metadataPath = '/.well-known/oauth-protected-resource/mcp';

/** What a server without a fault says about itself. */
export function rightMetadata(url: string, issuer: string): Readonly<Record<string, unknown>> {
  return { resource: url, authorization_servers: [issuer] };
}

/** Starts an MCP server that checks tokens of a pool with the library that AWS offers for it. */
export async function startCheckableMcpServer(
  issuer: string,
  behaviour: McpBehaviour = {},
): Promise<CheckableMcpServer> {
  const verifier = JwtVerifier.create({ issuer, audience: null });
  // The library reads keys with https only, and the pool of the tests has plain http.
  verifier.cacheJwks((await (await fetch(`${issuer}/.well-known/jwks.json`)).json()) as { keys: [] });
  const requests: McpRequest[] = [];
  const {
    metadata = rightMetadata,
    metadataAddress = (origin) => origin + metadataPath,
    challenge,
    refuse,
    instead,
  } = behaviour;

  const refusal = async (token: string, url: string): Promise<string | undefined> => {
    try {
      const claims = await verifier.verify(token);
      return refuse?.(claims, url);
    } catch {
      return 'The token is not valid.';
    }
  };
  const answerMcp = async (
    request: IncomingMessage,
    response: ServerResponse,
    origin: string,
  ): Promise<void> => {
    const token = request.headers.authorization?.replace(/^Bearer /, '');
    const address = metadataAddress(origin);
    const named = address === undefined ? [] : [`resource_metadata="${address}"`];
    const refused = token === undefined ? '' : await refusal(token, `${origin}/mcp`);
    if (refused === undefined) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`event: message\ndata: ${JSON.stringify(initialized)}\n\n`);
      return;
    }
    const error = refused === '' ? [] : [`error="invalid_token"`, `error_description="${refused}"`];
    const parameters = [...named, ...(challenge === undefined ? [] : [challenge]), ...error].join(', ');
    response.writeHead(401, { 'www-authenticate': `Bearer ${parameters}`.trim() }).end();
  };

  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    requests.push({ method, path, authorization: headers.authorization });
    const document = path === metadataPath ? metadata(`${origin}/mcp`, issuer) : undefined;
    if (instead !== undefined) instead(request, response);
    else if (method === 'POST' && path === '/mcp') {
      answerMcp(request, response, origin).catch(() => response.destroy());
    } else if (document === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/mcp`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The answer to `initialize`. */
const initialized = {
  jsonrpc: '2.0',
  id: 1,
  result: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    serverInfo: { name: 'orders', version: '1.0.0' },
  },
};
