import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/**
 * Whether the program at the other end of a loopback connection belongs to this user.
 * @returns true where the system does not tell it, which only Linux does
 */
export async function isSameUser({ remoteAddress, remotePort, localPort }: Socket): Promise<boolean> {
  const user = process.getuid?.();
  if (process.platform !== 'linux' || user === undefined) return true;
  const file = remoteAddress?.includes(':') === true ? '/proc/net/tcp6' : '/proc/net/tcp';
  const table = await readFile(file, 'utf8').catch(() => undefined);
  return table === undefined || ownerOf(table, remotePort ?? 0, localPort ?? 0) === user;
}

/**
 * The user id that a connection belongs to.
 * @param table the text of /proc/net/tcp or /proc/net/tcp6
 * @param from the port of the program, and `to` the port that it has connected to
 * @returns undefined when the table has no such connection
 * Source: Linux, Documentation/networking/proc_net_tcp.rst.
 */
export function ownerOf(table: string, from: number, to: number): number | undefined {
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', , , , , user = ''] = line.trim().split(/\s+/);
    if (portOf(local) === from && portOf(remote) === to) return Number(user);
  }
  return undefined;
}

/** `0100007F:1F90` has the port 8080. */
function portOf(address: string): number {
  return parseInt(address.slice(address.lastIndexOf(':') + 1), 16);
}
