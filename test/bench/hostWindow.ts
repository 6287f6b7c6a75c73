import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser, BrowserContext, Route } from 'playwright-core';
import { newContext, workbenchUrl } from '../support/browser';
import type { Editor } from '../support/editorHost';
import { localAddress } from '../support/front';
import type { Answer, Call, HostMethods } from './protocol';

/** The time limit in ms for an answer of the extension host and for a drawn page. */
const timeLimit = 60_000;

/** When the inspector showed the claims of a sign-in: times of day in ms. */
interface Shown {
  readonly inPage: number;
  /** The frame with them has been drawn. */
  readonly painted: number;
}

/** A window of the editor with an extension host of its own, and our module in it. */
export interface HostWindow {
  call: <Name extends keyof HostMethods>(
    method: Name,
    ...args: Parameters<HostMethods[Name]>
  ) => Promise<ReturnType<HostMethods[Name]>>;
  /** The next address that the editor opens in the browser. */
  opened: () => Promise<string>;
  /** Waits until the inspector shows the claims of the sign-in with this nonce. */
  shown: (nonce: string) => Promise<Shown>;
  /** Types into the filter of the inspector. @returns for each key the time until its frame was drawn, in ms */
  typeFilter: (text: string) => Promise<readonly number[]>;
  close: () => Promise<void>;
}

/** @param module the folder of the bench's own extension, with the module that answers the calls */
export async function openWindow(browser: Browser, editor: Editor, module: string): Promise<HostWindow> {
  // Unreferenced, so that the server of a failed window does not keep this process running.
  const server = createServer().unref();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const context = await newContext(browser, editor);
  const opened = new NamedQueue<string>('an address to be opened');
  const shown = new NamedQueue<Shown>('the claims to be shown');
  await context.exposeFunction('openedAddress', (url: string) => {
    opened.put('', localAddress(url));
  });
  await context.exposeFunction('claimsShown', (nonce: string, times: Shown) => {
    shown.put(nonce, times);
  });
  const keystrokes = new NamedQueue<number>('a keystroke to be drawn');
  await context.exposeFunction('keystrokeDrawn', (took: number) => {
    keystrokes.put('', took);
  });
  const ended = hostEnd(context);
  await context.addInitScript({ content: pageScript });
  const uri = (path: string): string => `vscode-remote://${editor.authority}${path}`;
  const page = await context.newPage();
  await page.route('**/workbench/workbench.js', disableAccountActivation);
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const environment = { BENCH_PORT: String((server.address() as AddressInfo).port) };
  await page.goto(
    workbenchUrl(editor, {
      payload: [
        ['extensionDevelopmentPath', uri(module)],
        ['extensionTestsPath', uri(join(module, 'inHost.js'))],
        ['extensionEnvironment', JSON.stringify(environment)],
      ],
    }),
  );
  const [socket] = await inTime('the extension host', connected);
  await page.locator('[id="status.problems"]').waitFor();
  return {
    call: caller(socket),
    opened: () => opened.next(''),
    shown: (nonce) => shown.next(nonce),
    typeFilter: async (text) => {
      const field = page
        .frameLocator('iframe.webview.ready:visible')
        .frameLocator('iframe:visible')
        .getByRole('textbox', { name: 'Filter claims' });
      const took: number[] = [];
      for (const key of text) {
        await field.press(key);
        took.push(await keystrokes.next(''));
      }
      await field.press('Escape');
      return took;
    },
    close: async () => {
      socket.end();
      await inTime('the extension host to end', ended);
      server.close();
      await context.close();
    },
  };
}

/**
 * Renames the activation event in the workbench's code: at its start the workbench requests a GitHub account, which would
 * activate that extension before the measurement.
 */
async function disableAccountActivation(route: Route): Promise<void> {
  const response = await route.fetch();
  const text = await response.text();
  const body = text.replace('yield`onAuthenticationRequest:${', 'yield`onNoAuthenticationRequest:${');
  await route.fulfill({ response, body });
}

function hostEnd(context: BrowserContext): Promise<void> {
  return new Promise((resolve) => {
    void context.exposeFunction('codeAutomationLog', () => undefined);
    void context.exposeFunction('codeAutomationExit', () => {
      resolve();
    });
  });
}

function caller(socket: Socket): HostWindow['call'] {
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  createInterface(socket).on('line', (line) => {
    const answer = JSON.parse(line) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  return async (method, ...args) => {
    const call: Call = { id: ++last, method, args };
    const answered = new Promise<Answer>((resolve) => waiting.set(call.id, resolve));
    socket.write(`${JSON.stringify(call)}\n`);
    const { result, error } = await inTime(method, answered);
    if (error !== undefined) throw new Error(`${method}: ${error}`);
    return result as never;
  };
}

/** Values from the page, by name. A value that arrives before `next` is kept. */
class NamedQueue<T> {
  readonly #arrived = new Map<string, T[]>();
  readonly #waiting = new Map<string, (value: T) => void>();

  constructor(private readonly what: string) {}

  put(name: string, value: T): void {
    const take = this.#waiting.get(name);
    this.#waiting.delete(name);
    if (take) take(value);
    else this.#arrived.set(name, [...(this.#arrived.get(name) ?? []), value]);
  }

  next(name: string): Promise<T> {
    const value = this.#arrived.get(name)?.shift();
    if (value !== undefined) return Promise.resolve(value);
    return inTime(this.what, new Promise<T>((resolve) => this.#waiting.set(name, resolve)));
  }
}

async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Waited ${timeLimit / 1000} s for ${what}.`));
    }, timeLimit);
  });
  return Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

/**
 * In the workbench: sends an address to open to the bench instead. In a webview: reports the nonce in the claims, which
 * says to which sign-in they belong, and times each key that changes a field from its own time stamp. A message that is
 * sent in the callback of a frame arrives when that frame has been drawn.
 */
const pageScript = `
  if (window.top === window) {
    const open = window.open;
    window.open = function (url, ...rest) {
      if (!/^https?:/.test(url)) return open.call(window, url, ...rest);
      window.openedAddress(String(url));
      return window;
    };
  } else {
    let last;
    const observer = new MutationObserver(() => {
      const names = [...document.querySelectorAll('#inspector table.claims th')];
      const nonce = names.find((name) => name.textContent === 'nonce')?.nextElementSibling?.textContent;
      if (!nonce || nonce === last) return;
      last = nonce;
      const inPage = Date.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.claimsShown(nonce, { inPage, painted: Date.now() });
        port2.postMessage('');
      });
    });
    const keyed = ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => window.keystrokeDrawn(performance.now() - timeStamp);
        port2.postMessage('');
      });
    };
    // The editor writes a webview's page into a document that is newer than this script's.
    const { open } = Document.prototype;
    Document.prototype.open = function (...rest) {
      const opened = open.apply(this, rest);
      observer.observe(opened, { childList: true, subtree: true, characterData: true });
      opened.addEventListener('input', keyed, { capture: true });
      return opened;
    };
  }`;
