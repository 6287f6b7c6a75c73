import type { Page } from 'playwright-core';
import { jane } from '../support/localClients';
import type { Workbench } from './workbench';

/** Fills in and submits the sign-in page of the local user pool. */
export async function signInOnPage(tab: Page, { username, password } = jane): Promise<void> {
  await tab.getByLabel('Username').fill(username);
  await tab.getByLabel('Password').fill(password);
  await tab.getByRole('button', { name: 'Sign in' }).click();
}

/**
 * Signs in to the local user pool, and waits until the inspector shows the user.
 * @param action starts the sign-in
 */
export async function signInToProfile(
  workbench: Workbench,
  profile: string,
  action = () => workbench.runCommand('Cognito: Sign In'),
): Promise<void> {
  const tab = await workbench.openedTab(action);
  await signInOnPage(tab);
  const inspector = workbench.webview(`Cognito: ${profile}`);
  await inspector.getByRole('heading', { name: 'jane.doe@example.com' }).waitFor();
  await tab.close();
}
