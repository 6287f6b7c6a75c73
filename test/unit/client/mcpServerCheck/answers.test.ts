import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { member } from '../../../../src/core/members';
import { explain } from '../../../../src/problems/explain';
import { startLocalPool, type LocalPool } from '../../../../src/localPool/localPool';
import { listenOnLoopback } from '../../../support/apiProxies';
import {
  rightMetadata,
  startCheckableMcpServer,
  type CheckableMcpServer,
  type McpBehaviour,
} from '../../../support/checkableMcpServer';
import { makeProfile } from '../../../support/profiles';
import { signIn } from '../../../support/signingIn';
import type { McpServerCheck } from '../../../../src/client/mcpServerCheck/checks';
import { checkMcpServer, findings } from './checking';

/** The checks that follow from an answer without a token. */
const others = ['resource', 'issuer', 'pkce', 'registration'].map((id) => `${id}: unknown`);
/** What is said of every pool that lists neither S256 nor an endpoint for registrations. */
const notes = [
  'resourceServer: note mcp_resource_server_missing',
  'pkce: note mcp_s256_unlisted',
  'registration: note mcp_no_registration',
];

describe('Check MCP Server', () => {
  let pool: LocalPool;
  /** A host that nobody may ask. */
  let foreign: string;
  const askedForeign: string[] = [];
  const foreignServer = createServer((request, response) => {
    askedForeign.push(request.url ?? '');
    response.end();
  });

  before(async () => {
    pool = await startLocalPool({ host: '127.0.0.1', port: 0 });
    foreign = await listenOnLoopback(foreignServer);
  });
  afterEach(() => {
    deepEqual(askedForeign, []);
  });
  after(async () => {
    foreignServer.close();
    await pool.stop();
  });

  /** Runs the checks for a user who is signed in. */
  const check = async (
    behaviour: McpBehaviour,
    test: (checks: readonly McpServerCheck[], server: CheckableMcpServer) => void,
    run: { readonly maySend?: boolean; readonly signedIn?: boolean } = {},
  ): Promise<void> => {
    const server = await startCheckableMcpServer(pool.issuer, behaviour);
    const profile = { issuer: pool.issuer };
    const { maySend = true, signedIn = true } = run;
    try {
      const { checks, hosts } = await checkMcpServer({
        url: server.url,
        profile,
        maySend,
        ...(signedIn && { session: (client) => signIn(client, makeProfile(profile)) }),
      });
      deepEqual([...hosts].toSorted(), [new URL(pool.origin).host, new URL(server.url).host].toSorted());
      for (const { method, path, authorization } of server.requests) {
        if (authorization !== undefined) equal(`${method} ${path}`, 'POST /mcp');
      }
      test(checks, server);
    } finally {
      await server.stop();
    }
  };
  const tokensSent = ({ requests }: CheckableMcpServer): number =>
    requests.filter(({ authorization }) => authorization !== undefined).length;

  it('shows no failure when a pool as Cognito’s works with the server', () =>
    check({}, (checks, server) => {
      deepEqual(findings(checks), notes);
      equal(tokensSent(server), 1);
    }));

  it('sends no token before the user has approved a workspace’s entry', () =>
    check(
      {},
      (checks, server) => {
        deepEqual(findings(checks), ['accepted: unknown', ...notes]);
        match(checks.find(({ id }) => id === 'accepted')?.seen ?? '', /Start the MCP server once/);
        equal(tokensSent(server), 0);
      },
      { maySend: false },
    ));

  it('checks what it can when nobody is signed in', () =>
    check(
      {},
      (checks) => {
        deepEqual(findings(checks), ['token: unknown session_missing', 'accepted: unknown', ...notes]);
      },
      { signedIn: false },
    ));

  it('finds metadata without the path, and without its address in the header', () =>
    check(
      {
        metadataAddress: () => undefined,
        metadata: () => undefined,
        instead: (request, response) => {
          if (request.method === 'POST') response.writeHead(401).end();
          else if (request.url === '/.well-known/oauth-protected-resource') {
            const url = `http://${request.headers.host ?? ''}/mcp`;
            response.end(JSON.stringify(rightMetadata(url, pool.issuer)));
          } else response.writeHead(404).end();
        },
      },
      (checks) => {
        deepEqual(findings(checks), ['accepted: failed mcp_token_refused', ...notes]);
      },
    ));

  it('accepts metadata about a part of the server that contains the URL, with a note', () =>
    check({ metadata: (url, issuer) => rightMetadata(new URL(url).origin, issuer) }, (checks) => {
      deepEqual(findings(checks), [notes[0], 'resource: note', ...notes.slice(1)]);
    }));

  it('takes scopes of the metadata that an accepted token lacks for a note', () =>
    check(
      { metadata: (url, issuer) => ({ ...rightMetadata(url, issuer), scopes_supported: ['orders/write'] }) },
      (checks) => {
        deepEqual(findings(checks), ['scopes: note mcp_scopes_missing', ...notes]);
      },
    ));

  it('says that a server asks for no token', () =>
    check(
      {
        instead: (_, response) => {
          response.setHeader('content-type', 'application/json');
          response.end('{"jsonrpc":"2.0","id":1,"result":{}}');
        },
      },
      (checks, server) => {
        deepEqual(findings(checks), [
          'server: note',
          'accepted: unknown',
          notes[0],
          'metadata: unknown',
          ...others,
        ]);
        equal(tokensSent(server), 0);
      },
    ));

  const unusable: Readonly<Record<string, readonly [answer: RequestListener, says: RegExp]>> = {
    'a web page': [
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
      /web page \(status 200\)/,
    ],
    'no such path': [(_, response) => response.writeHead(404).end(), /status 404/],
    'a redirect': [
      (_, response) => response.writeHead(307, { location: `${foreign}/mcp` }).end(),
      /redirects to 127\.0\.0\.1:\d+\/mcp \(status 307\)/,
    ],
    'a redirect to itself': [
      (request, response) => response.writeHead(308, { location: request.url ?? '' }).end(),
      /status 308/,
    ],
    'a failure': [(_, response) => response.writeHead(503).end(), /server failed \(status 503\)/],
  };
  for (const [name, [instead, says]] of Object.entries(unusable)) {
    it(`names an answer that no MCP server gives: ${name}`, () =>
      check({ instead }, (checks, server) => {
        const [first] = checks;
        equal(first?.error?.code, 'mcp_server_unexpected');
        match(explain(first.error).why, says);
        equal(server.requests.length, 1);
      }));
  }

  it('names a server that does not answer', async () => {
    const profile = { issuer: pool.issuer };
    const { checks } = await checkMcpServer({ url: 'http://127.0.0.1:1/mcp', profile });
    equal(checks[0]?.error?.code, 'network');
    ok(checks.every(({ id, status }) => id === 'server' || status !== 'failed'));
  });

  const addresses: Readonly<Record<string, (origin: string) => string>> = {
    'another origin': () => `${foreign}/metadata`,
    'a script': () => 'javascript:alert(1)',
    'a user of the own origin': (origin) => origin.replace('//', '//user:password@'),
    'an origin that begins alike': (origin) => `${origin}.example.com/`,
    'no address': () => 'metadata',
  };
  for (const [name, metadataAddress] of Object.entries(addresses)) {
    it(`does not read metadata at ${name}`, () =>
      check({ metadataAddress }, (checks, server) => {
        deepEqual(findings(checks), [notes[0], 'metadata: note mcp_metadata_elsewhere', ...others]);
        ok(server.requests.every(({ method }) => method === 'POST'));
      }));
  }

  const servers: Readonly<Record<string, unknown>> = {
    'another host': ['http://127.0.0.1:1/local_Pool00001'],
    'a script': ['javascript:alert(1)'],
    'another pool of the same host': ['PLACE/local_Other00001'],
    'something that is no list': { 0: 'PLACE' },
    'numbers and objects': [1, {}, null],
    'a text that is too long': ['x'.repeat(1_000_000)],
  };
  for (const [name, named] of Object.entries(servers)) {
    it(`asks no authorization server that is not the profile’s: ${name}`, () => {
      const text = JSON.stringify(named).replaceAll('PLACE', pool.origin);
      const authorizationServers: unknown = JSON.parse(text);
      return check(
        { metadata: (url) => ({ resource: url, authorization_servers: authorizationServers }) },
        (checks) => {
          const found = findings(checks);
          deepEqual(found.slice(-3), [
            'issuer: failed mcp_issuer_foreign',
            'pkce: unknown',
            'registration: unknown',
          ]);
        },
      );
    });
  }

  it('could not tell when the metadata is far too large', () =>
    check({ metadata: () => 'x'.repeat(3_000_000) }, (checks) => {
      deepEqual(findings(checks), [notes[0], 'metadata: unknown response_too_large', ...others]);
    }));

  it('shows no token that the server sends back', () =>
    check(
      {
        instead: ({ headers: { authorization = '' } }, response) => {
          const challenge = `Bearer error_description="${authorization}", scope="${authorization}"`;
          response.writeHead(401, { 'www-authenticate': challenge }).end();
        },
      },
      (checks) => {
        const refused = checks.find(({ id }) => id === 'accepted');
        ok(member(refused, 'status') !== 'passed');
        ok(!/eyJ\w{20}/.test(JSON.stringify(checks.map(({ seen, error }) => [seen, error?.detail]))));
      },
    ));
});
