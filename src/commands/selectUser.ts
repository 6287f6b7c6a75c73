import * as l10n from '@vscode/l10n';
import { commands, ThemeIcon, window, type QuickPickItem } from 'vscode';
import { userName } from '../core/account';
import { CognitoError } from '../core/errors';
import { isMachine, type Profile } from '../core/profile';
import { subjectOf } from '../core/session';
import { plainLabel } from '../core/text';
import { confirmDone } from '../editor/notify';
import type { Parts } from './parts';

/**
 * Makes one of the signed-in users the active one of a profile, in this workspace: the user that the profile names, or one that is
 * picked.
 * @throws CognitoError session_missing, profile_invalid, secrets_unavailable
 */
export async function selectUser(
  parts: Pick<Parts, 'store' | 'activeProfile'>,
  profile: Profile,
): Promise<void> {
  if (isMachine(profile)) {
    throw new CognitoError('profile_invalid', {
      name: profile.name,
      field: 'grant',
      reason: l10n.t('is client_credentials, and a machine client has no users'),
    });
  }
  const chosen = profile.user ?? (await pickUser(parts, profile));
  if (chosen === undefined) return;
  const session = await parts.store.find({ ...profile, user: chosen });
  const subject = session && subjectOf(session);
  if (session === undefined || subject === undefined) {
    throw new CognitoError('session_missing', { user: chosen });
  }
  await parts.activeProfile.selectUser(profile.name, subject);
  confirmDone(l10n.t`${plainLabel(userName(session))} is the active user of “${plainLabel(profile.name)}”`);
}

interface UserItem extends QuickPickItem {
  /** Left out for the item that signs in someone else. */
  readonly subject?: string | undefined;
}

/** @returns the `sub` of a user; undefined when the user picks none, or signs in someone else instead */
async function pickUser({ store }: Pick<Parts, 'store'>, profile: Profile): Promise<string | undefined> {
  const [sessions, active] = await Promise.all([store.findAll(profile), store.find(profile)]);
  const users = sessions.map((session): UserItem => {
    const subject = subjectOf(session);
    const isActive = active?.id === session.id;
    return {
      label: plainLabel(userName(session)),
      description: isActive ? l10n.t('active') : '',
      detail: plainLabel(subject ?? ''),
      iconPath: new ThemeIcon(isActive ? 'check' : 'blank'),
      subject,
    };
  });
  const someoneElse: UserItem = { label: l10n.t('Sign In as Someone Else…'), iconPath: new ThemeIcon('add') };
  const picked = await window.showQuickPick([...users, someoneElse], {
    title: l10n.t`Select User of “${plainLabel(profile.name)}”`,
    placeHolder: l10n.t('Choose the user whose tokens commands use in this workspace'),
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked === someoneElse) await commands.executeCommand('cognito.signInAs', profile.name);
  return picked?.subject;
}
