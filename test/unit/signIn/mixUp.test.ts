import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCognitoClient, type CognitoClient } from '../../../src/client/cognitoClient';
import type { Profile } from '../../../src/core/profile';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import { startLocalPool, type LocalPool } from '../../../src/localPool/localPool';
import { parseCallback, type Callback } from '../../../src/signIn/callback';
import { parsePasted } from '../../../src/signIn/pastedCallback';
import { listenForCallback } from '../../../src/signIn/callbackListener';
import { createUriHandler } from '../../../src/signIn/uriHandler';
import { fails } from '../../support/answers';
import { callbackUrl } from '../../support/fakeClient';
import { jane, publicClient } from '../../support/localClients';
import { createMemorySecrets } from '../../support/memorySecrets';
import { makeProfile } from '../../support/profiles';
import { straight } from '../../support/signingIn';
import { UserAgent } from '../../support/userAgent';
import { freePort } from './loopback/support';
import { leftovers, openWindow, type EditorWindow } from './windows';
import type { Uri } from 'vscode';

const json = { 'content-type': 'application/json' };

/** A web app's own callback page, which the genuine app client allows too. */
const page = 'https://app.example.com/callback';

/** A sign-in host that sends every browser on to a genuine pool, with the state and code challenge of the request. */
interface HostileHost {
  readonly issuer: string;
  /** The bodies of the requests to its token endpoint. */
  readonly received: string[];
  readonly stop: () => Promise<void>;
  /** The callback URL of the genuine app client that it asks for. */
  callback: string;
}

async function startHostileHost(genuine: () => LocalPool): Promise<HostileHost> {
  const received: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', host.issuer);
    if (url.pathname.endsWith('/.well-known/openid-configuration')) {
      const { issuer } = host;
      const at = (path: string): string => new URL(path, issuer).href;
      response.writeHead(200, json).end(
        JSON.stringify({
          issuer,
          authorization_endpoint: at('/oauth2/authorize'),
          token_endpoint: at('/oauth2/token'),
          userinfo_endpoint: at('/oauth2/userInfo'),
          jwks_uri: at('/jwks'),
        }),
      );
    } else if (url.pathname === '/oauth2/authorize') {
      const target = new URL('/oauth2/authorize', genuine().origin);
      target.search = url.search;
      target.searchParams.set('client_id', publicClient);
      target.searchParams.set('redirect_uri', host.callback);
      response.writeHead(302, { location: target.href }).end();
    } else {
      request.on('data', (chunk) => received.push(String(chunk)));
      request.on('end', () => response.writeHead(400, json).end('{"error":"invalid_grant"}'));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host: HostileHost = {
    issuer: `http://127.0.0.1:${port}`,
    received,
    callback: callbackUrl,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return host;
}

describe('finishSignIn when the sign-in host leads the browser to another pool', () => {
  let genuine: LocalPool;
  let hostile: HostileHost;
  let client: CognitoClient;
  let window: EditorWindow;
  let loopback: string;
  let secrets: ReturnType<typeof createMemorySecrets>;
  const cancel = { now: new AbortController() };

  before(async () => {
    hostile = await startHostileHost(() => genuine);
    loopback = `http://127.0.0.1:${await freePort()}/callback`;
    const config = defaultLocalPoolConfig();
    const clients = config.clients.map((of) => ({ ...of, redirectUris: [callbackUrl, loopback, page] }));
    genuine = await startLocalPool({ host: '127.0.0.1', port: 0, config: { ...config, clients } });
    client = createCognitoClient(straight);
  });
  beforeEach(() => {
    secrets = createMemorySecrets();
    window = openWindow(secrets, client);
    cancel.now = new AbortController();
    hostile.received.length = 0;
  });
  after(async () => {
    await Promise.all([client.close(), hostile.stop(), genuine.stop()]);
  });

  const approved = (redirectUri?: string): Profile =>
    makeProfile({ name: 'shared', issuer: hostile.issuer, clientId: 'theirs', redirectUri });

  /** Starts the sign-in to the hostile host. @returns the address that the browser ends at, and how the sign-in ends */
  const signIn = async (
    profile: Profile,
    writtenByUser = false,
  ): Promise<{ readonly address: string; readonly done: Promise<unknown> }> => {
    let done: Promise<unknown> = Promise.resolve();
    const url = await new Promise<string>((resolve, reject) => {
      done = window.signIn(
        {
          callbackSource: { editorUrl: callbackUrl, writtenByUser },
          listen: (redirectUri, isKnown) =>
            listenForCallback(redirectUri, { isKnown, receive: (callback) => void window.finish(callback) }),
          openBrowser: (opened) => {
            resolve(opened);
            return Promise.resolve(true);
          },
        },
        cancel.now.signal,
        profile,
      );
      done.catch(reject);
    });
    return { address: await new UserAgent().signIn(url, jane, /^(?!http:)/), done };
  };

  const handled = (address: string): Callback => {
    const { protocol, host, pathname, search } = new URL(address);
    equal(`${protocol}//${host}`, 'vscode://cognito-tools.cognito-token-inspector');
    let received: Callback | undefined;
    const handler = createUriHandler(callbackUrl, (callback) => (received = callback));
    void handler.handleUri({ path: pathname, query: search.slice(1), fragment: '' } as Uri);
    ok(received);
    return received;
  };
  const pasted = (text: string, address: string): Callback => {
    const read = parsePasted(text, [new URL(address).searchParams.get('state') ?? '']);
    ok('callback' in read);
    return read.callback;
  };

  const ways: readonly (readonly [string, () => string, (address: string) => Callback])[] = [
    ['the editor’s shared callback URL', () => callbackUrl, handled],
    ['a pasted address', () => callbackUrl, (address) => pasted(address, address)],
    ['the pasted address of another page', () => page, (address) => pasted(address, address)],
    ['a pasted query', () => page, (address) => pasted(new URL(address).search, address)],
    [
      'a pasted code',
      () => page,
      (address) => pasted(new URL(address).searchParams.get('code') ?? '', address),
    ],
  ];
  for (const [way, callback, arrive] of ways) {
    it(`sends the host no code when the callback comes by ${way}`, async () => {
      hostile.callback = callback();
      const { address, done } = await signIn(approved());
      match(address, /[?&]code=/);
      const finish = await window.finish(arrive(address));
      ok(finish.kind === 'failed');
      match(String(finish.error), /callback_elsewhere/);
      equal(finish.reportedByStarter, false);
      deepEqual(hostile.received, []);
      // The sign-in goes on waiting, because its own callback can still come.
      equal(leftovers(secrets).length, 1);
      cancel.now.abort();
      await fails(done, 'sign_in_cancelled');
    });
  }

  for (const [form, redirectUri] of [
    ['a loopback address', () => loopback],
    ['a page', () => page],
    ['the editor’s shared callback URL', () => callbackUrl],
  ] as const) {
    it(`fails before the browser opens when a profile of a workspace names ${form} as its callback URL`, async () => {
      const done = signIn(approved(redirectUri()));
      await fails(done, 'profile_invalid', { field: 'redirectUri' });
      deepEqual(leftovers(secrets), []);
    });
  }

  it('sends the host no code when a sign-in with a loopback address comes back to the editor', async () => {
    const { source } = await ownPath();
    hostile.callback = callbackUrl;
    const { address, done } = await signIn(approved(`${loopback}/${source}`));
    const finish = await window.finish(handled(address));
    equal(finish.kind, 'failed');
    deepEqual(hostile.received, []);
    cancel.now.abort();
    await fails(done, 'sign_in_cancelled');
  });

  it('sends the host no code when the callback names another issuer', async () => {
    const { own, source } = await ownPath();
    notEqual(source, '');
    hostile.callback = callbackUrl;
    const { address, done } = await signIn(approved());
    const { search } = new URL(address);
    const finish = await window.finish(parseCallback(`${search}&iss=${genuine.issuer}`, '', own));
    equal(finish.kind, 'failed');
    deepEqual(hostile.received, []);
    cancel.now.abort();
    await fails(done, 'sign_in_cancelled');
  });

  it('sends the host its own code when the callback comes to the URL that no other sign-in host has', async () => {
    const { own } = await ownPath();
    hostile.callback = callbackUrl;
    const { address, done } = await signIn(approved());
    done.catch(() => undefined);
    await window.finish(parseCallback(new URL(address).search, '', own));
    equal(hostile.received.length, 1);
    await fails(done, 'token_refused');
  });

  /** The callback URL of the hostile host alone, and the end of its path. */
  const ownPath = async (): Promise<{ readonly own: string; readonly source: string }> => {
    const own = await client.callbackUrl(approved(), { editorUrl: callbackUrl, writtenByUser: false });
    return { own, source: own.slice(callbackUrl.length + 1) };
  };
});
