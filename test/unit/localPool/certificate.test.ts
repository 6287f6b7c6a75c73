import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { madeCertificate, madeCertificateFiles, ownCertificate } from '../../../src/localPool/certificate';
import { fails } from '../../support/answers';
import { createAuthority, createServerCertificate } from '../../support/certificates';
import { temporaryFolder } from '../../support/processes';
import { isUnix } from '../../support/systems';

const day = 86_400_000;
const now = Date.UTC(2026, 0, 15);

describe('the certificate that is made for the local user pool', () => {
  const newFiles = () => madeCertificateFiles(join(temporaryFolder('certificate-'), 'localUserPool'));
  const make = (files = newFiles(), host = '127.0.0.1', time = now) => madeCertificate(files, host, time);

  it('is for loopback names only, is no authority, and is short enough for macOS', async () => {
    const { cert } = await make();
    const made = new X509Certificate(cert);
    equal(made.subjectAltName, 'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
    equal(made.ca, false);
    equal(made.verify(made.publicKey), true);
    ok(Date.parse(made.validTo) - Date.parse(made.validFrom) <= 825 * day);
  });

  it('is made once, and only this user can read its key', async () => {
    const files = newFiles();
    const first = await make(files);
    deepEqual(await make(files), first);
    deepEqual(await make(files, 'localhost', now + 700 * day), first);
    deepEqual(
      [await readFile(files.keyFile, 'utf8'), await readFile(files.certificateFile, 'utf8')],
      [first.key, first.cert],
    );
    if (isUnix) equal((await stat(files.keyFile)).mode & 0o777, 0o600);
  });

  it('is made again on its last day, for another address, and when a file is broken or of another pair', async () => {
    const files = newFiles();
    const first = await make(files);
    const renewed = await make(files, '127.0.0.1', now + 799.5 * day);
    notEqual(renewed.cert, first.cert);
    const other = await make(files, '127.0.0.2');
    equal(new X509Certificate(other.cert).checkIP('127.0.0.2'), '127.0.0.2');
    for (const text of ['', 'nonsense', first.key]) {
      await writeFile(files.keyFile, text);
      const made = await make(files);
      equal(await readFile(files.keyFile, 'utf8'), made.key);
    }
    await writeFile(files.certificateFile, 'nonsense');
    notEqual((await make(files)).cert, 'nonsense');
  });

  it('is not made for a host that is not on this computer, and the stored one stays', async () => {
    const files = newFiles();
    const first = await make(files);
    for (const host of ['example.com', '0.0.0.0', '[::1]', '']) {
      await fails(make(files, host), 'local_pool_config');
    }
    deepEqual(await make(files), first);
  });

  it('leaves no copy of the key behind when its file cannot be replaced', async () => {
    const files = newFiles();
    await mkdir(files.keyFile, { recursive: true });
    await fails(make(files), 'local_pool_certificate');
    deepEqual(await readdir(dirname(files.keyFile)), [basename(files.keyFile)]);
  });

  it('fails when its folder cannot be written', async () => {
    const file = join(temporaryFolder('certificate-'), 'file');
    await writeFile(file, '');
    await fails(make(madeCertificateFiles(file)), 'local_pool_certificate');
  });
});

describe('the user’s own certificate of the local user pool', () => {
  const folder = temporaryFolder('certificate-');
  const files = { keyFile: join(folder, 'key.pem'), certificateFile: join(folder, 'cert.pem') };
  const write = async (key: string, cert: string): Promise<void> => {
    await writeFile(files.keyFile, key);
    await writeFile(files.certificateFile, cert);
  };
  const reason = async (host = 'localhost', time = Date.now()) =>
    (await fails(ownCertificate(files, host, time), 'local_pool_certificate')).detail.reason;

  it('is taken when its authority is not known', async () => {
    const own = await createServerCertificate(['localhost', '127.0.0.1'], await createAuthority());
    await write(own.key, own.cert);
    deepEqual(await ownCertificate(files, 'localhost', Date.now()), own);
    deepEqual(await ownCertificate(files, '127.0.0.1', Date.now()), own);
  });

  it('is refused with the reason', async () => {
    const authority = await createAuthority();
    const own = await createServerCertificate(['localhost'], authority);
    await write(own.key, own.cert);
    equal(await reason('127.0.0.1'), 'The certificate is not for 127.0.0.1');
    const later = Date.now() + 40 * 365 * day;
    equal(await reason('localhost', later), 'The certificate has expired or is not valid yet');
    await write(authority.key, own.cert);
    equal(await reason(), 'The key is not that of the certificate');
    await write('nonsense', own.cert);
    equal(await reason(), 'The file of the key has no key in PEM, or one with a passphrase');
    await write(own.key, own.key);
    equal(await reason(), 'The file of the certificate has no certificate in PEM');
    const missing = { ...files, keyFile: join(folder, 'missing.pem') };
    const { detail } = await fails(
      ownCertificate(missing, 'localhost', Date.now()),
      'local_pool_certificate',
    );
    equal(detail.reason, `${files.certificateFile} or ${missing.keyFile} cannot be read`);
  });
});
