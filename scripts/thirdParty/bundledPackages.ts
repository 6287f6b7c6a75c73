import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

const root = join(__dirname, '../..');

/** An npm package of which something is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  /** The text of its licence files. */
  readonly text: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** Licences that allow what a bundle does with their packages. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'ISC',
  'MIT',
]);

/** Licences of packages that do not contain it, from their repositories. */
const licenceFiles: Readonly<Record<string, string>> = {
  '@vscode/l10n': join(__dirname, 'licences/vscode-l10n.txt'),
};

/**
 * The packages that bundles contain, in the order of their names.
 * @param metafiles what esbuild says of its builds
 * @param copied further packages, of which files are copied
 * @throws Error for a package without a licence text, and for a licence that is not in the list of allowed ones
 */
export function bundledPackages(
  metafiles: readonly Metafile[],
  copied: readonly string[] = [],
): readonly BundledPackage[] {
  const folders = new Set(copied.map((name) => `node_modules/${name}`));
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  return [...folders].map(readPackage).toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
}

function readPackage(folder: string): BundledPackage {
  const path = join(root, folder);
  const {
    name,
    version,
    license = 'none',
  } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
  if (!allowed.has(license)) throw new Error(`${name} has the licence ${license}, which is not allowed yet.`);
  const files = readdirSync(path)
    .filter((file) => /^(?:licen[cs]e|notice)(?:[.-].*)?$/i.test(file))
    .toSorted()
    .map((file) => join(path, file));
  const known = licenceFiles[name];
  if (files.length === 0 && known !== undefined) files.push(known);
  const text = files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim()).join('\n\n');
  if (text === '') throw new Error(`${name} has no file with its licence.`);
  return { name, version, license, text };
}
