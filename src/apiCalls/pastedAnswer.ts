import type { ApiAnswer } from './answer';

/** Longer texts are cut, in characters. */
const longestPaste = 200_000;
const longestBody = 4000;
const statusLine = /^\s*(?:<\s)?HTTP\/\d(?:\.\d)? (\d{3})(?:\s|$)/;
const markedStatusLine = /^\s*<\sHTTP\/\d(?:\.\d)? \d{3}(?:\s|$)/;
const headerLine = /^([!#$%&'*+.^_`|~\w-]{1,100}):[ \t]*(.*)$/;
/** What `curl -v` writes between the lines of a body. */
const ownWords = /^\s*(?:\* |[{}] \[\d)/;

/**
 * Reads the answer of an API in a text that a person pastes: the output of `curl -i` or `curl -v`, or of a program that writes the
 * same. The last of several answers counts, for example after a redirect or after 100 Continue. Never throws.
 * @returns undefined when the text has no status line. `at` is the time that the answer itself tells in Date and Age; NaN when it
 * tells none, because the text does not say when it was copied
 * Source: RFC 9112 section 4, and the manual of curl: -v marks what arrives with “<”, what is sent with “>” and its own words with “*”.
 */
export function parsePastedAnswer(text: string): ApiAnswer | undefined {
  const lines = text.slice(0, longestPaste).split(/\r\n|\r|\n/);
  const marked = lines.some((line) => markedStatusLine.test(line));
  const start = lines.findLastIndex((line) => (marked ? markedStatusLine : statusLine).test(line));
  const status = statusLine.exec(lines[start] ?? '')?.[1];
  if (status === undefined) return undefined;
  const headers = new Map<string, string>();
  let index = start + 1;
  for (; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (marked && !/^\s*</.test(line)) continue;
    const content = marked ? line.replace(/^\s*<\s*/, '').trim() : line.trim();
    if (content === '') break;
    if (!marked && /^[{<]/.test(content)) {
      // The blank line before the body was lost on the way.
      index--;
      break;
    }
    const [, name, value] = headerLine.exec(content) ?? [];
    if (name !== undefined && value !== undefined) addHeader(headers, name.toLowerCase(), value);
  }
  const body = lines.slice(index + 1).filter((line) => !marked || !ownWords.test(line));
  return {
    status: Number(status),
    headers: Object.fromEntries(headers),
    body: withoutPrompt(body.join('\n').trim().slice(0, longestBody)),
    at: timeOf(headers),
  };
}

/** A terminal writes its prompt behind a body without a line break: JSON ends with its last bracket. */
function withoutPrompt(body: string): string {
  const end = body.startsWith('{') ? endOfObject(body) : -1;
  return end === -1 ? body : body.slice(0, end);
}

/** The place behind the first JSON object in a text that begins with one; -1 when the object does not end. */
function endOfObject(text: string): number {
  let depth = 0;
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (found === '{') depth++;
    else if (found === '}' && --depth === 0) return index + 1;
  }
  return -1;
}

/** Headers that stand several times are one list. Source: RFC 9110 section 5.3. */
function addHeader(headers: Map<string, string>, name: string, value: string): void {
  const before = headers.get(name);
  headers.set(name, before === undefined ? value : `${before}, ${value}`);
}

/** The time that the headers tell, in milliseconds since 1970; NaN when they tell none. Source: RFC 9111 section 5.1. */
function timeOf(headers: ReadonlyMap<string, string>): number {
  const age = /^\d{1,9}$/.test(headers.get('age') ?? '') ? Number(headers.get('age')) : 0;
  return Date.parse(headers.get('date') ?? '') + age * 1000;
}
