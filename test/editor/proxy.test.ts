import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import { decodeJwt } from '../../src/core/jwt';
import type { LocalPool } from '../../src/localPool/localPool';
import type { Transport } from '../../src/client/transport';
import {
  beginSignIn,
  closeInspectors,
  copied,
  handOver,
  jane,
  publicClient,
  setProfiles,
  startPool,
} from '../support/inEditor';
import { startProxy } from '../support/proxyServer';
import type { ProxyServer } from '../support/proxyServer';
import { UserAgent } from '../support/userAgent';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

const issuerHost = 'cognito-idp.us-east-1.amazonaws.com';
const domainHost = 'demo.auth.us-east-1.amazoncognito.com';
const userPoolId = 'us-east-1_Local0001';

/** A user pool under Cognito's own names, behind a company's proxy, with a certificate of the company's own authority. */
describe('In a company network', () => {
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
    // Loaded late: it must not be what fills the host's dispatcher slots.
    const { createTransport } = await import('../../src/client/transport');
    browser = createTransport({ useProxy: false, strictSsl: true });
    await setProfiles([{ name: 'work', userPoolId, clientId: publicClient(pool) }]);
    await workspace.getConfiguration('http').update('proxy', proxy.origin, ConfigurationTarget.Global);
  });

  after(async () => {
    await workspace.getConfiguration('http').update('proxy', undefined, ConfigurationTarget.Global);
    await setProfiles([]);
    await Promise.all([browser.close(), proxy.stop(), pool.stop()]);
    await closeInspectors();
  });

  it('signs in with a pool id and a client id, through http.proxy, trusting NODE_EXTRA_CA_CERTS', async () => {
    const { url, ended } = await beginSignIn('work');
    equal(new URL(url).host, domainHost);
    // The browser has its own way past the proxy.
    const page = `${pool.origin}/login${new URL(url).search}`;
    await handOver(await new UserAgent(browser.fetch).signIn(page, jane));
    await ended;
    const claims = decodeJwt(await copied('cognito.copyIdToken', 'work'))?.claims;
    equal(claims?.iss, `https://${issuerHost}/${userPoolId}`);
    deepEqual([...new Set(proxy.connects)].sort(), [`${issuerHost}:443`, `${domainHost}:443`].sort());
  });

  it('refreshes and signs out through the proxy too', async () => {
    const before = await copied('cognito.copyAccessToken', 'work');
    await commands.executeCommand('cognito.refreshTokens', 'work');
    const after = await copied('cognito.copyAccessToken', 'work');
    ok(before !== after);
    await commands.executeCommand('cognito.signOut', 'work');
    equal(await copied('cognito.copyAccessToken', 'work'), 'nothing copied');
  });
});
