import { createRequire, Module } from 'node:module';
import { basename, dirname, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { member } from '../../../core/members';

/** A function with the signature of a Lambda handler. */
export type Handler = (event: unknown, context: unknown, callback: unknown) => unknown;

/**
 * Loads the file of a trigger, and returns its handler.
 * @throws Error when there is no such function, or what the file throws
 */
export async function loadHandler(file: string, name: string): Promise<Handler> {
  const exported = await loadModule(file);
  // Node.js does not see each name that a CommonJS module exports.
  const handler = member(exported, name) ?? member(exported, 'default', name);
  if (typeof handler === 'function') return handler as Handler;
  throw new Error(`${basename(file)} does not export a function ${name}`);
}

async function loadModule(file: string): Promise<unknown> {
  if (!/^\.[cm]?ts$/.test(extname(file))) return importFile(file);
  const esbuild = findEsbuild(file);
  if (esbuild) return evaluate(bundle(esbuild, file), file);
  // Type stripping of Node.js, from 22.18 on.
  if (member(process.features, 'typescript')) return importFile(file);
  throw new Error(
    `${basename(file)} is TypeScript, which Node.js ${process.versions.node} cannot run. Install esbuild in your project, or name the compiled JavaScript file.`,
  );
}

function importFile(file: string): Promise<unknown> {
  return import(pathToFileURL(file).href) as Promise<unknown>;
}

/** The part of esbuild that is used here. Source: https://esbuild.github.io/api/#build */
interface Esbuild {
  readonly buildSync: (options: Readonly<Record<string, unknown>>) => {
    readonly outputFiles: readonly { readonly text: string }[];
  };
}

/** The esbuild that the project of the file has installed. */
function findEsbuild(file: string): Esbuild | undefined {
  const require = createRequire(file);
  try {
    return require('esbuild') as Esbuild;
  } catch {
    return undefined;
  }
}

/** The trigger and its own modules as CommonJS. Packages stay where they are, as the trigger loads them. */
function bundle({ buildSync }: Esbuild, file: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [file],
    absWorkingDir: dirname(file),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: `node${process.versions.node}`,
    sourcemap: 'inline',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs CommonJS code as if it were in a file. */
function evaluate(code: string, file: string): unknown {
  const loaded = Object.assign(new Module(file), {
    filename: file,
    paths: createRequire(file).resolve.paths('x'),
  });
  // What Node.js calls for each CommonJS file; its types leave it out.
  const compilable = loaded as unknown as { _compile: (code: string, file: string) => void };
  compilable._compile(code, file);
  return loaded.exports as unknown;
}
