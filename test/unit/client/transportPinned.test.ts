import { equal, match } from 'node:assert/strict';
import { isCognitoError } from '../../../src/core/errors';
import { createTransport } from '../../../src/client/transport';
import { makeCertificate } from '../../../src/localPool/makeCertificate';
import type { Certificate } from '../../../src/localPool/certificate';
import { createAuthority, createServerCertificate } from '../../support/certificates';
import { startPool, stopPools } from '../../support/localPools';

describe('createTransport with a certificate for one origin', () => {
  afterEach(stopPools);

  const hosts = ['localhost', '127.0.0.1'];
  const start = (tls: Certificate) => startPool({ host: 'localhost', tls });
  /** Asks at `url`, and trusts one certificate at one origin. @returns the status, or the reason of the failure */
  const ask = async (
    url: string,
    certificate: string,
    origin = new URL(url).origin,
    strictSsl = true,
  ): Promise<unknown> => {
    const transport = createTransport({
      useProxy: true,
      strictSsl,
      certificateOf: (asked) => (asked === origin ? certificate : undefined),
    });
    try {
      return await transport.fetch(url, {}).then(
        ({ status }) => status,
        (error: unknown) => isCognitoError(error, 'network') && error.detail.reason,
      );
    } finally {
      await transport.close();
    }
  };

  it('trusts this certificate there', async () => {
    const made = await makeCertificate(hosts, Date.now());
    const pool = await start(made);
    equal(await ask(`${pool.issuer}/.well-known/jwks.json`, made.cert), 200);
  });

  it('does not trust it at another origin, such as another name of the same server', async () => {
    const made = await makeCertificate(hosts, Date.now());
    const pool = await start(made);
    const other = `${pool.issuer.replace('localhost', '127.0.0.1')}/.well-known/jwks.json`;
    equal(await ask(other, made.cert, pool.origin), 'DEPTH_ZERO_SELF_SIGNED_CERT');
    const another = await start(made);
    equal(await ask(another.issuer, made.cert, pool.origin), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('trusts no other certificate there, also when http.proxyStrictSSL is off', async () => {
    const [made, impostor] = await Promise.all([
      makeCertificate(hosts, Date.now()),
      makeCertificate(hosts, Date.now()),
    ]);
    const pool = await start(impostor);
    equal(await ask(pool.origin, made.cert), 'DEPTH_ZERO_SELF_SIGNED_CERT');
    equal(await ask(pool.origin, made.cert, pool.origin, false), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  it('trusts a certificate of an authority, and no other one of that authority', async () => {
    const authority = await createAuthority();
    const [own, other] = await Promise.all([
      createServerCertificate(hosts, authority),
      createServerCertificate(hosts, authority),
    ]);
    const pool = await start(own);
    equal(await ask(`${pool.issuer}/.well-known/jwks.json`, own.cert), 200);
    match(
      String(await ask(pool.origin, other.cert)),
      /^UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT_LOCALLY)$/,
    );
  });

  it('trusts it for the names in it only', async () => {
    const made = await makeCertificate(['127.0.0.1'], Date.now());
    const pool = await start(made);
    equal(await ask(pool.origin, made.cert), 'ERR_TLS_CERT_ALTNAME_INVALID');
  });
});
