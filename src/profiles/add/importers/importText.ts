import * as l10n from '@vscode/l10n';
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
  { name: /\.[cm]?js$/, called: 'JavaScript', read: readJavaScript },
  { name: /\.dart$/, called: 'Dart', read: readDart },
  { name: /\.ya?ml$/, called: 'YAML', read: (text) => readEnvironment(yamlAsVariables(text)) },
  {
    name: /(?:^|\.)env(?:\.|$)|\.properties$/,
    called: l10n.t('environment variables'),
    read: readEnvironment,
  },
];

/** A file with this name should name a user pool, so the user is told when it does not. */
const promising = /^(?:amplify_outputs\.|aws-exports\.|amplifyconfiguration\.|awsconfiguration\.)/;

/**
 * Reads the user pools that a file of the workspace names. Nothing in the file is run. Never throws.
 * @param name the file's name without its folder, which decides how it is read
 */
export function importText(name: string, text: string): Imported {
  const format = formats.find((candidate) => candidate.name.test(name));
  if (format === undefined) return { finds: [], reason: l10n.t('Unsupported file type.') };
  if (text.length > largestFile) return { finds: [], reason: l10n.t('It is larger than 200 kB.') };
  const expected = promising.test(name);
  try {
    const finds = siftFinds(format.read(text.replace(/^\uFEFF/, '')));
    return finds.length === 0 && expected ? { finds, reason: l10n.t('It names no user pool.') } : { finds };
  } catch (error) {
    if (!expected && !/cognito|user_?pool/i.test(text)) return { finds: [] };
    const line = member(error, 'loc', 'line');
    const reason =
      typeof line === 'number'
        ? l10n.t`It cannot be read as ${format.called}, line ${line}.`
        : l10n.t`It cannot be read as ${format.called}.`;
    return { finds: [], reason };
  }
}

/** The user pool in lines of such a file that were pasted; undefined when they name none or several. Never throws. */
export function importPasted(text: string): Find | undefined {
  // An assignment, a member, or a flag: an id or an address alone is none of these.
  if (text.length > largestFile || !/[\w"']\s*(?:=|:\s|:["'])/.test(text)) return undefined;
  const members = text.trim().replace(/[,;]+$/, '');
  for (const [name, form] of [
    ['pasted.json', text],
    ['pasted.js', text],
    ['pasted.js', `({${members}})`],
    ['pasted.env', text],
    ['pasted.env', text.replaceAll(/\s+(?=[A-Z][A-Z_\d]*=)/g, '\n')],
    ['pasted.yml', text],
  ] as const) {
    const [find, ...others] = importText(name, form).finds;
    if (find !== undefined) return others.length === 0 ? find : undefined;
  }
  return undefined;
}

/** The argument of an Amplify or OpenID Connect library, which names an issuer as `authority`. */
function readJavaScript(text: string): readonly RawFind[] {
  return objectLiterals(text).flatMap((literal) => {
    const amplify = readAmplify(literal);
    return amplify.length > 0 ? amplify : readOutputs(literal);
  });
}

/** Amplify for Flutter writes its JSON into a string. */
function readDart(text: string): readonly RawFind[] {
  return readJson(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
}

/** The values of a YAML file as variables, each named by its whole path: enough for settings, which are plain values. */
function yamlAsVariables(text: string): string {
  const path: { readonly indent: number; readonly name: string }[] = [];
  const variables: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, indent = '', name, value = ''] = /^( *)["']?([\w.-]+)["']?:(?:\s+(.*))?$/.exec(line) ?? [];
    if (name === undefined) continue;
    while ((path.at(-1)?.indent ?? -1) >= indent.length) path.pop();
    path.push({ indent: indent.length, name });
    if (value !== '') variables.push(`${path.map((part) => part.name).join('.')}=${value}`);
  }
  return variables.join('\n');
}

/** @throws SyntaxError with its line, in the form of acorn's */
function readJson(text: string): readonly RawFind[] {
  const errors: ParseError[] = [];
  const root: unknown = parseJson(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    throw Object.assign(new SyntaxError(), { loc: { line } });
  }
  const amplify = readAmplify(root);
  return amplify.length > 0 ? amplify : readOutputs(root);
}
