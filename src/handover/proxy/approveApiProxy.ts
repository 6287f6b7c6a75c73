import { window, type Memento } from 'vscode';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { plainLabel, truncate } from '../../core/text';
import { approveOnce } from '../../profiles/trust/trust';
import { tokenTitles } from '../freshToken';
import type { ApiProxyEntry, ApiProxySource } from './apiProxySettings';

/** Longer names are cut, so that a name cannot push the URL out of sight. */
const longestName = 60;

/**
 * Asks the user before a proxy starts: once for each URL that a workspace or a remote machine has named, and every time for a
 * production profile. An entry of the user's own settings is a consent already.
 * @param state where approvals are stored, for all workspaces
 * @throws CognitoError sign_in_cancelled when the user declines
 */
export async function approveApiProxy(
  entry: ApiProxyEntry,
  profile: Profile,
  state: Pick<Memento, 'get' | 'update'>,
): Promise<void> {
  const { settings, source } = entry;
  const ask = (): Promise<boolean> => confirmStart(entry, profile);
  if (profile.production) {
    if (!(await ask())) throw new CognitoError('sign_in_cancelled');
  } else if (source !== 'user') {
    const { userPoolId, issuer, domain, clientId } = profile;
    const key = ['apiProxy', settings.url, settings.token, userPoolId, issuer, domain, clientId];
    await approveOnce(state, JSON.stringify(key), ask);
  }
}

const places: Readonly<Record<ApiProxySource, string>> = {
  user: '',
  workspace: ' of this workspace',
  machine: ' from the settings of the remote machine',
};

async function confirmStart({ settings, source }: ApiProxyEntry, profile: Profile): Promise<boolean> {
  const shown = (name: string): string => truncate(plainLabel(name), longestName);
  const message = `Start the API proxy “${shown(settings.name)}”${places[source]}?`;
  const kind = profile.production ? 'the production profile ' : '';
  const detail = [
    `Your programs on this computer can then call the API with the ${tokenTitles[settings.token]} of ${kind}“${shown(profile.name)}”, until the window closes. The token is sent to:`,
    settings.url,
  ].join('\n\n');
  const accept = 'Start API Proxy';
  return (await window.showWarningMessage(message, { modal: true, detail }, accept)) === accept;
}
