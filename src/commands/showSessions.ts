import * as l10n from '@vscode/l10n';
import { ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { UserSession } from '../client/userSessions/userSessions';
import { userName } from '../core/account';
import { duration } from '../core/duration';
import { CognitoError } from '../core/errors';
import { isMachine, type Profile } from '../core/profile';
import type { Session } from '../core/session';
import { plain, plainLabel, shortLabel, truncate, withDots } from '../core/text';
import { confirmDone } from '../editor/notify';
import { readEntries } from '../profiles/settings';
import type { Parts } from './parts';
import { freshSession } from './session';

type SessionsParts = Pick<Parts, 'client' | 'store' | 'refresher' | 'machineSignIn'>;

/**
 * Lists where the user of a profile is signed in, and signs out the sessions that the user chooses. The session of this editor is marked,
 * and only Sign Out ends it.
 * @throws CognitoError session_missing, profile_invalid, user_sessions_refused, and as a refresh
 */
export async function showSessions(parts: SessionsParts, profile: Profile): Promise<void> {
  if (isMachine(profile)) {
    throw new CognitoError('profile_invalid', {
      name: profile.name,
      field: 'grant',
      reason: l10n.t('is client_credentials, and a machine client has no user with sessions'),
    });
  }
  const session = await freshSession(parts, profile);
  const client = await parts.client();
  /** The pool goes on listing an ended session for a while. */
  const ended = new Set<string>();
  for (;;) {
    const all = await client.userSessions(session);
    const shown = all.filter(({ id }) => !ended.has(id));
    const chosen = await chooseSession(shown, profile, session);
    if (chosen === undefined) return;
    if (chosen === 'read again') continue;
    const answer = await confirm(chosen, shown);
    if (answer === undefined) continue;
    await client.revokeUserSession(session, chosen.id, answer === 'linked');
    ended.add(chosen.id);
    for (const { id } of answer === 'linked' ? linkedTo(chosen, shown) : []) ended.add(id);
    confirmDone(l10n.t('Session signed out'));
  }
}

interface SessionItem extends QuickPickItem {
  /** Left out for the item that reads the list again. */
  readonly listed?: UserSession;
}

/** Follows the session of this editor when there is no other one. */
const readAgain: SessionItem = {
  label: l10n.t('$(refresh) Read the Sessions Again'),
  detail: l10n.t('There is no other session. A sign-in in another browser or app adds one.'),
};

const signOut: QuickInputButton = {
  iconPath: new ThemeIcon('sign-out'),
  tooltip: l10n.t('Sign This Session Out'),
};

/** @returns the session to sign out; undefined when the user closes the list or picks the session of this editor */
async function chooseSession(
  sessions: readonly UserSession[],
  { name }: Profile,
  session: Session,
): Promise<UserSession | 'read again' | undefined> {
  const pick = window.createQuickPick<SessionItem>();
  const user = plainLabel(userName(session));
  pick.title = l10n.t`Sessions of ${user} in “${plainLabel(name)}”`;
  pick.placeholder = l10n.t('Choose a session to sign out');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const items = sessions.map((listed) => sessionItem(listed, Date.now()));
  pick.items = sessions.every(({ isCurrent }) => isCurrent) ? [...items, readAgain] : items;
  try {
    return await new Promise<UserSession | 'read again' | undefined>((resolve) => {
      pick.onDidTriggerItemButton(({ item }) => {
        resolve(item.listed);
      });
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item === readAgain) resolve('read again');
        else resolve(item?.listed?.isCurrent === false ? item.listed : undefined);
      });
      pick.onDidHide(() => {
        resolve(undefined);
      });
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** @param now milliseconds since 1970 */
function sessionItem(listed: UserSession, now: number): SessionItem {
  const { kind, isCurrent, lastActiveAt, ipAddress, country } = listed;
  return {
    listed,
    label: titleOf(listed),
    iconPath: new ThemeIcon(isCurrent ? 'check' : kind === 'browser' ? 'globe' : 'key'),
    description: isCurrent ? l10n.t('this session') : '',
    detail: withDots(
      kind === 'browser' ? l10n.t('Browser session') : appOf(listed),
      lastActiveAt !== undefined && lastUse(now - lastActiveAt),
      ipAddress !== undefined && plainLabel(ipAddress),
      country !== undefined && country !== 'unknown' && plainLabel(country),
    ),
    buttons: isCurrent ? [] : [signOut],
  };
}

/** @param age milliseconds; negative when the pool’s clock is ahead */
function lastUse(age: number): string {
  return age < 10_000 ? l10n.t('used just now') : l10n.t('last used {0} ago', duration(age));
}

function titleOf({ device, kind }: UserSession): string {
  const known = device === undefined || device === 'unknown' ? undefined : truncate(plainLabel(device), 80);
  return known ?? (kind === 'browser' ? l10n.t('A browser') : l10n.t('A program'));
}

/** The app client, by its profile if there is one, and else by its id. */
function appOf({ clientId = '' }: UserSession): string {
  const own = readEntries().find(({ profile }) => profile.clientId === clientId);
  return own === undefined
    ? l10n.t`App client ${plainLabel(clientId)}`
    : l10n.t`App client of “${plainLabel(own.profile.name)}”`;
}

/** The browser session that a token session came through, or the token sessions that came through a browser session. */
function linkedTo(session: UserSession, sessions: readonly UserSession[]): readonly UserSession[] {
  return sessions.filter(
    ({ id, browserSessionId, isCurrent }) =>
      !isCurrent &&
      (session.kind === 'browser' ? browserSessionId === session.id : id === session.browserSessionId),
  );
}

/** @returns undefined when the user declines */
async function confirm(
  session: UserSession,
  sessions: readonly UserSession[],
): Promise<'alone' | 'linked' | undefined> {
  const isBrowser = session.kind === 'browser';
  const linked = linkedTo(session, sessions).length;
  const alone = l10n.t('Sign Out');
  const both = isBrowser
    ? linked === 1
      ? l10n.t('Sign Out With 1 App Session')
      : l10n.t('Sign Out With {0} App Sessions', linked)
    : l10n.t('Sign Out With Its Browser Session');
  const detail = isBrowser
    ? l10n.t('The browser then asks who signs in. Apps that were signed in through it stay signed in.')
    : l10n.t('The app can get no new tokens. An access token that it has can be accepted until it expires.');
  const buttons = linked === 0 ? [alone] : [alone, both];
  const question = l10n.t`Sign out the session of ${shortLabel(plain(titleOf(session)))}?`;
  const answer = await window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  if (answer === undefined) return undefined;
  return answer === both ? 'linked' : 'alone';
}
