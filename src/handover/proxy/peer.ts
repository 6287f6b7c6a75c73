import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { errorCode } from '../../loopback/listen';

/** The user ids of the connections of this computer, by `connectionKey`. */
type Owners = ReadonlyMap<string, number>;

const readOwners = {
  ipv4: createReader('/proc/net/tcp'),
  ipv6: createReader('/proc/net/tcp6'),
};

/**
 * Whether the program at the other end of a loopback connection belongs to this user.
 * @returns true where the system does not tell it, which only Linux does
 */
export async function isSameUser(
  { remoteAddress, remotePort = 0, localAddress, localPort = 0 }: Socket,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const user = process.getuid?.();
  if (platform !== 'linux' || user === undefined) return true;
  // The system connects from the address that is connected to. A program of another user can choose another address, so that its port
  // equals that of a connection of this user.
  if (remoteAddress === undefined || remoteAddress !== localAddress) return false;
  try {
    const owners = await (remoteAddress.includes(':') ? readOwners.ipv6 : readOwners.ipv4)();
    return owners.get(connectionKey(remotePort, localPort)) === user;
  } catch (error) {
    // Without this table the system does not tell it. Any other failure, such as no free file handle, can be brought about.
    return errorCode(error) === 'ENOENT';
  }
}

/**
 * Reads a table. Calls while it is read share the next reading, because reading is slow when a client opens many connections, and
 * the table that is being read may lack a new connection.
 */
function createReader(file: string): () => Promise<Owners> {
  let reading: Promise<unknown> = Promise.resolve();
  let next: Promise<Owners> | undefined;
  const read = async (): Promise<Owners> => {
    await reading.catch(() => undefined);
    next = undefined;
    const current = readFile(file, 'utf8').then(ownersIn);
    reading = current;
    return current;
  };
  return () => (next ??= read());
}

/**
 * The owners of the connections between two ports of one address.
 * @param table the text of /proc/net/tcp or /proc/net/tcp6
 * @returns the connections of running programs. The row of a program that has ended is left out, because it has the user id 0
 * instead of the program's
 * Source: Linux, Documentation/networking/proc_net_tcp.rst.
 */
export function ownersIn(table: string): Owners {
  const owners = new Map<string, number>();
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', , , , , user = '', , inode = '0'] = line.trim().split(/\s+/);
    const [localHost, localPort] = partsOf(local);
    const [remoteHost, remotePort] = partsOf(remote);
    const key = connectionKey(localPort, remotePort);
    if (localHost === remoteHost && inode !== '0' && !owners.has(key)) owners.set(key, Number(user));
  }
  return owners;
}

/** @param from the port of the program, and `to` the port that it has connected to */
export function connectionKey(from: number, to: number): string {
  return `${from} ${to}`;
}

/** `0100007F:1F90` is the port 8080 of 127.0.0.1. The host is only compared, so the order of its bytes does not matter. */
function partsOf(address: string): readonly [host: string, port: number] {
  const colon = address.lastIndexOf(':');
  return [address.slice(0, colon), parseInt(address.slice(colon + 1), 16)];
}
