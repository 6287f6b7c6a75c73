/** Which roles a host has. A public host has one of them, the listening address has both. */
export interface HostRoles {
  readonly issuer: boolean;
  readonly domain: boolean;
}

const both: HostRoles = { issuer: true, domain: true };
const defaultPorts = new Map([
  ['https:', ':443'],
  ['http:', ':80'],
]);

/**
 * The hosts that the pool answers to. Other hosts are refused, because a web page can make its own host resolve to loopback
 * (DNS rebinding).
 *
 * @param issuers origins of the issuer
 * @param domain origin of the sign-in domain; undefined for a pool without one
 */
export function hostTable(
  host: string,
  port: number,
  issuers: readonly string[],
  domain: string | undefined,
): ReadonlyMap<string, HostRoles> {
  const table = new Map<string, HostRoles>();
  const add = (name: string, roles: HostRoles): void => {
    const known = table.get(name);
    table.set(name, {
      issuer: roles.issuer || known?.issuer === true,
      domain: roles.domain || known?.domain === true,
    });
  };
  for (const origin of issuers) {
    spellings(origin).forEach((name) => {
      add(name, { issuer: true, domain: false });
    });
  }
  spellings(domain).forEach((name) => {
    add(name, { issuer: false, domain: true });
  });
  const names = host === 'localhost' ? ['localhost', '127.0.0.1', '[::1]'] : ['localhost', bracketed(host)];
  for (const name of names) {
    add(`${name}:${port}`, both);
    if (port === 80 || port === 443) add(name, both);
  }
  return table;
}

/** An address as a URL writes it. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function spellings(origin: string | undefined): readonly string[] {
  if (origin === undefined) return [];
  const { host, port, protocol } = new URL(origin);
  return port === '' ? [host, host + (defaultPorts.get(protocol) ?? '')] : [host];
}
