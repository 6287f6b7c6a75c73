import * as l10n from '@vscode/l10n';
import { duration } from '../../core/duration';
import type { ErrorCode } from '../../core/errors';
import type { Cause, Explain, Facts } from '../problem';

/** Ends the reason of what only MCP clients meet that sign in themselves. */
const entryWorks = l10n.t('This entry is not affected, because the extension signs in and adds the token.');

/**
 * What is wrong with an MCP server that takes tokens of a user pool, or with its app client; client/mcpServerCheck finds out which.
 * Sources: MCP 2025-11-25, "Authorization"; RFC 8414, 8707 and 9728; AWS, "Dynamic client registration", "Resource binding".
 */
export const mcpServerProblems = {
  mcp_server_unexpected: ({ detail, text }) =>
    detail.reason === 'json_rpc_error'
      ? {
          what: l10n.t`The MCP server at ${text('url')} answered with an error.`,
          why: l10n.t`Its answer to initialize, the first request of an MCP client, has status ${text('status')} and contains an error of JSON-RPC.${said({ detail, text })}`,
          next: l10n.t('Look for the reason in the log of the MCP server, and check url of the entry.'),
          remedies: ['open_mcp_servers', 'show_log'],
        }
      : {
          what: l10n.t`No MCP server answered at ${text('url')}.`,
          why: unexpectedAnswer({ detail, text }),
          next: l10n.t(
            'Correct url of the entry in cognito.mcpServers. It is the address of the Streamable HTTP transport, which often ends in /mcp.',
          ),
          remedies: ['open_mcp_servers', 'show_log'],
        },
  mcp_metadata_missing: ({ host, text }) => ({
    what: l10n.t`The MCP server ${host} has no resource metadata.`,
    why: l10n.t`MCP clients that sign in themselves read there which user pool to use, and ${text('address')} does not answer with it. ${entryWorks}`,
    next: l10n.t(
      'This is a fault of the MCP server. Let it answer with the document below at that address, and send the header below with each 401.',
    ),
    remedies: ['show_log'],
  }),
  mcp_metadata_elsewhere: ({ host, text }) => ({
    what: l10n.t`The MCP server ${host} names resource metadata at another origin: ${text('found')}.`,
    why: l10n.t`Metadata about a server counts only when it comes from that server, so it was not read. ${entryWorks}`,
    next: l10n.t`This is a fault of the MCP server. Let resource_metadata in its WWW-Authenticate header name an address at ${host}.`,
    remedies: ['show_log'],
  }),
  mcp_resource_differs: ({ host, text }) => ({
    what: l10n.t`The resource metadata of ${host} is about another resource: ${text('found', l10n.t('none'))}.`,
    why: l10n.t`Its resource must be the URL of the MCP server. MCP clients that sign in themselves stop here. ${entryWorks}`,
    next: l10n.t(
      'This is a fault of the MCP server, often of one behind a proxy that does not know its public address. Let its metadata have the line below, or correct url of the entry.',
    ),
    remedies: ['open_mcp_servers'],
  }),
  mcp_issuer_foreign: ({ host, profile, text }) => ({
    what: l10n.t`The MCP server ${host} wants tokens of another issuer than the pool of ${profile}.`,
    why: l10n.t`Its resource metadata names ${text('found', l10n.t('none'))} and not ${text('expected', l10n.t('the pool'))}.`,
    next: l10n.t(
      'If the pool is right, let the metadata of the MCP server name its issuer. Otherwise name a profile of the other issuer in the entry.',
    ),
    remedies: ['open_mcp_servers', 'edit_profile'],
  }),
  mcp_s256_unlisted: ({ host }) => ({
    what: l10n.t`The metadata of ${host} does not list S256 in code_challenge_methods_supported.`,
    why: l10n.t`Amazon Cognito supports S256 without listing it. The MCP specification tells clients that sign in themselves to refuse then, and Claude Code and Cursor have done so. ${entryWorks}`,
    next: l10n.t(
      'Nothing is wrong with the MCP server or the app client. Let such a client take its token from this extension, with Copy MCP Configuration or with the command below.',
    ),
    remedies: ['show_log'],
  }),
  mcp_no_registration: ({ host }) => ({
    what: l10n.t`The metadata of ${host} has no registration_endpoint.`,
    why: l10n.t`A user pool has one only when dynamic client registration is turned on. MCP clients that sign in themselves and have no client id cannot go on without it. ${entryWorks}`,
    next: l10n.t(
      'Give such a client the client id of the app client, as below for VS Code, or let it take its token from this extension. The app client must then allow the callback URL of that client.',
    ),
    remedies: ['show_log'],
  }),
  mcp_resource_server_missing: ({ detail, text }) => ({
    what:
      detail.state === 'refused'
        ? l10n.t`The pool issued a token without the audience ${text('resource')}.`
        : l10n.t`MCP clients that sign in themselves need a resource server ${text('resource')} in the pool.`,
    why: l10n.t(
      'They name the MCP server in the parameter resource. The pool answers invalid_grant when no resource server has exactly this identifier, and only an access token with this audience shows that there is one.',
    ),
    next: l10n.t(
      'If the pool has no such resource server, create one with exactly this identifier. To have this audience in the tokens of this entry too, set resource in the profile, and sign in again.',
    ),
    remedies: ['edit_profile', 'sign_in'],
  }),
  mcp_scopes_missing: ({ host, profile, text }) => ({
    what: l10n.t`The token of ${profile} lacks scopes that ${host} names: ${text('scopes', l10n.t('none')).replaceAll(' ', ', ')}.`,
    why: l10n.t('The app client does not allow them, or the profile does not request them.'),
    next: l10n.t(
      'Allow them for the app client in the AWS console, request them in scopes of the profile, and sign in again.',
    ),
    remedies: ['edit_profile', 'sign_in', 'check_app_client'],
  }),
  mcp_token_short: ({ detail, profile }) => ({
    what: l10n.t`The token of ${profile} expires in ${duration(Math.max(Number(detail.seconds ?? 0), 0) * 1000)}, and there is no newer one.`,
    why: l10n.t(
      'Some MCP servers refuse a token shortly before it expires: Amazon Bedrock AgentCore wants at least a minute, and a request takes time.',
    ),
    next: l10n.t(
      'Set the expiration of the tokens of the app client to five minutes or more in the AWS console, and sign in again.',
    ),
    remedies: ['sign_in', 'check_app_client'],
  }),
  mcp_token_refused: (facts) => ({
    what:
      facts.detail.reason === 'id_token'
        ? l10n.t`${facts.host} refused the ID token of ${facts.profile}${status(facts)}.`
        : l10n.t`${facts.host} refused the token of ${facts.profile}${status(facts)}.`,
    ...refusal(facts),
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function unexpectedAnswer({ detail, text }: Pick<Facts, 'detail' | 'text'>): string {
  const code = Number(detail.status ?? 0);
  if (detail.to !== undefined) {
    return l10n.t`It redirects to ${text('to')} (status ${code}). Redirects are not followed, because a token could go elsewhere.`;
  }
  if (detail.reason === 'too_large') return l10n.t('Its answer was cut off after 2 MB.');
  if (detail.reason === 'page') return l10n.t`It answered with a web page (status ${code}).`;
  if (code >= 500) return l10n.t`The server failed (status ${code}).`;
  return detail.status === undefined
    ? l10n.t('Its answer is not one of MCP.')
    : l10n.t`Its answer is not one of MCP (status ${code}).`;
}

function status({ detail, text }: Facts): string {
  return detail.status === undefined ? '' : l10n.t` (status ${text('status')})`;
}

/** What the server says about the reason, to add to a sentence. */
function said({ detail, text }: Pick<Facts, 'detail' | 'text'>): string {
  return detail.description === undefined ? '' : l10n.t` It says “${text('description')}”.`;
}

function refusal(facts: Facts): Cause {
  const { detail, text } = facts;
  const expected = text('expected');
  if (detail.reason === 'id_token') {
    return {
      why: l10n.t`The entry sends the ID token. MCP servers take access tokens.${said(facts)}`,
      next: l10n.t('Set token of the entry to access.'),
      remedies: ['open_mcp_servers'],
    };
  }
  const client = text('clientId', l10n.t('unknown'));
  if (detail.reason === 'audience') {
    return {
      why:
        detail.found === undefined
          ? l10n.t`The server expects the audience ${expected}. The token has none, as Cognito’s access tokens without resource do, and its client_id is ${client}.${said(facts)}`
          : l10n.t`The server expects the audience ${expected}. The token has ${text('found')}, and its client_id is ${client}.${said(facts)}`,
      next: l10n.t(
        'Set resource in the profile as below, create a resource server with the same identifier, and sign in again. Or let the MCP server check client_id instead of aud.',
      ),
      remedies: ['edit_profile', 'sign_in'],
    };
  }
  return {
    why: l10n.t`The server does not tell a known reason.${said(facts)} It can be the issuer ${text('issuer', l10n.t('unknown'))}, the audience ${text('found', l10n.t('(none)'))}, the client_id ${client} or the scopes ${text('scopes', l10n.t('(none)'))} of the token.`,
    next: l10n.t(
      'Look for the reason in the log of the MCP server, which must accept each of these. resource in the profile sets the audience.',
    ),
    remedies: ['edit_profile', 'open_mcp_servers', 'show_log'],
  };
}
