import * as l10n from '@vscode/l10n';
import { window, type Memento } from 'vscode';
import { CognitoError } from '../../core/errors';
import type { Profile } from '../../core/profile';
import { plain, shortLabel } from '../../core/text';
import { readEntries } from '../../profiles/settings';
import { approveOnce, isApproved, sourceOf } from '../../profiles/trust/trust';
import { tokenTitles } from '../freshToken';
import type { EntrySource } from '../settingEntries';
import type { ApiProxyEntry } from './apiProxySettings';
import type { ProxyKind } from './proxyKind';

/**
 * Asks the user before a proxy starts: every time for a production profile, and once when the proxy or its profile comes from a
 * workspace or a remote machine. When both are in the user's own settings, they are a consent already.
 * @param state where approvals are stored, for all workspaces
 * @throws CognitoError sign_in_cancelled when the user declines
 */
export async function approveApiProxy(
  entry: ApiProxyEntry,
  profile: Profile,
  kind: ProxyKind,
  state: Pick<Memento, 'get' | 'update'>,
): Promise<void> {
  const source = sourceOfBoth(entry, profile);
  const ask = (): Promise<boolean> => confirmStart(entry, profile, kind, source);
  if (profile.production) {
    if (!(await ask())) throw new CognitoError('sign_in_cancelled');
  } else if (source !== 'user') {
    await approveOnce(state, approvalKey(entry, profile, kind), ask);
  }
}

/**
 * Whether the token of a profile may be sent to the URL of an entry without a question, because both are the user's own or were
 * approved before. A production profile is always asked about.
 */
export function isApprovedApiProxy(
  entry: ApiProxyEntry,
  profile: Profile,
  kind: ProxyKind,
  state: Pick<Memento, 'get'>,
): boolean {
  if (profile.production) return false;
  return sourceOfBoth(entry, profile) === 'user' || isApproved(state, approvalKey(entry, profile, kind));
}

function sourceOfBoth({ source }: ApiProxyEntry, profile: Profile): EntrySource {
  return source === 'user' ? sourceOf(profile, readEntries()) : source;
}

/**
 * Identifies an approval by the URL, the token, the app client, the user, the origins and `readOnly`. The user is asked again when one of them
 * changes, because the token then goes elsewhere or others can use it.
 */
function approvalKey({ settings }: ApiProxyEntry, profile: Profile, { question }: ProxyKind): string {
  const { url, token, origins, readOnly, user } = settings;
  const { userPoolId, issuer, domain, clientId } = profile;
  const pool = [userPoolId, issuer, domain, clientId, ...(user === undefined ? [] : [user])];
  return JSON.stringify([question.id, url, token, readOnly === true, origins.toSorted(), ...pool]);
}

const definedIn: Readonly<Record<EntrySource, string>> = {
  user: '',
  workspace: l10n.t(' of this workspace'),
  machine: l10n.t(' from the settings of the remote machine'),
};

async function confirmStart(
  { settings }: ApiProxyEntry,
  profile: Profile,
  { question }: ProxyKind,
  source: EntrySource,
): Promise<boolean> {
  const { name, url, token, origins, user, readOnly = profile.production } = settings;
  const production = profile.production ? l10n.t('the production profile ') : '';
  const use = readOnly ? 'read from' : 'read from and write to';
  const who = [
    question.who,
    ...(origins.length === 0 ? [] : [`the web pages of ${origins.map(plain).join(', ')}`]),
  ].join(' and ');
  const message = `${question.title} “${shortLabel(name)}”${definedIn[source]}?`;
  const detail = [
    l10n.t`Until the window closes, ${who} can then ${use} ${question.target} with the ${tokenTitles[token]} of ${user === undefined ? '' : l10n.t`${shortLabel(user)} in `}${production}“${shortLabel(profile.name)}”. The token is sent to:`,
    url,
  ].join('\n\n');
  const { accept } = question;
  return (await window.showWarningMessage(message, { modal: true, detail }, accept)) === accept;
}
