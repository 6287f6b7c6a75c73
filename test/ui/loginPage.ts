import type { Page } from 'playwright-core';

/** Signs in on the local user pool's Hosted UI, as a person does. */
export async function fillIn(tab: Page, username: string, password: string): Promise<void> {
  await tab.getByLabel('Username').fill(username);
  await tab.getByLabel('Password').fill(password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}
