import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { HostMessage, InspectorModel, ViewMessage, ViewState } from '../../src/inspector/protocol';
import { root } from '../support/packaging';
import { accessibilityFaults } from './accessibility';
import { cutOff } from './cutOff';
import { walkWithTab } from './keyboardWalk';
import { takePicture } from './pictures';

/** The style that the editor gives to a webview, read from a real one in `themeLooks.ts`. */
export interface Look {
  /** The theme's colours, as the style of the root element. */
  readonly variables: string;
  readonly bodyClass: string;
  readonly themeKind: string;
  /** The style sheet that every webview gets. */
  readonly defaults: string;
}

const origin = 'http://inspector.test';

interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Pixels of the screen for one of CSS: 2 for a window that is zoomed to 200 %. */
  readonly zoom?: number;
  /** The time of the page, in seconds since 1970; by default the time of this computer. */
  readonly now?: number;
  /** Whether the time of the page runs. */
  readonly ticking?: boolean;
  readonly state?: ViewState;
  readonly forcedColors?: boolean;
  readonly reducedMotion?: boolean;
}

/** The packaged page in a browser. The test is its host. */
export class InspectorPage {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {}

  static async open(browser: Browser, look: Look, options: PageOptions = {}): Promise<InspectorPage> {
    const context = await browser.newContext({
      viewport: options.viewport ?? { width: 1280, height: 900 },
      deviceScaleFactor: options.zoom ?? 1,
      forcedColors: options.forcedColors === true ? 'active' : 'none',
      reducedMotion: options.reducedMotion === true ? 'reduce' : 'no-preference',
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    const page = await context.newPage();
    if (options.now !== undefined) {
      const time = options.now * 1000;
      await (options.ticking === true ? page.clock.install({ time }) : page.clock.setFixedTime(time));
    }
    await page.route(`${origin}/**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name !== '') await route.fulfill({ path: join(root, 'dist', name) });
      else await route.fulfill({ contentType: 'text/html', body: html(look) });
    });
    await page.addInitScript({ content: hostScript(options.state) });
    await page.goto(origin);
    return new InspectorPage(page, context);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Sends a message as the host does. */
  async post(message: HostMessage | object): Promise<void> {
    const data = JSON.stringify(JSON.stringify(message));
    await this.page.evaluate(
      `window.dispatchEvent(new MessageEvent('message', { data: JSON.parse(${data}) }))`,
    );
  }

  async show(model: InspectorModel): Promise<void> {
    await this.post({ type: 'show', model });
  }

  /** The messages that the page has sent. */
  async sent(): Promise<readonly ViewMessage[]> {
    return this.page.evaluate('window.sent');
  }

  /** The states that the page has stored for a reload. */
  async kept(): Promise<readonly ViewState[]> {
    return this.page.evaluate('window.kept');
  }

  async openTab(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** Types into the box above the claims. */
  async filter(text: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Filter claims' }).fill(text);
  }

  /** The width of the narrowest value of a claim, as a share of the panel's; 1 where no claims are shown. */
  narrowestClaim(): Promise<number> {
    return this.page.evaluate<number>(
      `Math.min(1, ...[...document.querySelectorAll('tr[data-name] > *')].map((cell) => cell.offsetWidth / document.getElementById('panel').offsetWidth))`,
    );
  }

  /** Walks through the page with Tab. @returns what is wrong, one line each */
  async keyboardFaults(): Promise<readonly string[]> {
    const { faults } = await walkWithTab({
      press: (key) => this.page.keyboard.press(key),
      run: (script) => this.page.evaluate(script),
    });
    return faults;
  }

  /** The elements that do not show the whole of their content, and the page when it is wider than the window. */
  cutOff(): Promise<string[]> {
    return cutOff((script) => this.page.evaluate(script));
  }

  /** How many animations there are, by what is animated. */
  animations(): Promise<string[]> {
    return this.page.evaluate<string[]>(
      `document.getAnimations().map(({ effect }) => effect.target.outerHTML)`,
    );
  }

  /** Takes a picture of the whole page: out/pictures/view/<name>.png. */
  async picture(name: string): Promise<void> {
    await takePicture(this.page, `view/${name}`, { fullPage: true });
  }

  /** What axe-core finds, one line each. @param options as for `accessibilityFaults` */
  accessibilityFaults(options?: Parameters<typeof accessibilityFaults>[1]): Promise<string[]> {
    return accessibilityFaults((script) => this.page.evaluate(script), options);
  }
}

/** The editor's side of a webview. It records messages and states. */
function hostScript(state: ViewState | undefined): string {
  return `
    window.sent = [];
    window.kept = ${JSON.stringify(state === undefined ? [] : [state])};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.sent.push(structuredClone(message)),
      getState: () => window.kept.at(-1),
      setState: (state) => window.kept.push(structuredClone(state)),
    });`;
}

/** The page of src/webview/panels.ts, with the elements that the editor adds. */
function html({ variables, bodyClass, themeKind, defaults }: Look): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline' ${origin}; font-src ${origin}; script-src ${origin}`;
  return `<!doctype html>
<html lang="en" style="${variables.replaceAll('"', '&quot;')}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>Token Inspector</title>
    <style>${defaults}</style>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${origin}/codicon.css">
    <link rel="stylesheet" href="${origin}/inspector.css">
  </head>
  <body class="${bodyClass}" data-vscode-theme-kind="${themeKind}" style="background: var(--vscode-editor-background)">
    <main id="inspector"></main>
    <script src="${origin}/inspector.js"></script>
  </body>
</html>`;
}
