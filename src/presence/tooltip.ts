import * as l10n from '@vscode/l10n';
import { MarkdownString } from 'vscode';
import { markdownText, plain, sentences, withDots, untranslated } from '../core/text';
import { timeLanguage } from '../core/textLanguage';
import { isMachine, poolLabel } from '../core/profile';
import { describePhase, type Phase, type ProfileStatus } from './profileStatus';

interface Action {
  readonly id: string;
  readonly title: string;
  readonly icon: string;
}

const inspect: Action = {
  id: 'cognito.openInspector',
  title: l10n.t('Open Inspector'),
  icon: 'open-preview',
};
const select: Action = {
  id: 'cognito.selectProfile',
  title: l10n.t('Select Profile'),
  icon: 'list-selection',
};
const selectUser: Action = { id: 'cognito.selectUser', title: l10n.t('Select User'), icon: 'account' };
const signIn: Action = { id: 'cognito.signIn', title: l10n.t('Sign In'), icon: 'sign-in' };
const copyLink: Action = {
  id: 'cognito.copySignInLink',
  title: l10n.t('Copy Sign-in Link'),
  icon: 'link-external',
};
const ofSession: readonly Action[] = [
  { id: 'cognito.copyAccessToken', title: l10n.t('Copy Access Token'), icon: 'key' },
  { id: 'cognito.refreshTokens', title: l10n.t('Refresh'), icon: 'refresh' },
  { id: 'cognito.signOut', title: l10n.t('Sign Out'), icon: 'sign-out' },
];

const actions: Readonly<Record<Phase, readonly Action[]>> = {
  signingIn: [inspect, copyLink],
  valid: [...ofSession, select],
  renewable: [...ofSession, select],
  expired: [signIn, select],
  signed_out: [signIn, select],
};

/** The commands that links of a tooltip may run. */
const enabledCommands = [inspect, select, selectUser, signIn, copyLink, ...ofSession].map(({ id }) => id);

/**
 * The tooltip of a profile: user, pool, expiry, and links to commands. Names and claims are text, never markup.
 * @param now milliseconds since 1970
 */
export function profileTooltip(status: ProfileStatus, now: number): MarkdownString {
  const { profile, session, source, active, users } = status;
  const { phase, sentence } = describePhase(status, now);
  const tooltip = new MarkdownString('', true);
  tooltip.isTrusted = { enabledCommands };
  const line = (icon: string, text: string): void => {
    tooltip.appendMarkdown(untranslated(`$(${icon})&nbsp; ${markdownText(text)}  \n`));
  };
  const name = `**${markdownText(profile.name)}**`;
  const title = withDots(name, profile.production && l10n.t('production'), active && l10n.t('active'));
  tooltip.appendMarkdown(`${title}\n\n`);
  if (isMachine(profile)) line('server-process', l10n.t('A machine client: it gets tokens for itself.'));
  else if (session !== undefined) line('account', session.user);
  line('server', `${plain(poolLabel(profile, session?.issuer))} · ${profile.clientId}`);
  line('clockface', sentences(sentence, phase === 'valid' && session && until(session.expiresAt, now)));
  if (source === 'workspace') line('folder', l10n.t('Defined by this workspace.'));
  if (source === 'machine') line('remote', l10n.t('Defined by the settings of the remote machine.'));
  const offered = [...actions[phase], ...(users.length > 1 ? [selectUser] : [])];
  tooltip.appendMarkdown(
    `\n---\n\n${offered.map((action) => link(action, profile.name)).join(' &nbsp; ')}\n`,
  );
  return tooltip;
}

/** A sentence with the time of day at which a token expires. */
function until(expiresAt: number, now: number): string {
  const time = new Date(expiresAt);
  const day = time.toDateString() === new Date(now).toDateString() ? {} : { weekday: 'short' as const };
  const shown = time.toLocaleString(timeLanguage(), { ...day, hour: 'numeric', minute: '2-digit' });
  return l10n.t`Until ${shown}.`;
}

function link({ id, title, icon }: Action, profile: string): string {
  const withProfile = id !== select.id && id !== copyLink.id;
  const query = withProfile ? `?${encoded(JSON.stringify([profile]))}` : '';
  return `[$(${icon}) ${title}](command:${id}${query})`;
}

/** Encodes characters too that `encodeURIComponent` keeps but that end a link or have a meaning in Markdown. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*_~]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
