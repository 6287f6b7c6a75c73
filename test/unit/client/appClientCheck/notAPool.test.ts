import { deepEqual } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import { callbackSource } from '../../../support/fakeClient';
import { makeProfile } from '../../../support/profiles';
import { straight } from '../../../support/signingIn';

/** Servers that are not a user pool. Each gives the same answer to every request. */
const servers: Readonly<Record<string, RequestListener>> = {
  'shows a page': (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<title>Welcome to the guest network</title>'),
  'answers JSON without a token': (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'),
  'redirects to another host': (_, response) =>
    response.writeHead(301, { location: 'https://www.wrong.example/?next=%2Foauth2' }).end(),
  'redirects to its www host with the whole query': ({ url }, response) =>
    response.writeHead(301, { location: `https://www.wrong.example${url ?? ''}` }).end(),
  'redirects to its own sign-in page, with the address to return to': ({ url }, response) =>
    response.writeHead(302, { location: `/login?next=${encodeURIComponent(url ?? '')}` }).end(),
  'redirects to its own sign-in page': ({ url }, response) =>
    url === '/login'
      ? response.writeHead(200, { 'content-type': 'text/html' }).end('<form></form>')
      : response.writeHead(302, { location: '/login' }).end(),
  'is behind a company proxy': (_, response) =>
    response
      .writeHead(302, {
        location:
          'https://sso.corp.example/authorize?client_id=proxy&redirect_uri=https%3A%2F%2Fproxy.corp.example%2Fcb',
      })
      .end(),
  'is behind a load balancer that signs users in': ({ headers }, response) =>
    response
      .writeHead(302, {
        'set-cookie': 'AWSALBAuthNonce=abc; Path=/',
        location: `https://idp.example.com/authorize?client_id=balancer&redirect_uri=${encodeURIComponent(`http://${headers.host ?? ''}/oauth2/idpresponse`)}`,
      })
      .end(),
  'redirects to an error page': (_, response) =>
    response.writeHead(302, { location: '/error?code=404' }).end(),
  'redirects to its front page': (_, response) => response.writeHead(302, { location: '/' }).end(),
  'answers invalid_request': (_, response) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_request"}'),
};

describe('Check App Client at a host that is not a user pool', () => {
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
      it(`passes only the check that the host answers when the host ${what} (${grant})`, async () => {
        server = createServer(answer).listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        const profile = makeProfile({ domain: `http://127.0.0.1:${port}`, grant, scopes: ['openid'] });
        const checks = await client.checkAppClient(profile, {
          source: callbackSource,
          approve: () => Promise.resolve(),
        });
        const told = checks.filter(({ status }) => status !== 'unknown');
        deepEqual(
          told.filter(({ id }) => !['reachable', 'domain', 'clock'].includes(id)),
          [],
        );
      });
    }
  }
});
