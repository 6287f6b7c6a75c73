import { CognitoError, quoted } from '../../core/errors';
import { parseUrl } from '../../core/issuer';
import { scopesOf } from '../../core/scopes';
import { outcome } from '../appClientCheck/checks';
import type { Fetch } from '../oauth/tokenRequest';

/** What an MCP server says to a client that it does not let in. The texts are the server's, unchecked. */
export interface Challenge {
  readonly status: number;
  /** The address of the resource metadata. */
  readonly metadata: string | undefined;
  /** The scopes that the request needs; none when the server does not say. */
  readonly scopes: readonly string[];
  readonly error: string | undefined;
  readonly description: string | undefined;
}

/** What an MCP server does with the first request of a client. */
export type McpAnswer =
  | { readonly kind: 'let_in' }
  | { readonly kind: 'refused'; readonly challenge: Challenge }
  /** No answer, or none of an MCP server. */
  | { readonly kind: 'unusable'; readonly error: CognitoError };

/** A server that does not have this version answers with one that it has. Source: MCP 2025-11-25, "Lifecycle". */
const protocolVersion = '2025-11-25';

const body = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion,
    capabilities: {},
    clientInfo: { name: 'cognito-token-inspector', version: '1.0.0' },
  },
});

/**
 * Sends the first request of an MCP client. No redirect is followed.
 * @param token left out: the request has no Authorization header
 * Source: MCP 2025-11-25, "Transports" (Streamable HTTP).
 */
export async function initialize(url: string, fetch: Fetch, token?: string): Promise<McpAnswer> {
  const { value: response, error } = await outcome(
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body,
    }),
  );
  if (error) return { kind: 'unusable', error };
  const { status, headers } = response;
  if (status === 401 || status === 403) return { kind: 'refused', challenge: readChallenge(response) };
  if (response.ok && isJsonRpc(await response.text())) return { kind: 'let_in' };
  const isPage = headers.get('content-type')?.includes('html') === true;
  const to = parseUrl(headers.get('location') ?? '');
  const detail = { status, reason: isPage ? 'page' : undefined, to: to && quoted(to.host + to.pathname) };
  return {
    kind: 'unusable',
    error: new CognitoError('mcp_server_unexpected', { host: new URL(url).host, url, ...detail }),
  };
}

/** Reads `WWW-Authenticate`. Sources: RFC 9728 section 5.1; RFC 6750 section 3. */
function readChallenge({ status, headers }: Response): Challenge {
  const header = headers.get('www-authenticate') ?? '';
  const parameter = (name: string): string | undefined => {
    const found = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"([^"]{1,2000})"|([^\\s,"]{1,2000}))`, 'i');
    const [, inQuotes, plain] = found.exec(header) ?? [];
    return inQuotes ?? plain;
  };
  return {
    status,
    metadata: parameter('resource_metadata'),
    scopes: scopesOf(parameter('scope')),
    error: parameter('error'),
    description: parameter('error_description'),
  };
}

/** A message of JSON-RPC, alone or in a stream of events. */
function isJsonRpc(text: string): boolean {
  return /"jsonrpc"\s*:\s*"2\.0"/.test(text);
}
