import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { madeCertificate, madeCertificateFiles } from '../../src/localPool/certificate';
import { startLocalPool } from '../../src/localPool/localPool';
import { installApiClients } from '../support/apiClients';
import { launchBrowser } from '../support/browser';
import { servePage, startServerApp, type PageApp, type ServerApp } from '../support/clientApps';
import { jane } from '../support/localClients';
import { startPackagedPool, type PackagedPool } from '../support/packagedPool';
import { temporaryFolder } from '../support/processes';
import { signInOnPage } from './loginPage';
import { takePicture } from './pictures';

const email = 'jane.doe@example.com';
const publicApp = 'app';
const confidentialApp = { clientId: 'server', clientSecret: 'onlyForThisTest' };

// The local user pool is the program from its package, as in CI.
describe('Libraries of apps with the local user pool over https', () => {
  let amplify: PageApp;
  let oidcClient: PageApp;
  let openidClient: ServerApp;
  let authServer: ServerApp;
  let authUrl: string;
  let pool: PackagedPool;
  let browser: Browser;
  let page: Page;

  before(async function () {
    // The first run downloads the libraries.
    this.timeout(600_000);
    const clients = await installApiClients();
    const home = temporaryFolder('home-');
    const files = madeCertificateFiles(join(home, '.cognito-local-user-pool'));
    // Chromium trusts exactly this certificate, as it does after the step of the user that docs/local-user-pool.md describes.
    const { cert } = await madeCertificate(files, 'localhost', Date.now());
    browser = await launchBrowser([cert]);
    [amplify, oidcClient, openidClient, authServer] = await Promise.all([
      servePage(clients, 'amplify'),
      servePage(clients, 'oidcClient'),
      startServerApp(clients, 'openidClient', files.certificateFile),
      startServerApp(clients, 'authServer', files.certificateFile),
    ]);
    authUrl = `http://localhost:${Number((await authServer.receive())['port'])}/auth`;
    const pages = [amplify.url, oidcClient.url];
    const scopes = ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'];
    pool = await startPackagedPool(home, {
      clients: [
        { clientId: publicApp, redirectUris: pages, logoutUris: pages, scopes },
        {
          clientId: confidentialApp.clientId,
          secret: confidentialApp.clientSecret,
          redirectUris: [`${authUrl}/callback/cognito`],
          scopes,
        },
      ],
    });
    const { issuer, domain: origin, userPoolId } = pool;
    for (const app of [amplify, oidcClient]) {
      app.configure({ issuer, origin, userPoolId, clientId: publicApp, callback: app.url });
    }
  });

  after(async () => {
    const running = [amplify, oidcClient, openidClient, authServer, pool];
    await Promise.all([browser.close(), ...running.map((part) => part.stop())]);
  });

  beforeEach(async () => {
    page = await browser.newPage();
  });

  afterEach(async () => {
    await page.close();
  });

  const picture = (name: string) => takePicture(page, `client-${name}`);
  const click = (name: string) => page.getByRole('button', { name, exact: true }).click();
  /** What the page shows. */
  const shown = async (pattern: RegExp): Promise<Readonly<Record<string, unknown>>> => {
    const text = await page.locator('output').filter({ hasText: pattern }).textContent();
    return JSON.parse(text ?? '') as Readonly<Record<string, unknown>>;
  };

  const pageApps = { 'AWS Amplify': () => amplify, 'oidc-client-ts': () => oidcClient };
  for (const [library, app] of Object.entries(pageApps)) {
    it(`signs in, keeps the session, refreshes and signs out in a browser with ${library}`, async () => {
      await page.goto(app().url);
      await shown(/signed out/);
      await click('Sign in');
      await signInOnPage(page);
      const signedIn = await shown(/user/);
      equal(signedIn['user'], email);
      await page.reload();
      deepEqual(await shown(/user/), signedIn);
      await click('Session');
      equal((await shown(/user/))['jti'], signedIn['jti']);
      await click('Refresh');
      const refreshed = await shown(new RegExp(`^(?!.*${String(signedIn['jti'])}).*user`));
      equal(refreshed['user'], email);
      notEqual(refreshed['jti'], signedIn['jti']);
      await picture(library.replaceAll(' ', '-'));
      await click('Sign out');
      await shown(/signed out/);
      // The browser session has ended, too.
      await click('Sign in');
      await page.getByLabel('Password').waitFor();
    });
  }

  it('signs in, refreshes and revokes on a server with openid-client, and aws-jwt-verify reads the keys', async () => {
    openidClient.send({ issuer: pool.issuer, clientId: publicApp, callback: oidcClient.url });
    await page.goto(String((await openidClient.receive())['url']));
    const callback = page.waitForRequest((request) => request.url().startsWith(`${oidcClient.url}?`));
    await signInOnPage(page);
    openidClient.send({ url: (await callback).url() });
    deepEqual(await openidClient.receive(), {
      email,
      userInfo: email,
      username: jane.username,
      afterRevocation: 'invalid_grant',
    });
  });

  it('reaches no other pool in a browser that trusts this certificate', async () => {
    const files = madeCertificateFiles(temporaryFolder('other-pool-'));
    const other = await startLocalPool({
      host: 'localhost',
      port: 0,
      tls: await madeCertificate(files, 'localhost', Date.now()),
    });
    try {
      await rejects(page.goto(`${other.origin}/error`), /ERR_CERT_AUTHORITY_INVALID/);
    } finally {
      await other.stop();
    }
  });

  it('signs in on a server with Auth.js', async () => {
    authServer.send({ issuer: pool.issuer, ...confidentialApp });
    deepEqual(await authServer.receive(), { ready: true });
    await page.goto(`${authUrl}/signin`);
    await picture('Auth-js');
    await click('Sign in with Cognito');
    await signInOnPage(page);
    await page.waitForURL(`${authUrl}/session`);
    match((await page.textContent('body')) ?? '', new RegExp(email));
  });
});
