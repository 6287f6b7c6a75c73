import { parse as parseJson, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { readAmplify } from './amplify';
import { readEnvironment } from './environment';
import { siftFinds, type Find, type RawFind } from './find';
import { objectLiterals } from './javascript';
import { readOutputs } from './outputs';

/** Larger files are not read, in bytes. Files that tools write for a user pool have a few kilobytes. */
export const largestFile = 200_000;

/** The user pools in a file. */
export interface Imported {
  readonly finds: readonly Find[];
  /** A sentence that says why the file has no user pool. Present only when its name or its text suggests a user pool. */
  readonly reason?: string;
}

interface Format {
  readonly name: RegExp;
  /** For the reason: "It cannot be read as JSON". */
  readonly called: string;
  readonly read: (text: string) => readonly RawFind[];
}

const formats: readonly Format[] = [
  { name: /\.json$/, called: 'JSON', read: readJson },
  { name: /\.[cm]?js$/, called: 'JavaScript', read: (text) => objectLiterals(text).flatMap(readAmplify) },
  { name: /(?:^|\.)env(?:\.|$)/, called: 'environment variables', read: readEnvironment },
];

/** A file with this name should name a user pool, so the user is told when it does not. */
const promising = /^(?:amplify_outputs\.json|aws-exports\.|amplifyconfiguration\.json)/;

/**
 * Reads the user pools that a file of the workspace names. Nothing in the file is run. Never throws.
 * @param name the file's name without its folder, which decides how it is read
 */
export function importText(name: string, text: string): Imported {
  const format = formats.find((candidate) => candidate.name.test(name));
  if (format === undefined) return { finds: [], reason: 'Unsupported file type.' };
  if (text.length > largestFile) return { finds: [], reason: 'It is larger than 200 kB.' };
  const expected = promising.test(name) || /cognito|user_?pool/i.test(text);
  try {
    const finds = siftFinds(format.read(text.replace(/^\uFEFF/, '')));
    if (finds.length > 0) return { finds };
    return promising.test(name) ? { finds, reason: 'It names no user pool.' } : { finds };
  } catch (error) {
    return expected
      ? { finds: [], reason: `It cannot be read as ${format.called}${lineOf(error)}.` }
      : { finds: [] };
  }
}

function readJson(text: string): readonly RawFind[] {
  const errors: ParseError[] = [];
  const root: unknown = parseJson(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) throw new JsonError(error, text);
  const amplify = readAmplify(root);
  return amplify.length > 0 ? amplify : readOutputs(root);
}

class JsonError extends Error {
  readonly line: number;

  constructor({ error, offset }: ParseError, text: string) {
    super(printParseErrorCode(error));
    this.line = text.slice(0, offset).split('\n').length;
  }
}

/** The line at which a parser failed. Each parser reports it differently. */
function lineOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const places = [error, 'loc' in error ? error.loc : undefined, 'mark' in error ? error.mark : undefined];
  for (const place of places) {
    if (typeof place === 'object' && place !== null && 'line' in place && typeof place.line === 'number') {
      return `, line ${'mark' in error && place === error.mark ? place.line + 1 : place.line}`;
    }
  }
  return '';
}
