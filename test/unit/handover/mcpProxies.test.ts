import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { RequestListener } from 'node:http';
import { Agent, fetch as undiciFetch, type Dispatcher } from 'undici';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { editorMcpKind, loopbackMcpKind } from '../../../src/handover/mcp/mcpProxyKinds';
import type { ApiProxies } from '../../../src/handover/proxy/apiProxies';
import type { ProxyKind } from '../../../src/handover/proxy/proxyKind';
import type { SessionStore } from '../../../src/sessions/store';
import {
  startGuardedMcpServer,
  toolAnswer,
  toolName,
  type GuardedMcpServer,
} from '../../support/guardedMcpServer';
import { startProxiedApi, type ProxiedApi } from '../../support/apiProxies';
import { rotatingClient } from '../../support/localClients';
import { Clock, startPool, stopPools } from '../../support/localPools';
import { makeProfile } from '../../support/profiles';
import { createProxiesFor } from '../../support/proxiesFor';
import { refresherOf } from '../../support/refreshers';
import { signIn, straight } from '../../support/signingIn';
import { openStore } from '../../support/stores';
import { isUnix } from '../../support/systems';

/** How long the tokens of the local user pool are valid, in seconds. */
const lifetime = 3600;

describe('the proxy of an MCP server', () => {
  let clock: Clock;
  /** The clock of the MCP server can differ. */
  let serverAhead: number;
  let client: CognitoClient;
  let store: SessionStore;
  let server: GuardedMcpServer;
  let proxies: ApiProxies;
  let socketAgents: Dispatcher[];
  let mcpClients: Client[];

  const start = async (kind: ProxyKind): Promise<string> => {
    const profile = makeProfile({ name: 'dev', issuer: server.issuer, clientId: rotatingClient });
    store = openStore(undefined, { now: clock.now });
    await store.save(await signIn(client, profile));
    const refresher = refresherOf(client, store, { now: clock.now });
    proxies = createProxiesFor(server.url, { kind, client, store, refresher, profile });
    return proxies.start('orders');
  };
  /** Connects the SDK's own client. @param socketPath where the editor connects to */
  const connect = async (url: string, socketPath?: string): Promise<Client> => {
    const dispatcher = socketPath === undefined ? undefined : new Agent({ connect: { socketPath } });
    if (dispatcher !== undefined) socketAgents.push(dispatcher);
    const viaSocket = (input: string | URL, init?: RequestInit): Promise<Response> =>
      undiciFetch(input, { ...init, dispatcher } as never);
    const mcpClient = new Client({ name: 'test', version: '1.0.0' });
    mcpClients.push(mcpClient);
    await mcpClient.connect(
      new StreamableHTTPClientTransport(new URL(url), dispatcher && { fetch: viaSocket }),
    );
    return mcpClient;
  };
  const callTool = async (mcpClient: Client): Promise<unknown> =>
    (await mcpClient.callTool({ name: toolName })).content;

  beforeEach(async () => {
    clock = new Clock();
    clock.ms = Date.now();
    serverAhead = 0;
    socketAgents = [];
    mcpClients = [];
    const { issuer } = await startPool({ now: clock.now });
    client = createCognitoClient(straight, clock.now);
    server = await startGuardedMcpServer(issuer, () => clock.now() + serverAhead);
  });
  afterEach(async () => {
    await Promise.all(mcpClients.map((mcpClient) => mcpClient.close()));
    proxies.dispose();
    await Promise.all(socketAgents.map((agent) => agent.destroy()));
    await client.close();
    await server.stop();
    await stopPools();
  });

  const answer = [{ type: 'text', text: toolAnswer }];

  it('serves the SDK’s client over three expiries, without a new connection', async () => {
    const mcpClient = await connect(await start(loopbackMcpKind));
    for (let i = 0; i < 3; i++) {
      deepEqual(
        (await mcpClient.listTools()).tools.map(({ name }) => name),
        [toolName],
      );
      deepEqual(await callTool(mcpClient), answer);
      clock.forward(lifetime + 1);
    }
    deepEqual(await callTool(mcpClient), answer);
    deepEqual(server.refused, []);
    equal(new Set(server.accepted).size, 4);
  });

  it('listens for the editor on a socket that only this user can open', async () => {
    const path = await start(editorMcpKind);
    deepEqual(await callTool(await connect('http://localhost/', path)), answer);
    if (isUnix) {
      equal((await stat(path)).mode & 0o777, 0o600);
      equal((await stat(dirname(path))).mode & 0o777, 0o700);
    }
    await proxies.stop('orders');
    await rejects(stat(path));
  });

  it('answers neither 401 nor 403, with which an MCP client would begin a sign-in of its own', async () => {
    const url = await start(loopbackMcpKind);
    const send = () => fetch(url, { method: 'POST', body: '{}' });
    serverAhead = 2 * lifetime * 1000;
    const refused = await send();
    equal(refused.status, 502);
    equal(refused.headers.get('www-authenticate'), null);
    match(await refused.text(), /refused the access token of “dev” with status 401\. Run Cognito: Check MCP/);
    await store.remove((await store.find(makeProfile({ issuer: server.issuer, clientId: rotatingClient })))!);
    const signedOut = await send();
    equal(signedOut.status, 503);
    match(await signedOut.text(), /not signed in to “dev”/);
  });

  it('forwards to the URL of the entry, with its query, and to nothing else', async () => {
    const url = await start(loopbackMcpKind);
    equal((await fetch(`${url}/admin`)).status, 400);
    equal((await fetch(`${url}/?other=1`)).status, 400);
    deepEqual([...server.accepted, ...server.refused], []);
    const pathAt = (target: string) => loopbackMcpKind.pathAt(new URL(target), '/');
    // The URL of an MCP server in Amazon Bedrock AgentCore.
    const path = '/runtimes/arn%3Aaws%3Abedrock/invocations?qualifier=DEFAULT';
    equal(pathAt(`https://bedrock-agentcore.us-east-1.amazonaws.com${path}`), path);
    equal(pathAt('https://mcp.example.com'), '/');
  });
});

describe('a request through the proxy of an MCP server', () => {
  let proxied: ProxiedApi;
  afterEach(() => proxied.stop());

  const post = (): Promise<Response> =>
    fetch(proxied.proxy.url, { method: 'POST', body: '{}', redirect: 'manual' });

  it('has the token renewed for the next request when the server has refused it', async () => {
    const renewed: string[] = [];
    const renew = (refused: string): Promise<string> => {
      renewed.push(refused);
      return Promise.resolve('newer-token');
    };
    const refuse: RequestListener = (_, response) => {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
    };
    proxied = await startProxiedApi(refuse, { context: { isMcp: true, renew } });
    equal((await post()).status, 502);
    deepEqual(renewed, ['secret-token']);
    equal(proxied.received.length, 1);
  });

  for (const location of ['https://evil.example/mcp', '/mcp/', '//evil.example/mcp', 'not a url:']) {
    it(`does not follow or pass on a redirect to ${location}`, async () => {
      const redirect: RequestListener = (_, response) => {
        response.writeHead(307, { location }).end();
      };
      proxied = await startProxiedApi(redirect, { context: { isMcp: true } });
      const answer = await post();
      equal(answer.status, 502);
      equal(answer.headers.get('location'), null);
      match(await answer.text(), /redirects to .+ \(status 307\)\. Redirects are not followed/);
    });
  }
});
