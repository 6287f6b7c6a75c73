import { rightMetadata, type McpBehaviour } from '../../../support/checkableMcpServer';
import { publicClient } from '../../../support/localClients';
import { expectFault, type Fault } from './expectFault';

/** The metadata of a server that has a scope that the token lacks. */
const withScope: McpBehaviour['metadata'] = (url, issuer) => ({
  ...rightMetadata(url, issuer),
  scopes_supported: ['openid', 'orders/write'],
});
const wrongAudience = () => 'The aud claim is another one.';
const noReason = () => 'Revoked.';
/** Without `resource`, the access token has no audience. */
const withoutAudience = { resource: undefined };
const noResourceServer = 'resourceServer: note mcp_resource_server_missing';

const refusals: readonly Fault[] = [
  {
    name: 'the audience, when the token also lacks scopes of the metadata',
    profile: withoutAudience,
    server: { metadata: withScope, refuse: wrongAudience },
    finds: ['scopes: note mcp_scopes_missing', 'accepted: failed mcp_token_refused', noResourceServer],
    names: (url) => [`expects the audience ${url}`, 'The aud claim is another one'],
  },
  {
    name: 'the audience, when the token also lacks scopes of the challenge',
    profile: withoutAudience,
    server: { challenge: 'scope="orders/write"', refuse: wrongAudience },
    finds: ['scopes: failed mcp_scopes_missing', 'accepted: failed mcp_token_refused', noResourceServer],
    names: (url) => [`expects the audience ${url}`],
  },
  {
    name: 'the audience, when the token has another one than the resource of the metadata',
    profile: { resource: 'http://localhost/other' },
    server: { refuse: noReason },
    finds: ['accepted: failed mcp_token_refused'],
    names: (url) => [`expects the audience ${url}`, 'http://localhost/other'],
  },
  {
    name: 'scopes of the metadata, when the server says that the scopes are insufficient',
    server: { metadata: withScope, challenge: 'error="insufficient_scope"', refuse: noReason },
    finds: ['scopes: failed mcp_scopes_missing', 'accepted: unknown'],
    names: () => ['orders/write'],
  },
  {
    name: 'what it can be, when the server gives no reason and the token has no audience',
    profile: withoutAudience,
    server: { metadata: withScope, refuse: noReason },
    finds: ['scopes: note mcp_scopes_missing', 'accepted: failed mcp_token_refused', noResourceServer],
    names: (_, { issuer }) => [
      'does not tell a known reason. It says “Revoked.”',
      `the issuer ${issuer}, the audience (none), the client_id ${publicClient} or the scopes openid`,
    ],
  },
  {
    name: 'what it can be, when the server complains about an audience that is right',
    server: { refuse: wrongAudience },
    finds: ['accepted: failed mcp_token_refused'],
    names: (url) => ['does not tell a known reason', `the audience ${url}`],
  },
  {
    name: 'a failure of the metadata, which is missing, beside the refusal',
    server: { metadata: () => undefined, metadataAddress: () => undefined, refuse: noReason },
    finds: [
      'accepted: failed mcp_token_refused',
      'metadata: failed mcp_metadata_missing',
      ...['resource', 'issuer', 'pkce', 'registration'].map((id) => `${id}: unknown`),
    ],
    names: () => ['no resource metadata'],
  },
  {
    name: 'a failure of the metadata, which is about another resource, beside the refusal',
    server: {
      metadata: (_, issuer) => rightMetadata('https://internal.example.com/mcp', issuer),
      refuse: noReason,
    },
    finds: ['accepted: failed mcp_token_refused', 'resource: failed mcp_resource_differs'],
    names: () => ['does not tell a known reason'],
  },
];

describe('Check MCP Server, when the token is refused', () => {
  for (const refusal of refusals) it(`names ${refusal.name}`, () => expectFault(refusal));
});
