import * as l10n from '@vscode/l10n';
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { dirname, join } from 'node:path';
import { CognitoError } from '../core/errors';
import { requireLoopback } from './hosts';

/** The key and the certificate of an https server, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** The paths of the two. */
export interface CertificateFiles {
  readonly keyFile: string;
  readonly certificateFile: string;
}

/** A certificate that ends within this time is made again, in milliseconds. */
const lastDay = 86_400_000;

/** Where `madeCertificate` keeps its files. */
export function madeCertificateFiles(folder: string): CertificateFiles {
  return {
    keyFile: join(folder, 'local-user-pool.key'),
    certificateFile: join(folder, 'local-user-pool.crt'),
  };
}

/**
 * The certificate that was made for the local user pool of this user. Makes a new one when the stored certificate is missing, is
 * not for `host`, expires within a day, or cannot be read. Only this user can read the file of the key: it has mode 0600, and on
 * Windows, which has no modes, it has the permissions of its folder in the user's profile.
 *
 * @param now milliseconds since 1970
 * @throws CognitoError local_pool_certificate when the files cannot be written, and as `requireLoopback`
 */
export async function madeCertificate(
  files: CertificateFiles,
  host: string,
  now: number,
): Promise<Certificate> {
  requireLoopback(host);
  const kept = await read(files).catch(() => undefined);
  if (kept !== undefined && certificateFault(kept, host, now + lastDay) === undefined) return kept;
  const { makeCertificate } = await import('./makeCertificate');
  const made = await makeCertificate([...new Set(['localhost', '127.0.0.1', '::1', host])], now);
  try {
    await write(files.keyFile, made.key, 0o600);
    await write(files.certificateFile, made.cert, 0o644);
  } catch (error) {
    const reason = l10n.t`A certificate could not be written to ${dirname(files.keyFile)}`;
    throw new CognitoError('local_pool_certificate', { reason }, error);
  }
  return made;
}

/**
 * The user's own certificate.
 * @throws CognitoError local_pool_certificate when it cannot be used for `host`
 */
export async function ownCertificate(
  files: CertificateFiles,
  host: string,
  now: number,
): Promise<Certificate> {
  const own = await read(files).catch((error: unknown) => {
    const reason = l10n.t`${files.certificateFile} or ${files.keyFile} cannot be read`;
    throw new CognitoError('local_pool_certificate', { reason }, error);
  });
  const reason = certificateFault(own, host, now);
  if (reason !== undefined) throw new CognitoError('local_pool_certificate', { reason });
  return own;
}

/** Why a key and a certificate cannot serve `host` at that time; undefined when they can. */
function certificateFault({ key, cert }: Certificate, host: string, time: number): string | undefined {
  let certificate: X509Certificate;
  let privateKey: KeyObject;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    return l10n.t('The file of the certificate has no certificate in PEM');
  }
  try {
    privateKey = createPrivateKey(key);
  } catch {
    return l10n.t('The file of the key has no key in PEM, or one with a passphrase');
  }
  if (!certificate.checkPrivateKey(privateKey)) return l10n.t('The key is not that of the certificate');
  if (time < Date.parse(certificate.validFrom) || time > Date.parse(certificate.validTo)) {
    return l10n.t('The certificate has expired or is not valid yet');
  }
  const isForHost = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host);
  return isForHost === undefined ? l10n.t`The certificate is not for ${host}` : undefined;
}

async function read({ keyFile, certificateFile }: CertificateFiles): Promise<Certificate> {
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certificateFile, 'utf8')]);
  return { key, cert };
}

/** Replaces a file. The new file is created with its mode, because an old file would keep its own mode. */
async function write(file: string, text: string, mode: number): Promise<void> {
  const part = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(part, text, { mode });
    // Fails on Windows while another program, such as a virus scanner, has the file open.
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
