import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** A server that only programs of this user reach. It has no TCP port. */
export interface UserSocket {
  /** The path of the Unix socket, or the name of the pipe on Windows. */
  readonly path: string;
  /** Cuts every connection and deletes the socket at once, because a window that closes waits for nothing. */
  readonly close: () => void;
}

/** The longest path of a socket, in bytes. Source: macOS, unix(4): sun_path has 104, with a zero at its end. */
const longestPath = 103;

/**
 * Lets a server listen on a Unix socket in a fresh folder that only this user can open, or on a named pipe on Windows.
 * @throws Error of the system, when there is no folder for the socket
 */
export async function listenOnUserSocket(server: Server): Promise<UserSocket> {
  const { path, remove } = await socketPath();
  try {
    server.listen(path);
    await once(server, 'listening');
    if (process.platform !== 'win32') await chmod(path, 0o600);
  } catch (error) {
    remove();
    throw error;
  }
  // Without a listener, a connection that cannot be accepted would end the extension host.
  server.on('error', () => undefined);
  const close = (): void => {
    server.close();
    server.closeAllConnections();
    remove();
  };
  return { path, close };
}

/** A path that no other user can connect to. Windows gives a pipe of this user to this user alone. */
async function socketPath(): Promise<{ readonly path: string; readonly remove: () => void }> {
  if (process.platform === 'win32') {
    const path = String.raw`\\.\pipe\cognito-${randomBytes(16).toString('hex')}`;
    return { path, remove: () => undefined };
  }
  const parents = [process.env.XDG_RUNTIME_DIR ?? '', tmpdir(), '/tmp'].filter((parent) =>
    isAbsolute(parent),
  );
  let failure: unknown;
  for (const parent of parents) {
    try {
      if (Buffer.byteLength(parent) + '/cognito-XXXXXX/socket'.length > longestPath) continue;
      const folder = await mkdtemp(join(parent, 'cognito-'));
      const remove = (): void => {
        rmSync(folder, { recursive: true, force: true });
      };
      return { path: join(folder, 'socket'), remove };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
