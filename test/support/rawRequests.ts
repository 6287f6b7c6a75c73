import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Opens a connection and sends nothing. */
export async function open(port: number, address = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ host: address, port });
  await once(socket, 'connect');
  // A reset also ends a connection, and must not fail the test.
  socket.on('error', () => undefined);
  return socket;
}

/** Resolves when the connection has closed, after an error too. */
export function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}

/** Sends `text` unchanged. @returns everything received until the connection closes */
export async function exchange(port: number, text: string, address?: string): Promise<string> {
  const socket = await open(port, address);
  const closed = ended(socket);
  let response = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (response += chunk));
  socket.write(text);
  await closed;
  return response;
}

/** The text of a GET request with these header lines after `Host`. */
export function get(target: string, host: string, ...lines: readonly string[]): string {
  return [`GET ${target} HTTP/1.1`, `Host: ${host}`, ...lines, '', ''].join('\r\n');
}

export function statusOf(response: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(response)?.[1]);
}
