import { getCACertificates } from 'node:tls';
import { workspace } from 'vscode';
import type { TransportOptions } from './transport';

/** The settings that `transportOptions` reads. */
export const transportSettings = [
  'proxy',
  'proxyAuthorization',
  'noProxy',
  'proxySupport',
  'proxyStrictSSL',
  'systemCertificates',
].map((name) => `http.${name}`);

/** The editor's own settings for proxies and certificates, as the transport takes them. */
export function transportOptions(): TransportOptions {
  const http = workspace.getConfiguration('http');
  return {
    proxy: http.get<string>('proxy'),
    proxyAuthorization: http.get<string | null>('proxyAuthorization') ?? undefined,
    noProxy: http.get<string[]>('noProxy', []),
    useProxy: http.get<string>('proxySupport') !== 'off',
    strictSsl: http.get<boolean>('proxyStrictSSL', true),
    certificates: http.get<boolean>('systemCertificates', true) ? systemCertificates : undefined,
  };
}

/** The certificates that Node.js trusts, those of NODE_EXTRA_CA_CERTS among them, and those of the operating system. */
function systemCertificates(): readonly string[] {
  return [...getCACertificates('default'), ...getCACertificates('system')];
}
