import * as l10n from '@vscode/l10n';
import { CognitoError } from '../../core/errors';
import { parseUrl, withoutSlash } from '../../core/issuer';
import { isRecord } from '../../core/members';
import { secureUrl } from '../../core/profile';
import { note, outcome, passed, type Check, type failed, type Outcome } from '../appClientCheck/checks';
import type { Fetch } from '../oauth/tokenRequest';

/** What an MCP server says about itself to clients that sign in themselves. */
export interface ResourceMetadata {
  /** Where it was found. */
  readonly address: string;
  readonly resource: string | undefined;
  readonly authorizationServers: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * Reads the metadata of an MCP server, at its own origin only.
 * @param named the address that the server names in `WWW-Authenticate`
 * @returns or mcp_metadata_elsewhere, mcp_metadata_missing, network, timeout, response_too_large
 * Sources: RFC 9728 section 3.1; MCP 2025-11-25, "Authorization", "Protected Resource Metadata Discovery Requirements".
 */
export async function findResourceMetadata(
  serverUrl: string,
  named: string | undefined,
  fetch: Fetch,
): Promise<Outcome<ResourceMetadata>> {
  const { host, origin } = new URL(serverUrl);
  if (named !== undefined && secureUrl(named)?.origin !== origin) {
    return { error: new CognitoError('mcp_metadata_elsewhere', { host, found: named }) };
  }
  const addresses = named === undefined ? wellKnownAddresses(serverUrl) : [named];
  let status: number | undefined;
  for (const address of addresses) {
    const { value: response, error } = await outcome(fetch(address, { redirect: 'manual' }));
    if (error) return { error };
    const document = await readJson(response);
    if (isRecord(document)) return { value: readDocument(address, document) };
    status ??= response.status;
  }
  const [address] = addresses;
  return { error: new CognitoError('mcp_metadata_missing', { host, url: serverUrl, address, status }) };
}

/** The address with the path of the server, then the one without. @returns at least one */
export function wellKnownAddresses(serverUrl: string): readonly [string, ...string[]] {
  const { origin, pathname, search } = new URL(serverUrl);
  const root = `${origin}/.well-known/oauth-protected-resource`;
  const inserted = root + withoutSlash(pathname) + search;
  return inserted === root ? [root] : [inserted, root];
}

/** The JSON of an answer with status 200; undefined for any other, such as the page that some servers have at every path. */
export async function readJson(response: Response): Promise<unknown> {
  return response.status === 200 ? response.json().catch(() => undefined) : undefined;
}

/** In characters. Longer texts are no addresses and no scopes. */
const longestText = 2000;

function readDocument(address: string, document: Readonly<Record<string, unknown>>): ResourceMetadata {
  const { resource } = document;
  return {
    address,
    resource: texts([resource])[0],
    authorizationServers: texts(document.authorization_servers),
    scopes: texts(document.scopes_supported),
  };
}

function texts(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.filter((item) => typeof item === 'string' && item.length <= longestText) as string[];
}

/**
 * Whether the metadata is about this server.
 * @param judge makes the check of metadata about another resource
 * Source: RFC 9728 section 3.3.
 */
export function resourceCheck(
  serverUrl: string,
  { resource }: ResourceMetadata,
  judge: typeof failed,
): Check<'resource'> {
  const server = new URL(serverUrl);
  const described = parseUrl(resource ?? '');
  const found = resource ?? l10n.t('none');
  if (described !== undefined && withoutSlash(described.href) === withoutSlash(server.href)) {
    return passed('resource', l10n.t`The metadata is about ${found}.`);
  }
  if (described?.origin === server.origin && isBelow(server.pathname, described.pathname)) {
    return note(
      'resource',
      l10n.t`The metadata is about ${found}, which contains this URL. The MCP SDK accepts that; stricter clients want the URL itself.`,
    );
  }
  const error = new CognitoError('mcp_resource_differs', { host: server.host, found, url: serverUrl });
  return judge('resource', l10n.t`The metadata is about ${found}.`, error);
}

/**
 * What names the server in the parameter `resource` and in an audience: the resource of its metadata, or its URL when the metadata
 * names no resource at the origin of the server.
 */
export function resourceOf(serverUrl: string, metadata: ResourceMetadata | undefined): string {
  const named = metadata?.resource;
  return named !== undefined && parseUrl(named)?.origin === new URL(serverUrl).origin ? named : serverUrl;
}

function isBelow(path: string, parent: string): boolean {
  return path.startsWith(`${withoutSlash(parent)}/`);
}
