import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { explain } from '../../../../src/problems/explain';
import { startLocalPool, type LocalPool } from '../../../../src/localPool/localPool';
import type { McpServerCheck, McpServerCheckId } from '../../../../src/client/mcpServerCheck/checks';
import {
  startCheckableMcpServer,
  type CheckableMcpServer,
  type McpBehaviour,
} from '../../../support/checkableMcpServer';
import { makeProfile } from '../../../support/profiles';
import { signIn } from '../../../support/signingIn';
import { eventually } from '../../../support/waiting';
import { checkMcpServer } from './checking';

const json = { 'content-type': 'application/json' };
const stream = { 'content-type': 'text/event-stream' };
const result = { jsonrpc: '2.0', id: 1, result: { protocolVersion: '2025-06-18' } };
const refused = { jsonrpc: '2.0', id: null, error: { code: -32000, message: 'No such tenant.' } };
const event = (message: object): string => `event: message\ndata: ${JSON.stringify(message)}\n\n`;

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
  /** Asks for a token, and gives another answer to a request that has one. */
  const withToken =
    (answer: (response: ServerResponse) => unknown): RequestListener =>
    ({ headers }, response) => {
      if (headers.authorization === undefined) response.writeHead(401).end();
      else answer(response);
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

  it('does not take an error of JSON-RPC for acceptance', () =>
    check(
      { instead: withToken((response) => response.writeHead(200, json).end(JSON.stringify(refused))) },
      (found) => {
        const accepted = found('accepted');
        equal(accepted?.status, 'unknown');
        ok(accepted.error);
        match(explain(accepted.error).why, /error of JSON-RPC\. It says “No such tenant\.”/);
      },
    ));

  it('names an error of JSON-RPC without a token', () =>
    check(
      { instead: (_, response) => response.writeHead(200, stream).end(event(refused)) },
      (found, { requests }) => {
        const server = found('server');
        equal(server?.status, 'failed');
        match(server.seen, /answered with status 200/);
        equal(requests.length, 1);
      },
    ));

  it('says that an answer is too large, and not that there was none', () =>
    check({ instead: (_, response) => response.writeHead(200, json).end('x'.repeat(2_000_001)) }, (found) => {
      const server = found('server');
      match(server?.seen ?? '', /sent an answer that is far too large/);
      ok(server?.error);
      match(explain(server.error).why, /cut off after 2 MB/);
    }));

  it('does not wait for the end of a stream that has the answer', () => {
    const closed: Promise<void>[] = [];
    const instead = withToken((response) => {
      closed.push(new Promise((resolve) => response.once('close', resolve)));
      const notification = { jsonrpc: '2.0', method: 'notifications/message', params: {} };
      response.writeHead(200, stream);
      response.write(`: hello\r\n\r\n${event(notification)}${event(result).replaceAll('\n', '\r\n')}`);
    });
    return check({ instead }, async (found) => {
      equal(found('accepted')?.status, 'passed');
      equal(closed.length, 1);
      await Promise.all(closed);
    });
  });

  it('ends the session that the server opened, with the token', () => {
    const ended: unknown[] = [];
    const instead: RequestListener = (request, response) => {
      const { authorization, 'mcp-session-id': session, 'mcp-protocol-version': version } = request.headers;
      if (request.method === 'DELETE') {
        ended.push([request.url, session, version, authorization?.slice(0, 10)]);
        response.writeHead(405).end();
      } else if (authorization === undefined) response.writeHead(401).end();
      else response.writeHead(200, { ...json, 'mcp-session-id': 'session-1' }).end(JSON.stringify(result));
    };
    return check({ instead }, async (found) => {
      equal(found('accepted')?.status, 'passed');
      await eventually('the session to end', () => ended[0]);
      deepEqual(ended, [['/mcp', 'session-1', '2025-06-18', 'Bearer eyJ']]);
    });
  });

  it('ends no session when the server opened none', () =>
    check({}, (found, { requests }) => {
      equal(found('accepted')?.status, 'passed');
      ok(requests.every(({ method }) => method !== 'DELETE'));
    }));
});
