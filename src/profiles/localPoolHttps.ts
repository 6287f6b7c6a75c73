import * as l10n from '@vscode/l10n';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import {
  madeCertificate,
  madeCertificateFiles,
  ownCertificate,
  type Certificate,
  type CertificateFiles,
} from '../localPool/certificate';
import { bracketed } from '../localPool/hosts';
import { localPoolHost, localPoolPort } from './settings';

/** The host of a local user pool with https, and its certificate. */
export interface LocalPoolHttps {
  readonly host: string;
  readonly files: CertificateFiles;
  /** Whether the settings name the files. Otherwise the certificate is made. */
  readonly isOwn: boolean;
}

/**
 * The settings of https.
 * @param storage the global storage folder of the extension
 * @returns undefined when the local user pool uses http
 * @throws CognitoError local_pool_certificate when only one of the two files is named
 */
export function localPoolHttps(storage: string): LocalPoolHttps | undefined {
  const settings = workspace.getConfiguration('cognito.localUserPool');
  if (!settings.get<boolean>('https', false)) return undefined;
  const certificateFile = settings.get<string>('certificateFile', '');
  const keyFile = settings.get<string>('keyFile', '');
  if ((certificateFile === '') !== (keyFile === '')) {
    const reason = l10n.t(
      'One of cognito.localUserPool.certificateFile and cognito.localUserPool.keyFile is set, but not the other one',
    );
    throw new CognitoError('local_pool_certificate', { reason });
  }
  const isOwn = certificateFile !== '';
  return {
    host: localPoolHost(),
    files: isOwn ? { certificateFile, keyFile } : madeCertificateFiles(join(storage, 'localUserPool')),
    isOwn,
  };
}

/** The key and the certificate of these settings. @throws CognitoError local_pool_certificate */
export function localPoolCertificate({ host, files, isOwn }: LocalPoolHttps): Promise<Certificate> {
  return isOwn ? ownCertificate(files, host, Date.now()) : madeCertificate(files, host, Date.now());
}

/**
 * The certificate of the local user pool, as the only one to trust at its origin.
 * @param storage the global storage folder of the extension
 * @returns PEM; undefined for any other origin, and when there is no certificate
 */
export function trustedAt(origin: string, storage: string): string | undefined {
  try {
    const https = localPoolHttps(storage);
    if (https === undefined || originOf(https) !== origin) return undefined;
    return new X509Certificate(readFileSync(https.files.certificateFile)).toString();
  } catch {
    return undefined;
  }
}

function originOf({ host }: LocalPoolHttps): string {
  return new URL(`https://${bracketed(host)}:${localPoolPort()}`).origin;
}
