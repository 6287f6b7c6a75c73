import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { posix } from 'node:path';

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

/** The scheme of the URI with which the editor connects to a user socket. */
export function socketScheme(platform: NodeJS.Platform = process.platform): 'unix' | 'pipe' {
  return platform === 'win32' ? 'pipe' : 'unix';
}

/**
 * A new name for a pipe of Windows, which has no file that could be left behind. Other users may open a pipe of this user for reading
 * at most, so they can send no request, and a server says nothing before one.
 * Source: Microsoft, "Named Pipe Security and Access Rights".
 */
export function pipeName(): string {
  return String.raw`\\.\pipe\cognito-${randomBytes(16).toString('hex')}`;
}

/**
 * The folders in which the folder of a Unix socket may be made, the best one first. A folder whose path is too long is left out.
 * @param temp the folder of the system for temporary files; on macOS it is a long path below /var/folders
 */
export function socketParents(
  { XDG_RUNTIME_DIR: runtime = '' }: NodeJS.ProcessEnv,
  temp: string,
): readonly string[] {
  const rest = '/cognito-XXXXXX/socket';
  return [runtime, temp, '/tmp'].filter(
    (parent) => posix.isAbsolute(parent) && Buffer.byteLength(parent) + rest.length <= longestPath,
  );
}

/** A path that no other user can connect to. */
async function socketPath(): Promise<{ readonly path: string; readonly remove: () => void }> {
  if (process.platform === 'win32') return { path: pipeName(), remove: () => undefined };
  let failure: unknown;
  for (const parent of socketParents(process.env, tmpdir())) {
    try {
      const folder = await mkdtemp(posix.join(parent, 'cognito-'));
      const remove = (): void => {
        rmSync(folder, { recursive: true, force: true });
      };
      return { path: posix.join(folder, 'socket'), remove };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
