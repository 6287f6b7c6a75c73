import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificates';

/** A company's HTTP proxy. It tunnels to the given hosts and refuses all others. */
export interface ProxyServer {
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly origin: string;
  /** The `host:port` of every CONNECT, in order. */
  readonly connects: string[];
  /** The `Proxy-Authorization` of every CONNECT. */
  readonly authorizations: (string | undefined)[];
  stop: () => Promise<void>;
}

/**
 * @param ports the local port behind each `host:port`
 * @param authorization the `Proxy-Authorization` that it requires
 * @param tls makes it an https proxy
 */
export async function startProxy(
  ports: Readonly<Record<string, number>> = {},
  { authorization, tls }: { readonly authorization?: string; readonly tls?: Certificate } = {},
): Promise<ProxyServer> {
  const connects: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const sockets = new Set<Duplex>();
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, socket: Duplex, head: Buffer) => {
    const target = request.url ?? '';
    const sent = request.headers['proxy-authorization'];
    connects.push(target);
    authorizations.push(sent);
    socket.on('error', () => socket.destroy());
    if (authorization !== undefined && sent !== authorization) {
      refuse(socket, '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="corp"\r\n');
      return;
    }
    const port = ports[target];
    if (port === undefined) {
      refuse(socket, '502 Bad Gateway');
      return;
    }
    const tunnel = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      tunnel.write(head);
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on('error', () => socket.destroy());
    socket.on('close', () => tunnel.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    origin: `${tls === undefined ? 'http' : 'https'}://${host}`,
    connects,
    authorizations,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function refuse(socket: Duplex, status: string, headers = ''): void {
  socket.end(`HTTP/1.1 ${status}\r\n${headers}Content-Length: 0\r\n\r\n`);
}
