import { deepEqual, ok } from 'node:assert/strict';
import { defined } from '../../../../src/core/members';
import type { Session } from '../../../../src/core/session';
import { defaultLocalPoolConfig } from '../../../../src/localPool/defaults';
import { explain } from '../../../../src/problems/explain';
import { startCheckableMcpServer, type McpBehaviour } from '../../../support/checkableMcpServer';
import { send, startFaultyPool, type FaultyPool } from '../../../support/faultyPool';
import { publicClient } from '../../../support/localClients';
import { makeProfile } from '../../../support/profiles';
import { signIn } from '../../../support/signingIn';
import { checkMcpServer, findings } from './checking';

/** What MCP clients that sign in themselves want to read, and the local user pool does not list, as Cognito. */
export const listed = {
  code_challenge_methods_supported: ['S256'],
  registration_endpoint: 'https://auth.example.com/oauth2/register',
};

/** Something that is wrong, and what the checks say about it. */
export interface Fault {
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

/** Runs the checks of a user who is signed in, and expects what they find. */
export async function expectFault(fault: Fault): Promise<void> {
  const config = defaultLocalPoolConfig();
  const clients = config.clients.map((client) =>
    client.clientId === publicClient ? { ...client, ...fault.client } : client,
  );
  // The address of the MCP server is known after the start of the pool only.
  const resourceServers = [...config.resourceServers];
  const pool = await startFaultyPool({ config: { ...config, clients, resourceServers } });
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
  const resource = profile.resource as string | undefined;
  if (resource !== undefined) resourceServers.push({ identifier: resource, scopes: [] });
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
}
