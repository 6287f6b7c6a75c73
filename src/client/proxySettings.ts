import { workspace } from 'vscode';
import type { TransportOptions } from './transport';

/** The settings that `transportOptions` reads. */
export const transportSettings = [
  'proxy',
  'proxyAuthorization',
  'noProxy',
  'proxySupport',
  'proxyStrictSSL',
].map((name) => `http.${name}`);

/** The editor's own proxy settings, as the transport takes them. */
export function transportOptions(): TransportOptions {
  const http = workspace.getConfiguration('http');
  const proxy = http.get<string>('proxy');
  const proxyAuthorization = http.get<string | null>('proxyAuthorization');
  return {
    ...(proxy ? { proxy } : {}),
    ...(proxyAuthorization ? { proxyAuthorization } : {}),
    noProxy: http.get<string[]>('noProxy', []),
    useProxy: http.get<string>('proxySupport') !== 'off',
    strictSsl: http.get<boolean>('proxyStrictSSL', true),
  };
}
