import { rightMetadata, type McpBehaviour } from '../../../support/checkableMcpServer';
import { publicClient } from '../../../support/localClients';
import { expectFault, listed, type Fault } from './expectFault';

const needsAudience: McpBehaviour = {
  refuse: (claims, url) => (claims.aud === url ? undefined : 'The audience is another one.'),
};

const faults: readonly Fault[] = [
  { name: 'no fault', finds: [], names: () => [] },
  {
    name: 'no resource metadata',
    server: { metadata: () => undefined, metadataAddress: () => undefined },
    finds: [
      'metadata: note mcp_metadata_missing',
      ...['resource', 'issuer', 'pkce', 'registration'].map((id) => `${id}: unknown`),
    ],
    names: (url) => [
      url.replace('/mcp', '/.well-known/oauth-protected-resource/mcp'),
      'fault of the MCP server',
      'This entry is not affected',
    ],
  },
  {
    name: 'metadata of another resource',
    server: { metadata: (_, issuer) => rightMetadata('https://internal.example.com/mcp', issuer) },
    finds: ['resource: note mcp_resource_differs'],
    names: () => ['https://internal.example.com/mcp', 'fault of the MCP server'],
  },
  {
    name: 'an issuer that is not the profile’s pool',
    server: { metadata: (url) => rightMetadata(url, 'https://accounts.example.com') },
    finds: ['issuer: failed mcp_issuer_foreign', 'pkce: unknown', 'registration: unknown'],
    names: (_, { issuer }) => ['https://accounts.example.com', issuer],
  },
  {
    name: 'S256 is not listed',
    discovery: { registration_endpoint: listed.registration_endpoint },
    finds: ['pkce: note mcp_s256_unlisted'],
    names: () => ['S256', 'Claude Code', 'This entry is not affected'],
  },
  {
    name: 'no registration endpoint',
    discovery: { code_challenge_methods_supported: ['S256'] },
    finds: ['registration: note mcp_no_registration'],
    names: () => ['registration_endpoint', 'This entry is not affected'],
  },
  {
    name: 'no resource server for the URL',
    session: (session, url) => ({ ...session, resource: url }),
    signedInWith: { resource: undefined },
    finds: ['resourceServer: failed mcp_resource_server_missing'],
    names: (url) => [url, 'invalid_grant'],
  },
  {
    name: 'a scope that the app client lacks',
    server: { challenge: 'scope="openid orders/write"', refuse: () => 'A scope is missing.' },
    finds: ['scopes: failed mcp_scopes_missing', 'accepted: unknown'],
    names: () => ['lacks scopes', 'orders/write'],
  },
  {
    name: 'a callback URL that is not registered',
    profile: { redirectUri: 'https://app.example.com/signed-in' },
    finds: ['callback: failed redirect_mismatch'],
    names: () => [publicClient, 'https://app.example.com/signed-in'],
  },
  {
    name: 'a token with under a minute left',
    client: { accessTokenSeconds: 50 },
    server: { refuse: () => 'The token expires too soon.' },
    finds: ['token: failed mcp_token_short', 'accepted: unknown'],
    names: () => ['expires in', 'AgentCore'],
  },
  {
    name: 'an audience that is not the server’s',
    profile: { resource: undefined },
    server: needsAudience,
    finds: ['accepted: failed mcp_token_refused', 'resourceServer: note mcp_resource_server_missing'],
    names: (url) => [`expects the audience ${url}`, publicClient, 'The audience is another one'],
  },
  {
    name: 'an ID token in place of an access token',
    token: 'id',
    server: { refuse: ({ token_use: use }) => (use === 'access' ? undefined : 'No access token.') },
    finds: ['accepted: failed mcp_token_refused'],
    names: () => ['sends the ID token', 'Set token of the entry to access'],
  },
];

describe('Check MCP Server', () => {
  for (const fault of faults) it(`finds ${fault.name}`, () => expectFault(fault));
});
