import { deepEqual, ok } from 'node:assert/strict';
import { defined } from '../../../../src/core/members';
import type { Session } from '../../../../src/core/session';
import { defaultLocalPoolConfig } from '../../../../src/localPool/defaults';
import { explain } from '../../../../src/problems/explain';
import {
  rightMetadata,
  startCheckableMcpServer,
  type McpBehaviour,
} from '../../../support/checkableMcpServer';
import { send, startFaultyPool, type FaultyPool } from '../../../support/faultyPool';
import { publicClient } from '../../../support/localClients';
import { makeProfile } from '../../../support/profiles';
import { signIn } from '../../../support/signingIn';
import { checkMcpServer, findings } from './checking';

/** What MCP clients that sign in themselves want to read, and the local user pool does not list, as Cognito. */
const listed = {
  code_challenge_methods_supported: ['S256'],
  registration_endpoint: 'https://auth.example.com/oauth2/register',
};

interface Fault {
  readonly name: string;
  readonly server?: McpBehaviour;
  /** Members of the pool's discovery document. */
  readonly discovery?: Partial<typeof listed>;
  /** Changes to the public client of the pool. */
  readonly client?: Readonly<Record<string, unknown>>;
  readonly profile?: Readonly<Record<string, unknown>>;
  readonly token?: 'access' | 'id';
  /** Fields of the profile as it was at the sign-in. */
  readonly signedInWith?: Readonly<Record<string, unknown>>;
  readonly session?: (session: Session, url: string) => Session;
  readonly finds: readonly string[];
  /** What the text must name. */
  readonly names: (url: string, pool: FaultyPool) => readonly string[];
}

const needsAudience: McpBehaviour = {
  refuse: (claims, url) => (claims.aud === url ? undefined : 'The audience is another one.'),
};

const faults: readonly Fault[] = [
  { name: 'no fault', finds: [], names: () => [] },
  {
    name: 'no resource metadata',
    server: { metadata: () => undefined, metadataAddress: () => undefined },
    finds: [
      'metadata: failed mcp_metadata_missing',
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
    finds: ['resource: failed mcp_resource_differs'],
    names: () => ['https://internal.example.com/mcp', 'fault of the MCP server'],
  },
  {
    name: 'an issuer that is no pool of the profile',
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
  for (const fault of faults) {
    it(`finds ${fault.name}`, async () => {
      const config = defaultLocalPoolConfig();
      const clients = config.clients.map((client) =>
        client.clientId === publicClient ? { ...client, ...fault.client } : client,
      );
      const pool = await startFaultyPool({ config: { ...config, clients } });
      const server = await startCheckableMcpServer(pool.issuer, fault.server);
      pool.faults.discovery = async ({ response, pass }) => {
        const answer = await pass();
        const document = {
          ...(JSON.parse(answer.body.toString()) as object),
          ...(fault.discovery ?? listed),
        };
        send(response, { ...answer, body: Buffer.from(JSON.stringify(document)) });
      };
      const { url } = server;
      const profile = { issuer: pool.issuer, resource: url, ...fault.profile };
      try {
        const { checks, hosts } = await checkMcpServer({
          url,
          profile,
          ...defined({ token: fault.token }),
          session: async (client) => {
            const session = await signIn(client, makeProfile({ ...profile, ...fault.signedInWith }));
            return fault.session?.(session, url) ?? session;
          },
        });
        deepEqual(findings(checks), fault.finds);
        deepEqual([...hosts].toSorted(), [pool.host, new URL(url).host].toSorted());
        const text = checks
          .flatMap(({ error }) => (error === undefined ? [] : [explain(error, { profile: 'test' })]))
          .map(({ what, why, next }) => `${what} ${why} ${next}`)
          .join(' ');
        for (const name of fault.names(url, pool)) ok(text.includes(name), `${name} is not in: ${text}`);
      } finally {
        await Promise.all([server.stop(), pool.stop()]);
      }
    });
  }
});
