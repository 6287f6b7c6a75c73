/** A value that a server must refuse. @param From what it is made from: the port, or the host with its port */
type HostileValue<From> = readonly [what: string, make: (from: From) => string];

/** Values of `Host` that are not `127.0.0.1:PORT`. */
export const foreignHosts: readonly HostileValue<number>[] = [
  ['a foreign name, as in DNS rebinding', (port) => `rebound.example:${port}`],
  ['another name of loopback', (port) => `localhost:${port}`],
  ['another loopback address', (port) => `[::1]:${port}`],
  ['another spelling of the address', (port) => `127.1:${port}`],
  ['a trailing dot', (port) => `127.0.0.1.:${port}`],
  ['no port', () => '127.0.0.1'],
  ['another port', (port) => `127.0.0.1:${port - 1}`],
  ['a leading zero in the port', (port) => `127.0.0.1:0${port}`],
  ['credentials', (port) => `user@127.0.0.1:${port}`],
  ['something after it', (port) => `127.0.0.1:${port}, rebound.example`],
  ['a path', (port) => `127.0.0.1:${port}/`],
  ['an empty value', () => ''],
];

/** Targets that are not `path` and `query`, although some servers take them for it. @param path begins with a slash */
export function otherTargets(path: string, query: string): readonly HostileValue<string>[] {
  return [
    ['the absolute form', (host) => `http://${host}${path}?${query}`],
    ['the absolute form of another host', () => `http://rebound.example${path}?${query}`],
    ['https in the absolute form', (host) => `https://${host}${path}?${query}`],
    ['two slashes', () => `/${path}?${query}`],
    ['a host after two slashes', () => `//rebound.example${path}?${query}`],
    ['an encoded slash', () => `/%2F${path.slice(1)}?${query}`],
    ['an encoded slash in place of the first', () => `%2F${path.slice(1)}?${query}`],
    ['a backslash', () => `\\${path.slice(1)}?${query}`],
    ['an encoded letter', () => `/%${path.charCodeAt(1).toString(16)}${path.slice(2)}?${query}`],
    ['dot segments', () => `/x/..${path}?${query}`],
    ['one dot', () => `/.${path}?${query}`],
    ['encoded dot segments', () => `/x/%2e%2e${path}?${query}`],
    ['a path parameter', () => `${path};x?${query}`],
    ['an encoded question mark', () => `${path}%3F${query}`],
    ['an encoded null byte', () => `${path}%00?${query}`],
    ['an ampersand for the question mark', () => `${path}&${query}`],
    ['a fragment with tokens', () => `${path}#access_token=a.b.c&${query}`],
    ['a fragment after the query', () => `${path}?${query}#access_token=a.b.c`],
    ['an asterisk alone', () => '*'],
    ['no leading slash', () => `${path.slice(1)}?${query}`],
    ['a space', () => `${path} ?${query}`],
    ['a tab', () => `${path.slice(0, 5)}\t${path.slice(5)}?${query}`],
    ['a control character', () => `${path}?${query}&x=\u0001`],
    ['a null byte', () => `${path}?${query}&x=\0`],
  ];
}

/** Bytes that are no HTTP request. */
export const notHttp: readonly string[] = [
  '\0'.repeat(64),
  '\x16\x03\x01\x02\x00\x01\x00',
  'GET\r\n\r\n',
  'SSH-2.0-x\r\n',
  '{}\n',
];
