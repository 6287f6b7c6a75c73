import type { Page } from 'playwright-core';
import { jane } from '../support/localClients';

/** Fills in and submits the sign-in page of the local user pool. */
export async function signInOnPage(tab: Page, { username, password } = jane): Promise<void> {
  await tab.getByLabel('Username').fill(username);
  await tab.getByLabel('Password').fill(password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}
