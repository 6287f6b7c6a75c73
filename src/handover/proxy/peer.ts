import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { errorCode } from '../../loopback/listen';

/**
 * Whether the program at the other end of a loopback connection belongs to this user.
 * @returns true where the system does not tell it, which only Linux does
 */
export async function isSameUser({
  remoteAddress,
  remotePort = 0,
  localAddress,
  localPort = 0,
}: Socket): Promise<boolean> {
  const user = process.getuid?.();
  if (process.platform !== 'linux' || user === undefined) return true;
  // Every program connects from the address that it connects to, unless it chooses another one to look like somebody else's.
  if (remoteAddress === undefined || remoteAddress !== localAddress) return false;
  const file = remoteAddress.includes(':') ? '/proc/net/tcp6' : '/proc/net/tcp';
  try {
    return ownerOf(await readFile(file, 'utf8'), remotePort, localPort) === user;
  } catch (error) {
    // Without this table the system does not tell it. Any other failure, such as no free file handle, can be brought about.
    return errorCode(error) === 'ENOENT';
  }
}

/**
 * The user id that a connection between two ports of one address belongs to.
 * @param table the text of /proc/net/tcp or /proc/net/tcp6
 * @param from the port of the program, and `to` the port that it has connected to
 * @returns undefined when the table has no such connection, or when its program has ended: the row then has the inode 0, and
 * the user id 0 whatever it was
 * Source: Linux, Documentation/networking/proc_net_tcp.rst.
 */
export function ownerOf(table: string, from: number, to: number): number | undefined {
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', , , , , user = '', , inode = '0'] = line.trim().split(/\s+/);
    const [localHost, localPort] = partsOf(local);
    const [remoteHost, remotePort] = partsOf(remote);
    if (localHost !== remoteHost || localPort !== from || remotePort !== to) continue;
    return inode === '0' ? undefined : Number(user);
  }
  return undefined;
}

/** `0100007F:1F90` is the port 8080 of 127.0.0.1. The host is only compared, so the order of its bytes does not matter. */
function partsOf(address: string): readonly [host: string, port: number] {
  const colon = address.lastIndexOf(':');
  return [address.slice(0, colon), parseInt(address.slice(colon + 1), 16)];
}
