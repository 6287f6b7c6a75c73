import * as l10n from '@vscode/l10n';
import type { CheckedMcpServer, McpServerCheck, McpServerCheckId } from '../client/mcpServerCheck/checks';
import { wellKnownAddresses } from '../client/mcpServerCheck/resourceMetadata';
import { profileIssuer } from '../core/profile';
import { profileArguments } from '../handover/profileArguments';
import { clientAddress, createResourceServerCommand } from './awsConsole';
import type { CheckReport, Snippet } from './protocol';
import { clientFacts, snippets } from './report';
import { remedyAction, runAgain, showCheck, snippet } from './shownCheck';

const titles: Readonly<Record<McpServerCheckId, string>> = {
  server: l10n.t('MCP server'),
  token: l10n.t('Token'),
  scopes: l10n.t('Scopes'),
  accepted: l10n.t('Acceptance'),
  callback: l10n.t('Callback URL'),
  resourceServer: l10n.t('Resource server'),
  metadata: l10n.t('Metadata'),
  resource: l10n.t('Resource'),
  issuer: l10n.t('Issuer'),
  pkce: 'S256',
  registration: l10n.t('Registration'),
};

/** An MCP server with the name of its entry. */
export interface NamedMcpServer extends CheckedMcpServer {
  readonly name: string;
}

/**
 * Makes the report that the page shows.
 * @param settingsUrl the callback URL of the profile as far as its settings tell; the checks may name another one
 * @param localPoolPort the port that the local user pool uses when it runs
 */
export function mcpServerReport(
  server: NamedMcpServer,
  settingsUrl: string,
  checks: readonly McpServerCheck[],
  state: CheckReport['state'],
  localPoolPort?: number,
): CheckReport {
  const { name, profile, url, token } = server;
  const callbackUrl = checks.find((check) => check.callbackUrl !== undefined)?.callbackUrl ?? settingsUrl;
  return {
    name,
    title: l10n.t('Check MCP Server'),
    production: profile.production,
    facts: [
      { term: l10n.t('MCP server'), value: name, isCode: false },
      { term: l10n.t('URL'), value: url, isCode: true },
      {
        term: l10n.t('Token'),
        value: token === 'id' ? l10n.t('ID token') : l10n.t('access token'),
        isCode: false,
      },
      { term: l10n.t('Profile'), value: profile.name, isCode: false },
      ...clientFacts(profile),
    ],
    state,
    checks: checks.map((check) =>
      showCheck(check, {
        titles,
        context: { profile: profile.name, callbackUrl, localPoolPort },
        snippets: (shown) => fixes(shown, server, callbackUrl),
        without: ['copy_callback_url'],
      }),
    ),
    conclusion: l10n.t('The MCP server accepts the token of this entry.'),
    actions: [runAgain, remedyAction('sign_in'), remedyAction('open_mcp_servers')],
  };
}

/** The texts to add where the fault is. */
function fixes(check: McpServerCheck, server: NamedMcpServer, callbackUrl: string): readonly Snippet[] {
  const { error, id } = check;
  const { name, profile, url } = server;
  const fix = (label: string, text: string): Snippet =>
    snippet(`copy_fix_${id}`, label, text, l10n.t('Copy'));
  const issuer = profileIssuer(profile);
  const address = clientAddress(profile);
  switch (error?.code) {
    case 'redirect_mismatch':
      return snippets({ ...check, id: 'callback' }, callbackUrl, address);
    case 'mcp_metadata_missing': {
      const [place] = wellKnownAddresses(url);
      const document = { resource: url, authorization_servers: [issuer ?? 'ISSUER'] };
      const header = `WWW-Authenticate: Bearer resource_metadata="${place}"`;
      return [
        fix(l10n.t('The document'), JSON.stringify(document, null, 2)),
        snippet('copy_header', l10n.t('The header'), header, l10n.t('Copy Header')),
      ];
    }
    case 'mcp_resource_differs':
      return [fix(l10n.t('In the metadata of the MCP server'), line('resource', url))];
    case 'mcp_issuer_foreign':
      if (issuer === undefined) return [];
      return [fix(l10n.t('In the metadata of the MCP server'), line('authorization_servers', [issuer]))];
    case 'mcp_s256_unlisted':
      return [
        fix(
          l10n.t('Prints the headers with a fresh token, for clients that run a command for them'),
          `cognito-token ${profileArguments(profile, 'posix')} --mcp-headers`,
        ),
      ];
    case 'mcp_no_registration': {
      const entry = { type: 'http', url, oauth: { clientId: profile.clientId } };
      return [
        fix(l10n.t('For VS Code, in mcp.json'), JSON.stringify({ servers: { [name]: entry } }, null, 2)),
      ];
    }
    case 'mcp_resource_server_missing': {
      const resource = String(error.detail.resource);
      const inProfile = fix(l10n.t('In the profile'), line('resource', resource));
      if (address === undefined) return [inProfile];
      const command = createResourceServerCommand(address, resource);
      return [
        snippet(`copy_command_${id}`, l10n.t('The AWS CLI command'), command, l10n.t('Copy Command')),
        inProfile,
      ];
    }
    case 'mcp_scopes_missing':
      return [fix(l10n.t('Scopes to add'), String(error.detail.scopes))];
    case 'mcp_token_refused':
      if (error.detail.reason === 'id_token') return [fix(l10n.t('In the entry'), line('token', 'access'))];
      return error.detail.reason === 'audience'
        ? [fix(l10n.t('In the profile'), line('resource', error.detail.expected))]
        : [];
    default:
      return [];
  }
}

/** A member as a line of JSON. */
function line(name: string, value: unknown): string {
  return `"${name}": ${JSON.stringify(value)}`;
}
