import { isCognitoError } from './errors';

/** The facts that may be logged. Others can contain text from a server or a token, such as an e-mail address. */
const logged: ReadonlySet<string> = new Set([
  'host',
  'expected',
  'status',
  'type',
  'port',
  'field',
  'check',
  'operation',
  'minutes',
  'retryAfter',
]);

/** The code and facts of an error as one line. Of an unknown error, only the name, because its message may quote a value. */
export function logLine(error: unknown): string {
  if (!isCognitoError(error)) return `[error] ${error instanceof Error ? error.name : typeof error}`;
  const facts = Object.entries(error.detail).filter(
    ([name, value]) => logged.has(name) && /^[\w.:[\]-]{1,100}$/.test(String(value)),
  );
  return `[${error.code}] ${JSON.stringify(Object.fromEntries(facts))}`;
}
