import { createServer, type AddressInfo } from 'node:net';
import { format } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser, newContext, workbenchUrl } from '../support/browser';
import { startEditor } from '../support/editorHost';
import { localAddress } from '../support/front';
import { startMailbox, type Mailbox } from '../support/mailbox';
import { startKeyboard } from './keyboard';

export interface TestRun {
  extensionDevelopmentPath: string;
  extensionTestsPath: string;
  /** Environment variables for the extension host. */
  env: Record<string, string>;
  settings: Record<string, unknown>;
}

/** An extension host that prints nothing for so many seconds hangs. */
const longestSilence = 120;

/** Runs the tests in the VS Code server, with its window in a headless browser. @returns the exit code */
export async function runInServer(run: TestRun): Promise<number> {
  const editor = await startEditor({ settings: run.settings, testDriver: true, trustLinks: true });
  const browser = await launchBrowser();
  const mailbox = await startMailbox();
  let page: Page | undefined;
  const keyboard = await startKeyboard(() => page);
  try {
    console.log(`Host: VS Code ${editor.version} (server, its window in Chromium ${browser.version()})`);
    const context = await newContext(browser, editor);
    await interceptOpenedAddresses(context, mailbox);
    const watched = await watch(context);
    const uri = (path: string): string => `vscode-remote://${editor.authority}${path}`;
    const env = {
      ...run.env,
      TEST_BROWSER_MAILBOX: mailbox.address,
      TEST_KEYBOARD: keyboard.address,
      TEST_OUTPUT_PORT: String(watched.port),
    };
    page = await context.newPage();
    await page.goto(
      workbenchUrl(editor, {
        payload: [
          ['extensionDevelopmentPath', uri(run.extensionDevelopmentPath)],
          ['extensionTestsPath', uri(run.extensionTestsPath)],
          ['extensionEnvironment', JSON.stringify(env)],
        ],
      }),
    );
    return await watched.ended;
  } finally {
    keyboard.stop();
    mailbox.stop();
    await browser.close();
    await editor.stop();
  }
}

/** Sends every address that the workbench opens with `window.open` to the tests, and opens nothing. */
async function interceptOpenedAddresses(context: BrowserContext, mailbox: Mailbox): Promise<void> {
  await context.exposeFunction('openedAddress', (url: string) => {
    mailbox.put(localAddress(url));
  });
  await context.addInitScript({
    content: `
      const open = window.open;
      window.open = function (url, ...rest) {
        if (!/^https?:/.test(url)) return open.call(window, url, ...rest);
        window.openedAddress(String(url));
        return window;
      };`,
  });
}

interface Watched {
  /** The port to which the tests print. */
  port: number;
  /** The exit code of the extension host. */
  ended: Promise<number>;
}

/** Prints the output of the tests until the extension host ends. */
async function watch(context: BrowserContext): Promise<Watched> {
  const editorLog: string[] = [];
  let printed = false;
  let timer: NodeJS.Timeout;
  let hang: () => void;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(hang, longestSilence * 1000);
  };
  const output = createServer((socket) => {
    printed = true;
    socket.on('data', alive).pipe(process.stdout, { end: false });
  });
  await new Promise<void>((resolve) => output.listen(0, '127.0.0.1', resolve));
  await context.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    if (type === 'error') editorLog.push(format(...args));
    if (process.env.TEST_EDITOR_LOG === '1') console.log(format(...args));
  });
  const ended = new Promise<number>((resolve, reject) => {
    hang = () => {
      const log = editorLog.slice(-5).join('\n');
      reject(
        new Error(
          `The extension host has said nothing for ${longestSilence} s: it hangs. Its last errors:\n${log}`,
        ),
      );
    };
    alive();
    void context.exposeFunction('codeAutomationExit', (code: number) => {
      if (!printed) {
        console.error(
          `The tests did not start. The editor's last errors:\n${editorLog.slice(-5).join('\n')}`,
        );
      }
      resolve(code);
    });
  });
  return {
    port: (output.address() as AddressInfo).port,
    ended: ended.finally(() => {
      clearTimeout(timer);
      output.close();
    }),
  };
}
