import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import type { Transport } from '../../src/client/transport';
import { beginSignIn, closeInspectors, copied, handOver, setProfiles, startPool } from '../support/inEditor';
import { jane, publicClient } from '../support/localClients';
import { startProxy, type ProxyServer } from '../support/proxyServer';
import { UserAgent } from '../support/userAgent';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const issuerHost = 'cognito-idp.us-east-1.amazonaws.com';
const domainHost = 'demo.auth.us-east-1.amazoncognito.com';
const userPoolId = 'us-east-1_Local0001';

/** A user pool under Cognito's host names, behind a company proxy, with a certificate of the company's own authority. */
describe('Company proxy', () => {
  let pool: LocalPool;
  let proxy: ProxyServer;
  let browser: Transport;

  before(async () => {
    ok(process.env.TEST_TLS, 'TEST_TLS is set by the runner');
    pool = await startPool(
      { ...defaultLocalPoolConfig(), poolId: userPoolId },
      {
        tls: JSON.parse(process.env.TEST_TLS) as { key: string; cert: string },
        publicIssuerOrigin: `https://${issuerHost}`,
        publicDomainOrigin: `https://${domainHost}`,
      },
    );
    const port = Number(new URL(pool.origin).port);
    proxy = await startProxy({ [`${issuerHost}:443`]: port, [`${domainHost}:443`]: port });
    // Imported here and not above: it must not set the global fetch dispatcher before other tests look at it.
    const { createTransport } = await import('../../src/client/transport');
    browser = createTransport({ useProxy: false, strictSsl: true });
    await setProfiles([{ name: 'work', userPoolId, clientId: publicClient }]);
    await workspace.getConfiguration('http').update('proxy', proxy.origin, ConfigurationTarget.Global);
  });

  afterEach(() => commands.executeCommand('cognito.signOut', 'work'));

  /** Signs in with a browser that reaches the pool without the proxy. @returns the host of the sign-in page */
  const signIn = async (): Promise<string> => {
    const { url, ended } = await beginSignIn('work');
    const { host, search } = new URL(url);
    await handOver(await new UserAgent(browser.fetch).signIn(`${pool.origin}/login${search}`, jane));
    await ended;
    return host;
  };

  after(async () => {
    await workspace.getConfiguration('http').update('proxy', undefined, ConfigurationTarget.Global);
    await setProfiles([]);
    await Promise.all([browser.close(), proxy.stop(), pool.stop()]);
    await closeInspectors();
  });

  it('lets a sign-in pass with http.proxy and the certificate authority of NODE_EXTRA_CA_CERTS', async () => {
    equal(await signIn(), domainHost);
    const claims = decodeJwt(await copied('cognito.copyIdToken', 'work'))?.claims;
    equal(claims?.iss, `https://${issuerHost}/${userPoolId}`);
    deepEqual([...new Set(proxy.connects)].sort(), [`${issuerHost}:443`, `${domainHost}:443`].sort());
  });

  it('lets Refresh Tokens and Sign Out pass', async () => {
    await signIn();
    const before = await copied('cognito.copyAccessToken', 'work');
    await commands.executeCommand('cognito.refreshTokens', 'work');
    const after = await copied('cognito.copyAccessToken', 'work');
    ok(before !== after);
    await commands.executeCommand('cognito.signOut', 'work');
    equal(await copied('cognito.copyAccessToken', 'work'), 'nothing copied');
  });
});
