import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { createCognitoClient } from '../../../src/client/cognitoClient';
import { createTransport, type TransportOptions } from '../../../src/client/transport';
import { startFaultyPool } from '../../support/faultyPool';
import { startProxy, type ProxyServer } from '../../support/proxyServer';
import { makeProfile } from '../../support/profiles';
import { failure, signIn } from '../../support/signingIn';

/** Nothing outside is ever asked: the proxy knows no host, and without it the name could not be resolved. */
const url = 'https://idp.corp.invalid/pool';
const target = 'idp.corp.invalid:443';
const basic = `Basic ${Buffer.from('jane:s3cret').toString('base64')}`;

describe('createTransport with a proxy in the settings', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let proxy: ProxyServer;

  beforeEach(async () => {
    proxy = await startProxy();
  });

  afterEach(async () => {
    await proxy.stop();
  });

  const ask = async (
    options: Partial<TransportOptions>,
    address = url,
  ): Promise<Awaited<ReturnType<typeof failure>>> => {
    const transport = createTransport({ useProxy: true, strictSsl: true, ...options });
    try {
      return await failure(transport.fetch(address, {}));
    } finally {
      await transport.close();
    }
  };

  it('uses the proxy, and names its status and http.proxy when the proxy refuses', async () => {
    const { error, text } = await ask({ proxy: proxy.origin });
    deepEqual(proxy.connects, [target]);
    deepEqual([error.code, error.detail.reason], ['network', 'PROXY_502']);
    ok(text.includes('idp.corp.invalid') && text.includes('status 502') && text.includes('http.proxy'), text);
  });

  it('accepts an address without http://', async () => {
    await ask({ proxy: proxy.host });
    deepEqual(proxy.connects, [target]);
  });

  it('accepts an address with a slash at its end', async () => {
    await ask({ proxy: `${proxy.origin}/` });
    deepEqual(proxy.connects, [target]);
  });

  it('sends the name and password of the address', async () => {
    for (const scheme of ['http://', '']) {
      await ask({ proxy: `${scheme}jane:s3cret@${proxy.host}` });
    }
    await ask({ proxy: `http://jane:s3c%72et@${proxy.host}` });
    deepEqual(proxy.authorizations, [basic, basic, basic]);
  });

  it('sends http.proxyAuthorization', async () => {
    await ask({ proxy: proxy.origin, proxyAuthorization: 'Negotiate abc' });
    deepEqual(proxy.authorizations, ['Negotiate abc']);
  });

  it('does not use the proxy when http.proxySupport is off', async () => {
    const { error } = await ask({ proxy: proxy.origin, useProxy: false });
    deepEqual(proxy.connects, []);
    ok(error.detail.reason === 'ENOTFOUND' || error.detail.reason === 'EAI_AGAIN');
  });

  const bypasses: Readonly<Record<string, string>> = {
    'the exact host': 'idp.corp.invalid',
    'the host in capitals': 'IDP.corp.INVALID',
    'the host and its port': 'idp.corp.invalid:443',
    'a suffix': 'corp.invalid',
    'a suffix with a dot': '.corp.invalid',
    'a suffix with a star': '*.corp.invalid',
    everything: '*',
  };
  for (const [what, entry] of Object.entries(bypasses)) {
    it(`bypasses the proxy for ${what} in http.noProxy`, async () => {
      await ask({ proxy: proxy.origin, noProxy: [entry] });
      await ask({ proxy: proxy.origin, noProxy: ['example.com', entry] });
      deepEqual(proxy.connects, []);
    });
  }

  for (const entry of ['rp.invalid', 'idp.corp.invalid:8443', 'other.corp.invalid', 'idp.corp']) {
    it(`uses the proxy when http.noProxy has only ${entry}`, async () => {
      await ask({ proxy: proxy.origin, noProxy: [entry] });
      deepEqual(proxy.connects, [target]);
    });
  }

  it('never uses the proxy for a loopback address', async () => {
    const pool = await startFaultyPool();
    const client = createCognitoClient({ useProxy: true, strictSsl: true, proxy: proxy.origin });
    await signIn(client, makeProfile({ issuer: pool.issuer }));
    await client.close();
    await pool.stop();
    const port = proxy.host.split(':')[1];
    for (const name of ['127.0.0.1', '127.1.2.3', 'localhost', '[::1]']) {
      await ask({ proxy: proxy.origin }, `https://${name}:${port}`);
    }
    deepEqual(proxy.connects, []);
  });

  it('gives ECONNREFUSED as the reason when the proxy is down', async () => {
    await proxy.stop();
    const { error, text } = await ask({ proxy: proxy.origin });
    equal(error.code, 'network');
    ok(text.includes('idp.corp.invalid') && text.includes('ECONNREFUSED'), text);
    proxy = await startProxy();
  });

  for (const address of ['http://', 'http://proxy:port', 'ftp://127.0.0.1:1', 'socks9://127.0.0.1:1']) {
    it(`fails with PROXY_ADDRESS for the address ${address}`, async () => {
      const { error, text } = await ask({ proxy: address });
      deepEqual([error.code, error.detail.reason], ['network', 'PROXY_ADDRESS']);
      ok(text.includes('idp.corp.invalid') && text.includes('http.proxy'), text);
      // Loopback does not need it.
      const loopback = await ask({ proxy: address }, `https://${proxy.host}`);
      notEqual(loopback.error.detail.reason, 'PROXY_ADDRESS');
    });
  }
});

describe('createTransport with a proxy that requires authentication', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  it('names the missing setting', async () => {
    const proxy = await startProxy({}, { authorization: basic });
    for (const authorization of [undefined, 'Basic d3Jvbmc=']) {
      const transport = createTransport({
        useProxy: true,
        strictSsl: true,
        proxy: proxy.origin,
        proxyAuthorization: authorization,
      });
      const { error, text } = await failure(transport.fetch(url, {}));
      deepEqual([error.code, error.detail.reason], ['network', 'PROXY_407']);
      ok(text.includes('idp.corp.invalid') && text.includes('http.proxyAuthorization'), text);
      await transport.close();
    }
    deepEqual(proxy.authorizations, [undefined, 'Basic d3Jvbmc=']);
    await proxy.stop();
  });
});
