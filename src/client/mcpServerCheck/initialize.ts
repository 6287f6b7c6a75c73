import { CognitoError, quoted, type ErrorDetail } from '../../core/errors';
import { parseUrl } from '../../core/issuer';
import { member } from '../../core/members';
import { scopesOf } from '../../core/scopes';
import { outcome } from '../appClientCheck/checks';
import type { FetchUntil } from '../transport';
import { findAnswer, requestId, type JsonRpcAnswer } from './jsonRpcAnswer';

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
  id: requestId,
  method: 'initialize',
  params: {
    protocolVersion,
    capabilities: {},
    clientInfo: { name: 'cognito-token-inspector', version: '1.0.0' },
  },
});

/**
 * Sends the first request of an MCP client, and ends the session that the server opens for it. No redirect is followed.
 * @param token left out: the requests have no Authorization header
 * Source: MCP 2025-11-25, "Transports" (Streamable HTTP).
 */
export async function initialize(url: string, fetch: FetchUntil, token?: string): Promise<McpAnswer> {
  const authorization = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...authorization,
  };
  // A stream can stay open after the answer.
  const isWhole = (text: string): boolean => findAnswer(text) !== undefined;
  const { value: response, error } = await outcome(
    fetch(url, { method: 'POST', redirect: 'manual', headers, body }, isWhole),
  );
  if (error?.code === 'response_too_large') return unusable(url, { reason: 'too_large' });
  if (error) return { kind: 'unusable', error };
  const { status } = response;
  if (status === 401 || status === 403) return { kind: 'refused', challenge: readChallenge(response) };
  const answer = response.ok ? findAnswer(await response.text()) : undefined;
  if (answer === undefined) return unusable(url, unexpected(response));
  if (Object.hasOwn(answer, 'error')) {
    const said = textOf(answer, 'error', 'message');
    return unusable(url, { status, reason: 'json_rpc_error', description: said && quoted(said) });
  }
  const session = response.headers.get('mcp-session-id');
  if (session !== null) {
    const version = textOf(answer, 'result', 'protocolVersion') ?? protocolVersion;
    const ofSession = { 'mcp-session-id': session, 'mcp-protocol-version': version };
    // A server may refuse to end a session, so nothing waits for the answer.
    void outcome(
      fetch(url, { method: 'DELETE', redirect: 'manual', headers: { ...ofSession, ...authorization } }),
    );
  }
  return { kind: 'let_in' };
}

function unusable(url: string, detail: ErrorDetail): McpAnswer {
  const { host } = new URL(url);
  return { kind: 'unusable', error: new CognitoError('mcp_server_unexpected', { host, url, ...detail }) };
}

/** What is known about an answer that is not one of MCP. */
function unexpected({ status, headers }: Response): ErrorDetail {
  const isPage = headers.get('content-type')?.includes('html') === true;
  const to = parseUrl(headers.get('location') ?? '');
  return { status, reason: isPage ? 'page' : undefined, to: to && quoted(to.host + to.pathname) };
}

/** A member of the answer that must be text. */
function textOf(answer: JsonRpcAnswer, ...path: readonly string[]): string | undefined {
  const value = member(answer, ...path);
  return typeof value === 'string' ? value : undefined;
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
