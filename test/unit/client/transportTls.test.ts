import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { createCognitoClient } from '../../../src/client/cognitoClient';
import { startLocalPool, type LocalPool } from '../../../src/localPool/localPool';
import { createAuthority, createServerCertificate, type Certificate } from '../../support/certificates';
import { makeProfile } from '../../support/profiles';
import { startProxy, type ProxyServer } from '../../support/proxyServer';
import { startChild, type Child } from './children';
import { rotatingClient } from '../../support/localClients';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import type { LocalPoolConfig } from '../../../src/localPool/configSchema';

const issuerHost = 'cognito-idp.us-east-1.amazonaws.com';
const updatedHost = `issuer-${issuerHost}`;
const domainHost = 'demo.auth.us-east-1.amazoncognito.com';
const userPoolId = 'us-east-1_Local0001';
const profile = { userPoolId };
const both = [`${issuerHost}:443`, `${domainHost}:443`];

describe('createCognitoClient behind a proxy with its own CA', function () {
  // Other suites may keep this computer busy.
  this.timeout(20_000);

  let folder: string;
  let caFile: string;
  let authority: Certificate;
  let certificate: Certificate;
  let pool: LocalPool;
  let updated: LocalPool;
  let proxy: ProxyServer;
  let trusting: Child;
  let distrusting: Child;
  const settings = { useProxy: true, strictSsl: true };

  before(async () => {
    authority = await createAuthority();
    const names = [issuerHost, updatedHost, domainHost, '127.0.0.1', 'localhost'];
    certificate = await createServerCertificate(names, authority);
    folder = await mkdtemp(join(tmpdir(), 'cognito-ca-'));
    caFile = join(folder, 'ca.pem');
    await writeFile(caFile, authority.cert);
    const config = { ...defaultLocalPoolConfig(), poolId: userPoolId };
    [pool, updated, trusting, distrusting] = await Promise.all([
      startPool(config),
      startPool({ ...config, updatedIssuer: true }),
      startChild({ NODE_EXTRA_CA_CERTS: caFile }),
      startChild(),
    ]);
  });

  after(async () => {
    await Promise.all([trusting.stop(), distrusting.stop(), pool.stop(), updated.stop()]);
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    proxy = await startProxy(portsOf(pool));
  });

  afterEach(async () => {
    await proxy.stop();
  });

  const startPool = (config: LocalPoolConfig): Promise<LocalPool> =>
    startLocalPool({
      host: '127.0.0.1',
      port: 0,
      config,
      tls: certificate,
      publicIssuerOrigin: `https://${issuerHost}`,
      publicDomainOrigin: `https://${domainHost}`,
    });

  const portsOf = ({ origin }: LocalPool): Record<string, number> => {
    const port = Number(new URL(origin).port);
    return { [`${issuerHost}:443`]: port, [`${updatedHost}:443`]: port, [`${domainHost}:443`]: port };
  };

  it('signs in with only a user pool id and a client id', async () => {
    const task = { options: { ...settings, proxy: proxy.origin }, profile, browserOrigin: pool.origin };
    const outcome = await trusting.perform(task);
    ok(outcome.ok, JSON.stringify(outcome));
    equal(outcome.issuer, `https://${issuerHost}/${userPoolId}`);
    equal(outcome.userInfo, 'answered');
    equal(outcome.checks?.length, 14);
    ok(outcome.checks.every((check) => check.endsWith(': passed')));
    deepEqual([...new Set(proxy.connects)].sort(), [...both].sort());
  });

  it('signs in and refreshes with rotated refresh tokens', async () => {
    const options = { ...settings, proxy: proxy.origin };
    const rotating = { ...profile, clientId: rotatingClient };
    const outcome = await trusting.perform({ options, profile: rotating, browserOrigin: pool.origin });
    ok(outcome.ok, JSON.stringify(outcome));
  });

  it('learns the issuer of a profile with only a domain', async () => {
    const options = { ...settings, proxy: proxy.origin };
    const task = { options, profile: { domain: domainHost }, browserOrigin: pool.origin };
    const outcome = await trusting.perform(task);
    ok(outcome.ok, JSON.stringify(outcome));
    equal(outcome.issuer, `https://${issuerHost}/${userPoolId}`);
  });

  const profiles = {
    'a user pool id': profile,
    'its domain': { domain: `https://${domainHost}` },
    'the original issuer': { issuer: `https://${issuerHost}/${userPoolId}` },
    'the updated issuer': { issuer: `https://${updatedHost}/${userPoolId}` },
  };
  for (const [what, entry] of Object.entries(profiles)) {
    it(`accepts tokens with the updated issuer for a profile with ${what}`, async () => {
      const own = await startProxy(portsOf(updated));
      const options = { ...settings, proxy: own.origin };
      const outcome = await trusting.perform({ options, profile: entry, browserOrigin: updated.origin });
      await own.stop();
      ok(outcome.ok, JSON.stringify(outcome));
      match(outcome.issuer ?? '', /^https:\/\/(issuer-)?cognito-idp\./);
    });
  }

  it('fails without the CA, and the text names NODE_EXTRA_CA_CERTS', async () => {
    const outcome = await distrusting.perform({ options: { ...settings, proxy: proxy.origin }, profile });
    ok(!outcome.ok);
    equal(outcome.code, 'network');
    match(outcome.reason, /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/);
    ok(outcome.text.includes(issuerHost) && outcome.text.includes('NODE_EXTRA_CA_CERTS'), outcome.text);
  });

  it('trusts the certificates that it is given, as those of the operating system', async () => {
    const { cert } = authority;
    const options = { ...settings, proxy: proxy.origin };
    const client = createCognitoClient({ ...options, certificates: () => [...rootCertificates, cert] });
    const { issuer } = await client.discover(makeProfile(profile));
    equal(issuer, `https://${issuerHost}/${userPoolId}`);
    await client.close();
    const others = createCognitoClient({ ...options, certificates: () => rootCertificates });
    await rejects(others.discover(makeProfile(profile)));
    await others.close();
  });

  it('signs in without the CA when http.proxyStrictSSL is off', async () => {
    const options = { ...settings, proxy: proxy.origin, strictSsl: false };
    const outcome = await distrusting.perform({ options, profile });
    ok(outcome.ok, JSON.stringify(outcome));
  });

  it('refuses a certificate for another host, with and without the CA', async () => {
    const port = Number(new URL(pool.origin).port);
    const other = await startProxy({ 'cognito-idp.eu-west-1.amazonaws.com:443': port });
    const options = { ...settings, proxy: other.origin };
    const outcome = await trusting.perform({ options, profile: { userPoolId: 'eu-west-1_Local0001' } });
    await other.stop();
    ok(!outcome.ok);
    deepEqual([outcome.code, outcome.reason], ['network', 'ERR_TLS_CERT_ALTNAME_INVALID']);
    ok(outcome.text.includes('cognito-idp.eu-west-1.amazonaws.com'), outcome.text);
  });

  it('uses a proxy that is reached over https', async () => {
    const secure = await startProxy(portsOf(pool), { tls: certificate });
    const options = { ...settings, proxy: secure.origin.replace('127.0.0.1', 'localhost') };
    const outcomes = [
      await trusting.perform({ options, profile }),
      await distrusting.perform({ options, profile }),
    ];
    await secure.stop();
    deepEqual(
      outcomes.map(({ ok }) => ok),
      [true, false],
    );
    deepEqual(secure.connects, [`${issuerHost}:443`]);
  });

  describe('without a proxy in the settings', () => {
    const inEnvironment = async (
      variables: Readonly<Record<string, string>>,
      options = {},
    ): Promise<string[]> => {
      const child = await startChild({ NODE_EXTRA_CA_CERTS: caFile, ...variables });
      await child.perform({
        options: { ...settings, ...options },
        profile: { issuer: 'https://idp.corp.invalid/p' },
      });
      await child.stop();
      return [...proxy.connects];
    };
    const asked = ['idp.corp.invalid:443'];

    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']) {
      it(`uses ${name}`, async () => {
        deepEqual(await inEnvironment({ [name]: proxy.origin }), asked);
      });
    }

    it('accepts HTTPS_PROXY without http://', async () => {
      deepEqual(await inEnvironment({ HTTPS_PROXY: proxy.host }), asked);
    });

    it('uses NO_PROXY', async () => {
      deepEqual(await inEnvironment({ HTTPS_PROXY: proxy.origin, NO_PROXY: 'localhost,.corp.invalid' }), []);
      deepEqual(await inEnvironment({ HTTPS_PROXY: proxy.origin, no_proxy: '*' }), []);
    });

    it('prefers http.noProxy to NO_PROXY, and http.proxySupport off to HTTPS_PROXY', async () => {
      const variables = { HTTPS_PROXY: proxy.origin, NO_PROXY: '*' };
      deepEqual(await inEnvironment(variables, { useProxy: false, noProxy: ['example.com'] }), []);
      deepEqual(await inEnvironment(variables, { noProxy: ['example.com'] }), asked);
    });

    it('prefers http.proxy to HTTPS_PROXY', async () => {
      const variables = { HTTPS_PROXY: 'http://127.0.0.1:1' };
      deepEqual(await inEnvironment(variables, { proxy: proxy.origin }), asked);
    });
  });
});
