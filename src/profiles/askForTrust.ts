import { window } from 'vscode';
import type { Profile } from '../core/profile/profile';

/** Asks in a dialog whether a workspace's profile may lead to a host. */
export async function askForTrust(profile: Profile, host: string): Promise<boolean> {
  const { trustQuestion } = await import('../core/profile/trustQuestion');
  const { message, detail, accept } = trustQuestion(profile, host);
  return (await window.showWarningMessage(message, { modal: true, detail }, accept)) === accept;
}
