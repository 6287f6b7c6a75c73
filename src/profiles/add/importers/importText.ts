import { parse as parseJson, type ParseError } from 'jsonc-parser';
import { member } from '../../../core/members';
import { readAmplify } from './amplify';
import { siftFinds, type Find, type RawFind } from './find';
import { objectLiterals } from './javascript';
import { readEnvironment, readOutputs } from './outputs';

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
  const expected = promising.test(name);
  try {
    const finds = siftFinds(format.read(text.replace(/^\uFEFF/, '')));
    return finds.length === 0 && expected ? { finds, reason: 'It names no user pool.' } : { finds };
  } catch (error) {
    if (!expected && !/cognito|user_?pool/i.test(text)) return { finds: [] };
    const line = member(error, 'loc', 'line');
    const where = typeof line === 'number' ? `, line ${line}` : '';
    return { finds: [], reason: `It cannot be read as ${format.called}${where}.` };
  }
}

/** @throws SyntaxError with its line, in the form of acorn's */
function readJson(text: string): readonly RawFind[] {
  const errors: ParseError[] = [];
  const root: unknown = parseJson(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw Object.assign(new SyntaxError('not JSON'), { loc: { line } });
  }
  const amplify = readAmplify(root);
  return amplify.length > 0 ? amplify : readOutputs(root);
}
