import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './packaging';
import { run } from './processes';

/** Programs that tests need, and that are too big to be packages of the project. */
export interface PinnedPackages {
  /** The folder with their package.json and package-lock.json. */
  readonly source: string;
  /** What is downloaded, in words for people. */
  readonly title: string;
  /** How the name of the folder begins that they are downloaded into. */
  readonly folderName: string;
  /** Does what is left to do in `part`, which is renamed to `final` then. */
  readonly complete?: (part: string, final: string) => Promise<void>;
}

/** Downloads packages into .vscode-test the first time, and again when their lock file changes. @returns their folder */
export async function installPinned({
  source,
  title,
  folderName,
  complete,
}: PinnedPackages): Promise<string> {
  const lock = await readFile(join(source, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const downloads = join(root, '.vscode-test');
  await mkdir(downloads, { recursive: true });
  // `npm ci` fails in a folder below a symbolic link, which working trees of one repository can share.
  const folder = join(await realpath(downloads), `${folderName}-${hash}`);
  if (await exists(folder)) return folder;
  const started = Date.now();
  // Renamed only when it is complete, so that an incomplete download is repeated.
  const part = `${folder}.part-${process.pid}`;
  await mkdir(part, { recursive: true });
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      await copyFile(join(source, file), join(part, file));
    }
    await npm('ci', part, part);
    await complete?.(part, folder);
    await rename(part, folder).catch(async (error: unknown) => {
      // Another run may have been faster.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`Downloaded ${title} into ${folder} (${seconds} s).`);
  return folder;
}

export async function npm(command: 'ci' | 'install', cwd: string, logFolder: string): Promise<void> {
  const args = [command, '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', cwd];
  // The coverage of the tests is not that of npm.
  await mustRun('npm', args, cwd, logFolder, { NODE_V8_COVERAGE: undefined });
}

/** @throws with the output of a program that fails */
export async function mustRun(
  file: string,
  args: string[],
  cwd: string,
  logFolder: string,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const logFile = join(logFolder, 'install.log');
  const code = await run({ file, args, cwd, env: { ...process.env, ...env }, logFile });
  if (code === 0) return;
  throw new Error(`${file} ${args[0] ?? ''} failed in ${cwd}:\n${await readFile(logFile, 'utf8')}`);
}

export async function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
