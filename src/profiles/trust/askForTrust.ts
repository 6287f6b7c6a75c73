import { window } from 'vscode';
import type { Profile } from '../../core/profile';
import type { Origin } from './trustQuestion';

/** Asks in a dialog whether what a workspace says may lead to a host. */
export async function askForTrust(profile: Profile, host: string, origin?: Origin): Promise<boolean> {
  const { trustQuestion } = await import('./trustQuestion');
  const { message, detail, accept } = trustQuestion(profile, host, origin);
  return (await window.showWarningMessage(message, { modal: true, detail }, accept)) === accept;
}
