import { isIP } from 'node:net';
import { generate } from 'selfsigned';
import { defined } from '../../src/core/members';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
}

/** A certificate authority such as that of a company's TLS proxy. */
export function createAuthority(): Promise<Certificate> {
  return create('Local test CA', [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
}

/** A server certificate for names and addresses, signed by `authority`. */
export function createServerCertificate(
  hosts: readonly string[],
  authority: Certificate,
): Promise<Certificate> {
  return create(
    hosts[0] ?? 'localhost',
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: hosts.map((host) => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })),
      },
    ],
    authority,
  );
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

async function create(name: string, extensions: Extensions, ca?: Certificate): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions,
    ...defined({ ca: ca && { key: ca.key, cert: ca.cert } }),
  });
  return { key: made.private, cert: made.cert };
}
