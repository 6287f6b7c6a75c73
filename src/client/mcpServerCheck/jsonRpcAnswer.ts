import { isRecord } from '../../core/members';

/** The id of the request that is sent. */
export const requestId = 1;

/** What a server answers to a request of JSON-RPC: either `result` or `error`. */
export type JsonRpcAnswer = Readonly<Record<string, unknown>>;

/**
 * Finds the answer to the request in the text of a response: JSON, or the data of an event in a stream, which other messages can
 * precede. The text may end anywhere, because a part of an answer is no JSON.
 * @returns undefined when the text has no answer
 * Sources: JSON-RPC 2.0, "Response object"; MCP 2025-11-25, "Transports"; HTML, "Server-sent events".
 */
export function findAnswer(text: string): JsonRpcAnswer | undefined {
  const events = text.replaceAll(/\r\n?/g, '\n').split('\n\n');
  return [text, ...events.map(dataOf)].map(parse).find(isAnswer);
}

function dataOf(event: string): string {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice('data:'.length)).join('\n');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The id of an error is null when the server could not read that of the request. */
function isAnswer(message: unknown): message is JsonRpcAnswer {
  if (!isRecord(message) || message.jsonrpc !== '2.0') return false;
  return Object.hasOwn(message, 'error') || (message.id === requestId && Object.hasOwn(message, 'result'));
}
