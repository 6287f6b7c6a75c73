import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration } from 'oidc-provider';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import { fails } from '../../support/answers';
import { callbackUrl } from '../../support/fakeClient';
import { makeProfile } from '../../support/profiles';
import { straight } from '../../support/signingIn';

const app = { name: 'Visual Studio Code (Token Inspector)', editorUrl: callbackUrl };
/** The key of the provider's cookies. */
const cookieKey = 'a key of this test';
const initialToken = 'an-initial-access-token';

/** The server of the npm package oidc-provider, which implements dynamic client registration by itself. */
describe('the registration of this editor with oidc-provider', () => {
  let server: Server;
  let client: CognitoClient;

  // The server calls this function, which Node.js 20 does not have.
  const hasParse = 'parse' in URL;
  before(() => {
    const parse = (address: string): URL | null => (URL.canParse(address) ? new URL(address) : null);
    if (!hasParse) Object.assign(URL, { parse });
  });
  after(() => {
    if (!hasParse) Reflect.deleteProperty(URL, 'parse');
  });

  afterEach(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  /** Starts the server. @returns its issuer */
  const start = async (initialAccessToken: string | false): Promise<string> => {
    client = createCognitoClient(straight);
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const configuration: Configuration = {
      features: {
        registration: { enabled: true, initialAccessToken },
        revocation: { enabled: true },
      },
      cookies: { keys: [cookieKey] },
      claims: { email: ['email'] },
    };
    const respond = new Provider(issuer, configuration).callback();
    server.on('request', (request, response) => void respond(request, response));
    return issuer;
  };

  it('registers, and is let to the sign-in page with each callback URL', async () => {
    const issuer = await start(false);
    const offer = await client.registration.find(issuer, app);
    ok(offer);
    equal(offer.scope, 'openid email');
    const { clientId, clientSecret, registrationToken } = await client.registration.register(offer);
    equal(clientSecret, undefined);
    ok(registrationToken);

    const profile = makeProfile({ issuer, clientId, scopes: ['openid', 'email'] });
    for (const redirectUri of offer.redirectUris) {
      const { url } = await client.authorize(profile, offer.endpoints, redirectUri);
      const { status, headers } = await fetch(url, { redirect: 'manual' });
      equal(status, 303, redirectUri);
      match(headers.get('location') ?? '', /\/interaction\//);
    }
  });

  it('registers with an access token when the server asks for one', async () => {
    const issuer = await start(initialToken);
    const offer = await client.registration.find(issuer, app);
    ok(offer);
    const refused = await fails(client.registration.register(offer), 'registration_refused', {
      token: 'none',
    });
    deepEqual([refused.detail.status, refused.detail.callbackUrl], [401, offer.callbackUrl]);
    ok((await client.registration.register(offer, initialToken)).clientId);
  });
});
