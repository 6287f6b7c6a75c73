import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench';

/**
 * A user of the workbench whose actions and typed settings are counted. An action is a command that is run, an entry that
 * is chosen, an input box that is accepted, or a button of a notification or a dialog that is pressed. A typed setting is a value
 * that is pasted or typed. What every sign-in needs is not counted: the sign-in page and the editor's question whether to
 * open it.
 */
export class CountingUser {
  actions = 0;
  typed = 0;

  constructor(private readonly workbench: Workbench) {}

  async run(title: string): Promise<void> {
    await this.workbench.runCommand(title);
    this.actions += 1;
  }

  /** Pastes into the open input box. @param recognised text of the entry that is then offered */
  async paste(text: string, recognised: string | RegExp): Promise<void> {
    await this.workbench.input().fill(text);
    this.typed += 1;
    await this.entry(recognised).waitFor();
  }

  /** Accepts the selected entry of the open list or the text of the open input box. */
  async accept(): Promise<void> {
    await this.workbench.input().press('Enter');
    this.actions += 1;
  }

  async press(message: string | RegExp, button: string): Promise<void> {
    await this.workbench.clickNotificationButton(message, button);
    this.actions += 1;
  }

  async pressInDialog(button: string): Promise<void> {
    await this.workbench.dialog().getByRole('button', { name: button, exact: true }).click();
    this.actions += 1;
  }

  /** Clicks the entry with this text, once the list is complete: an entry that moves would be missed. */
  async choose(text: string | RegExp): Promise<void> {
    const entry = this.entry(text).first();
    await entry.waitFor();
    await this.workbench.page.locator('.quick-input-progress.active').waitFor({ state: 'detached' });
    await entry.hover();
    await entry.click();
    this.actions += 1;
  }

  /** The entries of the open list with this text. */
  entry(text: string | RegExp): Locator {
    return this.workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }
}
