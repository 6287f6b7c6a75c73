import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { AnswerLine } from '../terminal/protocol';
import type { TokenRequest } from '../terminal/tokenRequest';

/** No editor window answers, with a text for people. */
export class NoWindowError extends Error {
  override readonly name = 'NoWindowError';
}

const newTerminal =
  'The editor window of this terminal was reloaded or closed. Open a new terminal, which knows the present window.';
/** How long the window may take to accept a request, in milliseconds. A busy extension host needs a moment. */
const longestConnect = 15_000;

/** The answer of the window. It waits for what it has started until the connection is closed. */
export interface WindowAnswer {
  readonly line: Exclude<AnswerLine, { readonly waiting: string }>;
  readonly close: () => void;
}

/**
 * Asks the window for what the command line names.
 * @param waiting called when the window waits for the user
 * @throws NoWindowError
 */
export async function askWindow(
  { path, capability }: { readonly path: string; readonly capability: string },
  body: TokenRequest,
  waiting: (line: Extract<AnswerLine, { readonly waiting: string }>) => void,
): Promise<WindowAnswer> {
  try {
    const response = await send(path, capability, JSON.stringify(body));
    if (response.statusCode === 200) {
      const lines = createInterface({ input: response });
      // Node.js reports the end of a connection here too, after the last line has been read.
      lines.on('error', () => undefined);
      for await (const text of lines) {
        const line = JSON.parse(text) as AnswerLine;
        if ('waiting' in line) waiting(line);
        else {
          const close = (): void => {
            response.destroy();
          };
          return { line, close };
        }
      }
    }
  } catch (error) {
    if (error instanceof NoWindowError) throw error;
  }
  throw new NoWindowError(newTerminal);
}

function send(path: string, capability: string, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath: path,
        path: '/token',
        method: 'POST',
        headers: { authorization: `Bearer ${capability}`, 'content-length': Buffer.byteLength(body) },
        timeout: longestConnect,
      },
      resolve,
    );
    // The time counts until the answer begins: after that, the user may need long.
    asked.on('response', () => asked.setTimeout(0));
    asked.on('timeout', () => {
      asked.destroy(new NoWindowError('The editor window does not answer. Try again when it is less busy.'));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The name of the program that has called this one. @returns undefined where the system does not tell it, which only Linux does */
export function callerName(): string | undefined {
  try {
    return readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
