import { isIP } from 'node:net';
import { generate } from 'selfsigned';
import type { Certificate } from './certificate';

/** In milliseconds. Source: Apple, "Requirements for trusted certificates in iOS 13 and macOS 10.15": at most 825 days. */
const lifetime = 800 * 86_400_000;

/**
 * Makes a key on P-256 and a certificate that it signs itself. The certificate is no authority, so the key can vouch for no other host.
 * @param hosts names and addresses that the certificate is for
 * @param now milliseconds since 1970
 */
export async function makeCertificate(hosts: readonly string[], now: number): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'Local user pool' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now),
    notAfterDate: new Date(now + lifetime),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
