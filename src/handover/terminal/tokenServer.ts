import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import { isSameSecret } from '../../loopback/sameSecret';
import { listenOnUserSocket, type UserSocket } from '../../loopback/userSocket';
import type { AnswerLine } from './protocol';
import { tokenRequestSchema, type TokenRequest } from './tokenRequest';

/**
 * Answers one request. Every line that it says is sent at once; the last one has the token or a refusal. Never rejects.
 * @param gone aborted when the program has ended
 */
export type AnswerRequest = (
  request: TokenRequest,
  say: (line: AnswerLine) => void,
  gone: AbortSignal,
) => Promise<void>;

/** The server that `cognito-token` asks. */
export interface TokenServer extends UserSocket {
  /** What a request must bring as its bearer token. */
  readonly capability: string;
}

/** In bytes. */
const longestRequest = 4096;
/** Starts the server. @throws Error of the system, when there is no folder for the socket */
export async function startTokenServer(answer: AnswerRequest): Promise<TokenServer> {
  const capability = randomBytes(32).toString('base64url');
  const server = createServer({ maxHeaderSize: longestRequest }, (request, response) => {
    respond(request, response, capability, answer).catch(() => response.destroy());
  });
  return { ...(await listenOnUserSocket(server)), capability };
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
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  await answer(parsed.output, say, gone.signal);
  response.end();
}

function hasCapability({ headers }: IncomingMessage, capability: string): boolean {
  return isSameSecret(headers.authorization ?? '', `Bearer ${capability}`);
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
