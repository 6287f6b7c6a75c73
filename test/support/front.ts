import { randomBytes } from 'node:crypto';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerPageHeaders, answerPages } from '../../src/signIn/answerPage';
import { handOver, startDoor } from './door';

export interface Front {
  /** `127.0.0.1:PORT`. */
  authority: string;
  stop: () => void;
}

/**
 * The address on this machine for `ORIGIN/proxy/PORT/path`. The editor opens that instead of `http://localhost:PORT/path`,
 * because the browser may be on another machine.
 */
export function localAddress(url: string): string {
  const [, port, rest = ''] = /^(?:http:\/\/[^/]+)?\/proxy\/(\d+)(.*)$/s.exec(url) ?? [];
  return port === undefined ? url : `http://127.0.0.1:${port}${rest}`;
}

/**
 * Starts the server in front of the editor, as the outer process of code-server does. It forwards to the editor, except
 * - `POST /mint-key`: the server's half of the key that encrypts secrets in the browser's storage, without which the
 *   editor loses its secrets on a reload;
 * - `/proxy/PORT/…`: redirects to a user pool on this machine, see `startDoor`;
 * - `/hand-over?url=…`: opens a callback URL in the editor.
 */
export async function startFront(port: number, editorPort: number, runtimeDir: string): Promise<Front> {
  const key = randomBytes(32);
  const doors = new Map<string, Promise<Server>>();
  const server = createServer((incoming, response) => {
    // Against DNS rebinding: other host names are refused.
    if (!isOurs(incoming.headers.host, origin)) {
      response.writeHead(421).end();
      return;
    }
    const { pathname, searchParams } = new URL(incoming.url ?? '/', origin);
    const [, poolPort, rest = ''] = /^\/proxy\/(\d+)(.*)$/s.exec(incoming.url ?? '') ?? [];
    if (incoming.method === 'POST' && pathname === '/mint-key') {
      response.end(key);
    } else if (poolPort !== undefined) {
      const door = doors.get(poolPort) ?? startDoor(Number(poolPort), `${origin}/hand-over`);
      doors.set(poolPort, door);
      void door.then((started) => response.writeHead(307, { location: `${originOf(started)}${rest}` }).end());
    } else if (pathname === '/hand-over') {
      handOver(runtimeDir, searchParams.get('url') ?? '').then(
        () => response.writeHead(200, answerPageHeaders).end(answerPages.code),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    } else {
      passHttp(editorPort)(incoming, response);
    }
  });
  const pass = passUpgrade(editorPort);
  server.on('upgrade', (incoming, socket, head) => {
    const { host, origin: from } = incoming.headers;
    if (isOurs(host, origin) && (from === undefined || from === `http://${host ?? ''}`)) {
      pass(incoming, socket, head);
    } else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') reject(error);
      else server.listen(0, '127.0.0.1', resolve);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = originOf(server);
  return {
    authority: new URL(origin).host,
    stop: () => {
      close(server);
      for (const door of doors.values()) void door.then(close);
    },
  };
}

function isOurs(host: string | undefined, origin: string): boolean {
  const { port } = new URL(origin);
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

function passHttp(port: number): RequestListener {
  return (incoming, response) => {
    const { method, url, headers } = incoming;
    const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  };
}

/** Forwards the web sockets of the editor. */
function passUpgrade(port: number): (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return ({ method = 'GET', url = '/', rawHeaders }, socket, head) => {
    const editor = connect(port, '127.0.0.1', () => {
      const lines = [`${method} ${url} HTTP/1.1`];
      for (let i = 0; i < rawHeaders.length; i += 2) {
        lines.push(`${rawHeaders[i] ?? ''}: ${rawHeaders[i + 1] ?? ''}`);
      }
      editor.write(`${lines.join('\r\n')}\r\n\r\n`);
      editor.write(head);
      editor.pipe(socket).pipe(editor);
    });
    editor.on('error', () => socket.destroy());
    socket.on('error', () => editor.destroy());
    socket.on('close', () => editor.destroy());
  };
}
