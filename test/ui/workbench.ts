import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { newContext, openWorkbench, workbenchReady, type WorkbenchOptions } from '../support/browser';
import { eventually } from '../support/waiting';
import { takePicture } from './pictures';
import { session } from './session';

/** The themes that pictures are taken in, with the class by which the workbench shows that one is in use. */
const themeClasses = {
  'Default Light Modern': 'light_modern',
  'Default Dark Modern': 'dark_modern',
  'Default High Contrast': 'hc_black',
  'Default High Contrast Light': 'hc_light',
} as const;

export type Theme = keyof typeof themeClasses;

/** The same themes, by their names in the names of pictures. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const satisfies Readonly<Record<string, Theme>>;

/** The open windows: a failed test takes a picture of each. */
export const openWorkbenches = new Set<Workbench>();

/** A window of the editor, in a browser profile of its own. */
export class Workbench {
  private constructor(
    readonly page: Page,
    readonly context: BrowserContext,
  ) {}

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const { browser, canary, editor } = session();
    const context = await newContext(browser, editor, options);
    canary.watch(context);
    const workbench = new Workbench(await openWorkbench(context, editor, options), context);
    openWorkbenches.add(workbench);
    return workbench;
  }

  /** Opens another window with the same folder and the same browser profile, which `close` of this window closes too. */
  async anotherWindow(): Promise<Workbench> {
    return new Workbench(await openWorkbench(this.context, session().editor), this.context);
  }

  async close(): Promise<void> {
    openWorkbenches.delete(this);
    await session().canary.lookAtWindow(this.page);
    // Leaving the page ends the window's extension host. Otherwise the server keeps it for minutes, in case the window comes
    // back, and dozens of them slow the rest of the run down.
    await this.page.goto('about:blank');
    await this.context.close();
  }

  /** Runs a command from the palette. `title` has the category: `Cognito: Sign In`. */
  async runCommand(title: string): Promise<void> {
    // Right after the start the key may be too early, the list may lack the command, or a webview that is being
    // restored may take the focus and close the palette: so open it again. A busy editor needs longer to fill the list, so
    // each try waits longer than the one before.
    let timeout = 500;
    const run = async (): Promise<true | undefined> => {
      timeout *= 2;
      try {
        await this.page.keyboard.press('F1');
        await this.input().fill(`>${title}`, { timeout });
        await this.entry(title).click({ timeout });
        return true;
      } catch {
        await this.page.keyboard.press('Escape');
        return undefined;
      }
    };
    await eventually(`the command ${title}`, run, 60_000);
    // A list that the command opens reuses the palette's box: text typed before that would go into the palette.
    await eventually('the palette to close', async () => !(await this.isPaletteOpen()) || undefined);
  }

  private isPaletteOpen(): Promise<boolean> {
    return this.page
      .evaluate<boolean>(
        `[...document.querySelectorAll('.quick-input-widget input')].some(
          (input) => input.checkVisibility() && input.value.startsWith('>'),
        )`,
      )
      .catch(() => {
        // The command has reloaded the window.
        return false;
      });
  }

  /** Reloads the window with the editor's command: the extension host starts anew. */
  async reload(): Promise<void> {
    // The browser's own reload would not let the workbench save which editors are open.
    await Promise.all([this.page.waitForEvent('load'), this.runCommand('Developer: Reload Window')]);
    await workbenchReady(this.page);
  }

  /** Picks an entry of the quick pick that is open, by its whole label. */
  async pick(label: string): Promise<void> {
    await this.entry(label).click();
  }

  private entry(label: string): Locator {
    return this.page.locator('.quick-input-list .label-name').getByText(label, { exact: true }).first();
  }

  /** The field of the quick pick or input box that is open. */
  input(): Locator {
    return this.page.locator(
      '.quick-input-widget input[type="text"], .quick-input-widget input[type="password"]',
    );
  }

  /** Types into the input box that is open and confirms. */
  async answer(text: string): Promise<void> {
    await this.input().fill(text);
    await this.input().press('Enter');
  }

  /** The notification toast with this text in it. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  async clickNotificationButton(text: string | RegExp, button: string): Promise<void> {
    const target = this.notification(text).getByRole('button', { name: button, exact: true });
    await target.click();
    // A toast that is still moving can lose the click. A click that counts hides the toast before anything else happens.
    await target
      .waitFor({ state: 'detached', timeout: 5000 })
      .catch(() => target.click({ timeout: 5000 }).catch(() => undefined));
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text });
  }

  /** The dialog in the middle of the window. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /**
   * The tab that opens in the browser while `action` runs. The editor asks before it opens an address that is not on
   * this machine: the question is confirmed.
   */
  async openedTab(action: () => Promise<void>): Promise<Page> {
    const opened = this.context.waitForEvent('page');
    const act = async (): Promise<void> => {
      await action();
      // A browser that is slow to open its tab wants another click first.
      const confirm = this.dialog().getByRole('button', { name: /^(?:Open|Retry)$/ });
      await Promise.race([opened, confirm.click().catch(() => undefined)]);
    };
    const [tab] = await Promise.all([opened, act()]);
    await tab.waitForLoadState();
    return tab;
  }

  /** What a webview shows, by the title of its tab. */
  webview(title: string): FrameLocator {
    return this.page
      .frameLocator('iframe.webview.ready:visible')
      .frameLocator(`iframe[title="${title}"]:visible`);
  }

  /** Opens an address with the editor's scheme through Developer: Open URL. */
  async openUrl(url: string): Promise<void> {
    await this.runCommand('Developer: Open URL');
    await this.answer(url);
  }

  async readClipboard(): Promise<string> {
    await this.page.bringToFront();
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }

  async writeClipboard(text: string): Promise<void> {
    await this.page.bringToFront();
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  async setTheme(theme: Theme): Promise<void> {
    await session().editor.configure({ 'workbench.colorTheme': theme });
    await this.page.locator(`.monaco-workbench[class*="${themeClasses[theme]}"]`).waitFor();
  }

  /** Takes a picture of the window: out/pictures/<name>.png. */
  async picture(name: string): Promise<void> {
    await takePicture(this.page, name);
  }
}
