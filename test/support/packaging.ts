import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from './processes';

export const root = resolve(__dirname, '../..');

/** Builds and packages the extension in the folder `cwd`. @returns the path of the VSIX, `out/<name>.vsix` */
export async function packageExtension(name: string, cwd = root): Promise<string> {
  const out = join(root, 'out');
  const vsix = join(out, `${name}.vsix`);
  const logFile = join(out, `${name}.log`);
  await mkdir(out, { recursive: true });
  await rm(logFile, { force: true });
  const vsce = require.resolve('@vscode/vsce/vsce');
  const args = [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--out',
    vsix,
  ];
  if ((await run({ file: process.execPath, args, cwd, logFile })) === 0) return vsix;
  throw new Error(`${name} was not packaged:\n${await readFile(logFile, 'utf8')}`);
}
