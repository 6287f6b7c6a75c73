import { randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerPage, answerPageHeaders } from '../../src/signIn/answerPage';
import { handOver, startDoor } from './door';

export interface Front {
  /** `127.0.0.1:PORT`. */
  authority: string;
  stop: () => void;
}

/**
 * The editor turns `http://localhost:PORT/path` into `ORIGIN/proxy/PORT/path` before it opens it, for people whose
 * browser is on another machine. This gives the address on this machine.
 */
export function localAddress(url: string): string {
  const [, port, rest = ''] = /^(?:http:\/\/[^/]+)?\/proxy\/(\d+)(.*)$/s.exec(url) ?? [];
  return port === undefined ? url : `http://127.0.0.1:${port}${rest}`;
}

/**
 * What code-server's outer process is to its editor: the same origin, and beside the editor
 * - `POST /mint-key`, the server's half of the key that seals secrets in the browser's storage. Without an answer there
 *   the editor keeps no secret over a reload;
 * - `/proxy/PORT/…`, the way to a user pool on this machine;
 * - `/hand-over?url=…`, where that way ends.
 */
export async function startFront(port: number, editorPort: number, runtimeDir: string): Promise<Front> {
  const key = randomBytes(32);
  const doors = new Map<string, Promise<Server>>();
  const server = createServer((incoming, response) => {
    // A name that was made to resolve to this computer is a web page's way in.
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
        () => response.writeHead(200, answerPageHeaders).end(answerPage('code')),
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

/** The editor's web sockets. */
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
