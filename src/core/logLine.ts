import { isCognitoError } from './errors';

/** The facts that may be logged: the others can hold what a server or a token says, a person's address for one. */
const logged: ReadonlySet<string> = new Set([
  'host',
  'expected',
  'status',
  'port',
  'field',
  'check',
  'operation',
  'minutes',
  'retryAfter',
]);

/** An error's kind and facts. An unknown error's message may quote what it failed on, so only its name is kept. */
export function logLine(error: unknown): string {
  if (!isCognitoError(error)) return `[error] ${error instanceof Error ? error.name : typeof error}`;
  const facts = Object.entries(error.detail).filter(
    ([name, value]) => logged.has(name) && /^[\w.:[\]-]{1,100}$/.test(String(value)),
  );
  return `[${error.code}] ${JSON.stringify(Object.fromEntries(facts))}`;
}
