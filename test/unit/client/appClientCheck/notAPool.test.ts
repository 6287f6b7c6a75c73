import { deepEqual } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCognitoClient } from '../../../../src/client/cognitoClient';
import type { CognitoClient } from '../../../../src/client/cognitoClient';
import { profileOf, straight } from '../../../support/signingIn';

const redirectUri = 'vscode://cognito-tools.cognito-token-inspector/callback';

/** Servers that are no user pool, by what they answer to everything. */
const servers: Readonly<Record<string, RequestListener>> = {
  'shows a page of its own for everything': (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<title>Welcome to the guest network</title>'),
  'says yes to everything, without a token': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'),
  'sends everybody to another host': (_, response) =>
    response.writeHead(301, { location: 'https://www.wrong.example/?next=%2Foauth2' }).end(),
  'sends everybody to its www host, query and all': ({ url }, response) =>
    response.writeHead(301, { location: `https://www.wrong.example${url ?? ''}` }).end(),
  'asks everybody to sign in first': ({ url }, response) =>
    response.writeHead(302, { location: `/login?next=${encodeURIComponent(url ?? '')}` }).end(),
  'has a sign-in page that forgets what was asked for': ({ url }, response) =>
    url === '/login'
      ? response.writeHead(200, { 'content-type': 'text/html' }).end('<form></form>')
      : response.writeHead(302, { location: '/login' }).end(),
  'is behind a company’s proxy': (_, response) =>
    response
      .writeHead(302, {
        location:
          'https://sso.corp.example/authorize?client_id=proxy&redirect_uri=https%3A%2F%2Fproxy.corp.example%2Fcb',
      })
      .end(),
  'is behind a load balancer that signs people in': ({ headers }, response) =>
    response
      .writeHead(302, {
        'set-cookie': 'AWSALBAuthNonce=abc; Path=/',
        location: `https://idp.example.com/authorize?client_id=balancer&redirect_uri=${encodeURIComponent(`http://${headers.host ?? ''}/oauth2/idpresponse`)}`,
      })
      .end(),
  'has an error page for everything': (_, response) =>
    response.writeHead(302, { location: '/error?code=404' }).end(),
  'sends everybody to its own front page': (_, response) => response.writeHead(302, { location: '/' }).end(),
  'finds every request invalid': (_, response) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_request"}'),
};

describe('Check App Client at a host that is no user pool', () => {
  let client: CognitoClient;
  let server: Server;
  before(() => {
    client = createCognitoClient({ ...straight, clientSecret: () => Promise.resolve('a-stored-secret') });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  after(() => client.close());

  for (const [what, answer] of Object.entries(servers)) {
    for (const grant of ['authorization_code', 'client_credentials']) {
      it(`that ${what} passes nothing but being reached (${grant})`, async () => {
        server = createServer(answer).listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        const profile = profileOf({ domain: `http://127.0.0.1:${port}`, grant, scopes: ['openid'] });
        const checks = await client.checkAppClient(profile, redirectUri, () => Promise.resolve());
        const told = checks.filter(({ status }) => status !== 'unknown');
        deepEqual(
          told.filter(({ id }) => !['reachable', 'domain', 'clock'].includes(id)),
          [],
        );
      });
    }
  }
});
