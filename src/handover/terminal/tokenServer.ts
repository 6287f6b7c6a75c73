import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as v from 'valibot';
import type { AnswerLine } from './protocol';
import { tokenRequestSchema, type TokenRequest } from './tokenRequest';

/**
 * Answers one request. Every line that it says is sent at once; the last one has the token or a refusal. Never rejects.
 * @param isGone whether the program has ended meanwhile
 */
export type AnswerRequest = (
  request: TokenRequest,
  say: (line: AnswerLine) => void,
  isGone: () => boolean,
) => Promise<void>;

/** The server that `cognito-token` asks, on a Unix socket, or on a named pipe on Windows. It has no TCP port. */
export interface TokenServer {
  /** The path of the socket or the name of the pipe. */
  readonly path: string;
  /** What a request must bring as its bearer token. */
  readonly capability: string;
  /** Cuts every connection and deletes the socket at once, because a window that closes waits for nothing. */
  readonly close: () => void;
}

/** In bytes. */
const longestRequest = 4096;
/** The longest path of a socket, in bytes. Source: macOS, unix(4): sun_path has 104, with a zero at its end. */
const longestPath = 103;

/**
 * Starts the server. Its socket is in a fresh folder that only this user can open.
 * @throws Error of the system, when there is no folder for the socket
 */
export async function startTokenServer(answer: AnswerRequest): Promise<TokenServer> {
  const capability = randomBytes(32).toString('base64url');
  const server = createServer({ maxHeaderSize: longestRequest }, (request, response) => {
    respond(request, response, capability, answer).catch(() => response.destroy());
  });
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
  return { path, capability, close };
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

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  capability: string,
  answer: AnswerRequest,
): Promise<void> {
  // The capability comes first, so that another program learns nothing from an answer.
  const status = !hasCapability(request, capability)
    ? 403
    : request.method !== 'POST'
      ? 405
      : request.url !== '/token'
        ? 404
        : undefined;
  if (status !== undefined) {
    response.writeHead(status, { connection: 'close' }).end();
    return;
  }
  const parsed = v.safeParse(tokenRequestSchema, await readJson(request));
  if (!parsed.success) {
    response.writeHead(400, { connection: 'close' }).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' });
  // The headers tell the program that a window answers, also when the user has to be asked first.
  response.flushHeaders();
  const say = (line: AnswerLine): void => {
    response.write(`${JSON.stringify(line)}\n`);
  };
  await answer(parsed.output, say, () => response.destroyed);
  response.end();
}

/** Compares hashes, because they have one length, which a comparison in constant time needs. */
function hasCapability({ headers }: IncomingMessage, capability: string): boolean {
  return timingSafeEqual(sha256(headers.authorization ?? ''), sha256(`Bearer ${capability}`));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** @returns undefined for a body that is too long or is not JSON */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestRequest) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}
