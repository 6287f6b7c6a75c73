import { window } from 'vscode';
import type { Profile } from '../../core/profile';
import type { Origin } from './trustQuestion';

/** Asks the user in a dialog whether a profile from elsewhere may use a host. */
export async function askForTrust(profile: Profile, host: string, origin: Origin): Promise<boolean> {
  const { trustQuestion } = await import('./trustQuestion');
  const { message, detail, accept } = trustQuestion(profile, host, origin);
  return (await window.showWarningMessage(message, { modal: true, detail }, accept)) === accept;
}
