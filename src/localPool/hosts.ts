import * as l10n from '@vscode/l10n';
import { isIPv4 } from 'node:net';
import { CognitoError } from '../core/errors';

/**
 * The hosts that the issuer answers to, and those of the sign-in domain. The listening address is in both. Other hosts are
 * refused, because a web page can make its own host resolve to loopback (DNS rebinding).
 */
export type Hosts = Readonly<Record<'issuer' | 'domain', ReadonlySet<string>>>;

/**
 * The values of `Host` that a pool answers to.
 * @param host where it listens
 * @param issuers origins of the issuer
 * @param domain origin of the sign-in domain; undefined for a pool without one
 */
export function hostsOf(
  host: string,
  port: number,
  issuers: readonly string[],
  domain: string | undefined,
): Hosts {
  const names = host === 'localhost' ? ['localhost', '127.0.0.1', '[::1]'] : ['localhost', bracketed(host)];
  const listening = names.map((name) => `${name}:${port}`);
  if (port === 80 || port === 443) listening.push(...names);
  return {
    issuer: new Set([...listening, ...issuers.flatMap(spellings)]),
    domain: new Set(domain === undefined ? listening : [...listening, ...spellings(domain)]),
  };
}

/** @throws CognitoError local_pool_config for a host that is neither `localhost` nor a loopback address */
export function requireLoopback(host: string): void {
  const isLoopback = host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
  if (isLoopback) return;
  const reason = l10n.t`${host} is not localhost or a loopback address such as 127.0.0.1 or ::1`;
  throw new CognitoError('local_pool_config', { reason });
}

/** An address as a URL writes it. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** The host of an origin, with and without the port when it is the default one. */
function spellings(origin: string): readonly string[] {
  const { host, port, protocol } = new URL(origin);
  return port === '' ? [host, `${host}:${protocol === 'https:' ? 443 : 80}`] : [host];
}
