import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/**
 * A person who counts. An action is what they do in the editor: run a command, choose an entry, accept a box, press a
 * button of a message. A typed setting is a value that goes into a box, pasted or typed. Signing in on the pool's own page
 * and the editor's question whether to open it are part of every sign-in and not counted.
 */
export class Newcomer {
  actions = 0;
  typed = 0;

  constructor(private readonly workbench: Workbench) {}

  async run(title: string): Promise<void> {
    await this.workbench.runCommand(title);
    this.actions += 1;
  }

  /** Pastes into the box that is open; `recognised` is what it says then. */
  async paste(text: string, recognised: string | RegExp): Promise<void> {
    await this.workbench.input().fill(text);
    this.typed += 1;
    await this.entry(recognised).waitFor();
  }

  /** Takes what is marked in the box. */
  async accept(): Promise<void> {
    await this.workbench.input().press('Enter');
    this.actions += 1;
  }

  async press(message: string | RegExp, button: string): Promise<void> {
    await this.workbench.clickNotificationButton(message, button);
    this.actions += 1;
  }

  /** Clicks an entry of the list, by anything it says, once the list has filled up and stands still. */
  async choose(text: string | RegExp): Promise<void> {
    const entry = this.entry(text).first();
    await entry.waitFor();
    await this.workbench.page.locator('.quick-input-progress.active').waitFor({ state: 'detached' });
    await entry.hover();
    await entry.click();
    this.actions += 1;
  }

  /** An entry of the box, by anything it says. */
  entry(text: string | RegExp): Locator {
    return this.workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }
}
