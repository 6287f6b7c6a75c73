import { deepEqual, equal, rejects } from 'node:assert/strict';
import { commands, ConfigurationTarget, lm, workspace, LanguageModelTextPart } from 'vscode';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  startGuardedMcpServer,
  toolAnswer,
  toolName,
  type GuardedMcpServer,
} from '../support/guardedMcpServer';
import { handOver, setProfiles, signInAs, startPool } from '../support/inEditor';
import { jane, publicClient } from '../support/localClients';
import { withPublicClient } from '../support/localPools';
import { openedInBrowser, UserAgent } from '../support/userAgent';
import { eventually } from '../support/waiting';

describe('an MCP server of the settings, in the editor', () => {
  /** How long a token is valid for the server, in seconds: its clock is ahead, so that a token expires soon. */
  const lifetime = 4;
  const ahead = 117;
  let pool: LocalPool;
  let server: GuardedMcpServer;

  const setServers = (servers: readonly object[] | undefined): Thenable<void> =>
    workspace.getConfiguration('cognito').update('mcpServers', servers, ConfigurationTarget.Global);
  const startServers = (): Thenable<unknown> =>
    commands.executeCommand('workbench.mcp.startServer', '*', { waitForLiveTools: true });
  const tool = () => lm.tools.find(({ name }) => name.endsWith(toolName));
  const callTool = async (): Promise<string> => {
    const { name } = await eventually('the tool to be listed', () => Promise.resolve(tool()));
    const { content } = await lm.invokeTool(name, { input: {}, toolInvocationToken: undefined });
    return content.map((part) => (part instanceof LanguageModelTextPart ? part.value : '')).join('');
  };

  before(async () => {
    pool = await startPool(withPublicClient({ accessTokenSeconds: ahead + lifetime }));
    server = await startGuardedMcpServer(pool.issuer, () => Date.now() + ahead * 1000);
    await setProfiles([{ name: 'dev', issuer: pool.issuer, clientId: publicClient }]);
    await setServers([{ name: 'orders', profile: 'dev', url: server.url }]);
    await signInAs('dev');
  });
  after(async () => {
    await setServers(undefined);
    await commands.executeCommand('cognito.signOut', 'dev');
    await setProfiles([]);
    await server.stop();
    await pool.stop();
  });

  it('lists its tools', async () => {
    // The editor may not have asked for the servers of the changed settings yet: then it starts none.
    await eventually('the server to start', async () => {
      await startServers();
      return tool();
    });
    equal(await callTool(), toolAnswer);
    deepEqual(server.refused, []);
  });

  it('answers after three expiries of the token, without a restart', async () => {
    for (let i = 0; i < 3; i++) {
      const authorization = `Bearer ${server.lastToken()}`;
      await eventually('the token to expire', async () => {
        const { status } = await fetch(server.url, { headers: { authorization } });
        return status === 401 ? true : undefined;
      });
      equal(server.refused.length, i + 1);
      equal(await callTool(), toolAnswer);
      equal(server.refused.length, i + 1);
    }
    equal(new Set(server.accepted).size > 3, true);
  });

  it('has no answer when the user is signed out', async () => {
    await commands.executeCommand('cognito.signOut', 'dev');
    const { length } = server.accepted;
    await rejects(callTool());
    equal(server.accepted.length, length);
  });

  it('starts a sign-in when it starts', async () => {
    const started = startServers();
    await handOver(await new UserAgent().signIn(await openedInBrowser(), jane));
    await started;
    equal(await callTool(), toolAnswer);
  });
});
