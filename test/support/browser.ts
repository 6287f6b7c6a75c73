import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser, type BrowserContext, type LaunchOptions, type Page } from 'playwright-core';
import type { Editor } from './editorHost';
import { installHost } from './hostInstall';
import { exists } from './pinnedPackages';

/** No requests of Chromium itself. */
const args = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-default-browser-check',
  '--no-pings',
];

/**
 * The browser named by CHROME_PATH, or the downloaded one, or an installed Chrome.
 * @param certificates in PEM; the browser trusts their keys too
 */
export async function launchBrowser(certificates: readonly string[] = []): Promise<Browser> {
  const chosen: LaunchOptions =
    process.env.CHROME_PATH !== undefined
      ? { executablePath: process.env.CHROME_PATH }
      : process.platform === 'linux' && process.arch === 'x64'
        ? await downloaded()
        : { channel: 'chrome' };
  const trusted = `--ignore-certificate-errors-spki-list=${certificates.map(keyHash).join()}`;
  return chromium.launch({ headless: true, chromiumSandbox: false, args: [...args, trusted], ...chosen });
}

/** What Chromium knows a key by: the SHA-256 hash of its SubjectPublicKeyInfo, in base64. */
function keyHash(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

/** The downloaded Chromium, with its own libraries and fonts where the system has none. */
async function downloaded(): Promise<LaunchOptions> {
  const { browser } = await installHost();
  const executablePath = join(browser, 'chromium');
  const env: NodeJS.ProcessEnv = { ...process.env };
  const { stdout } = await promisify(execFile)('ldd', [executablePath]).catch(() => ({
    stdout: 'not found',
  }));
  if (stdout.includes('not found')) env.LD_LIBRARY_PATH = join(browser, 'al2023/lib');
  if (!(await exists('/etc/fonts/fonts.conf'))) env.FONTCONFIG_PATH = join(browser, 'fonts');
  return { executablePath, env };
}

export interface WorkbenchOptions {
  /** The folder to open; by default the editor's own empty one. */
  folder?: string;
  /** The file of a multi-root workspace, instead of a folder. */
  workspaceFile?: string;
  /** Pairs for a window that runs tests, for instance `extensionTestsPath`. */
  payload?: [string, string][];
  viewport?: { width: number; height: number };
  /** `http://127.0.0.1:PORT`, for all but this machine's own addresses. Certificates are then not checked. */
  proxy?: string;
  /** The id of the display language, English by default. The editor's own texts stay English, because no language pack is installed. */
  language?: string;
}

/** A browser profile of its own, with the clipboard allowed. */
export async function newContext(
  browser: Browser,
  editor: Editor,
  { viewport = { width: 1280, height: 800 }, proxy, language }: WorkbenchOptions = {},
): Promise<BrowserContext> {
  const behind =
    proxy === undefined
      ? {}
      : { proxy: { server: proxy, bypass: '127.0.0.1, localhost' }, ignoreHTTPSErrors: true };
  const context = await browser.newContext({ viewport, ...behind });
  // A busy computer needs more than Playwright's 30 seconds to load a window.
  context.setDefaultTimeout(60_000);
  // The workbench takes its language from this variable, which the messages of a language pack set otherwise.
  if (language !== undefined) {
    await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(language)}`);
  }
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: editor.origin });
  return context;
}

/** The address of the workbench. */
export function workbenchUrl(
  editor: Editor,
  { folder = editor.workspace, workspaceFile, payload = [] }: WorkbenchOptions = {},
): string {
  const query = new URLSearchParams({
    ...(workspaceFile === undefined ? { folder } : { workspace: workspaceFile }),
    payload: JSON.stringify([['skipWelcome', 'true'], ...payload]),
  });
  return `${editor.origin}/?${query.toString()}`;
}

/** Opens the workbench and waits until it is drawn. */
export async function openWorkbench(
  context: BrowserContext,
  editor: Editor,
  options: WorkbenchOptions = {},
): Promise<Page> {
  const page = await context.newPage();
  await page.goto(workbenchUrl(editor, options));
  await workbenchReady(page);
  if (options.workspaceFile !== undefined) await foldersReady(page);
  return page;
}

/**
 * Waits until the folders of a workspace file are open. On a busy machine the editor can miss them at its start: it reads
 * the file before its own workspace exists, drops the event, and shows no folder until the window is reloaded.
 */
async function foldersReady(page: Page): Promise<void> {
  const folders = page.locator('.explorer-folders-view .monaco-list-row').first();
  const none = page.getByText('You have not yet added a folder to the workspace.');
  for (let reloads = 0; reloads < 5; reloads++) {
    await folders.or(none).first().waitFor();
    if (!(await none.isVisible())) return;
    await page.reload();
    await workbenchReady(page);
  }
  await folders.waitFor();
}

/** Waits until the workbench is drawn. The editor part and the items of the status bar are drawn last. */
export async function workbenchReady(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.editor').waitFor();
  await page.locator('[id="status.problems"]').waitFor();
}
