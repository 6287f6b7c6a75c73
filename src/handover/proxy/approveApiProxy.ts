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

/** The name of an entry and where it is from, as part of a question. */
function entryLabel(name: string, source: EntrySource): string {
  const label = shortLabel(name);
  if (source === 'user') return l10n.t`“${label}”`;
  return source === 'workspace'
    ? l10n.t`“${label}” of this workspace`
    : l10n.t`“${label}” from the settings of the remote machine`;
}

/** Who is signed in, as part of a sentence. @param user what the entry says about the user */
function ownerLabel({ name, production }: Profile, user: string | undefined): string {
  const label = shortLabel(name);
  const profile = production ? l10n.t`the production profile “${label}”` : l10n.t`“${label}”`;
  return user === undefined ? profile : l10n.t`${shortLabel(user)} in ${profile}`;
}

async function confirmStart(
  { settings }: ApiProxyEntry,
  profile: Profile,
  { question }: ProxyKind,
  source: EntrySource,
): Promise<boolean> {
  const { name, url, token, origins, user, readOnly = profile.production } = settings;
  const { ask, target, accept } = question;
  const who =
    origins.length === 0
      ? question.who
      : l10n.t`${question.who} and the web pages of ${origins.map(plain).join(', ')}`;
  const title = tokenTitles[token];
  const owner = ownerLabel(profile, user);
  const message = ask(entryLabel(name, source));
  const use = readOnly
    ? l10n.t`Until the window closes, ${who} can then read from ${target} with the ${title} of ${owner}. The token is sent to:`
    : l10n.t`Until the window closes, ${who} can then read from and write to ${target} with the ${title} of ${owner}. The token is sent to:`;
  const detail = [use, url].join('\n\n');
  return (await window.showWarningMessage(message, { modal: true, detail }, accept)) === accept;
}
