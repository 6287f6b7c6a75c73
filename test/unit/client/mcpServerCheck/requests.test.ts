import { equal, ok } from 'node:assert/strict';
import { startLocalPool, type LocalPool } from '../../../../src/localPool/localPool';
import type { McpServerCheck, McpServerCheckId } from '../../../../src/client/mcpServerCheck/checks';
import {
  startCheckableMcpServer,
  type CheckableMcpServer,
  type McpBehaviour,
} from '../../../support/checkableMcpServer';
import { makeProfile } from '../../../support/profiles';
import { signIn } from '../../../support/signingIn';
import { checkMcpServer } from './checking';

describe('Check MCP Server', () => {
  let pool: LocalPool;
  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
  });
  after(() => pool.stop());

  /** Runs the checks for a user who is signed in. */
  const check = async (
    behaviour: McpBehaviour,
    test: (
      check: (id: McpServerCheckId) => McpServerCheck | undefined,
      server: CheckableMcpServer,
    ) => void | Promise<void>,
    fields: Readonly<Record<string, unknown>> = {},
  ): Promise<void> => {
    const server = await startCheckableMcpServer(pool.issuer, behaviour);
    const profile = { issuer: pool.issuer, ...fields };
    try {
      const session = (client: Parameters<typeof signIn>[0]) => signIn(client, makeProfile(profile));
      const { checks } = await checkMcpServer({ url: server.url, profile, session });
      await test((id) => checks.find((one) => one.id === id), server);
    } finally {
      await server.stop();
    }
  };
  it('sends no token of a production profile', () =>
    check(
      {},
      (found, { requests }) => {
        equal(found('accepted')?.status, 'unknown');
        equal(found('accepted')?.seen, 'No token of a production profile is sent by this check.');
        equal(found('token')?.status, 'passed');
        ok(requests.every(({ authorization }) => authorization === undefined));
      },
      { production: true },
    ));
});
