import * as l10n from '@vscode/l10n';
import { plain, plainLabel, sentences } from '../core/text';
import { isMachine } from '../core/profile';
import { describePhase, type ProfileStatus } from './profileStatus';

/** The content of the status bar item. */
export interface StatusBarContent {
  /** A text with a codicon: `$(key) dev · 42 min`. */
  readonly text: string;
  /** The text for screen readers. */
  readonly spoken: string;
  /** The command of the item, and its profile. */
  readonly command: { readonly id: string; readonly profile?: string };
  /** Whether the item has the warning colours. */
  readonly warning: boolean;
  /** The active profile; undefined when the user has several profiles and has not chosen one. */
  readonly status?: ProfileStatus;
}

/**
 * @param now milliseconds since 1970
 * @returns undefined when there is no profile
 */
export function statusBarContent(
  statuses: readonly ProfileStatus[],
  now: number,
): StatusBarContent | undefined {
  if (statuses.length === 0) return undefined;
  const status = statuses.find(({ active }) => active);
  if (status === undefined) {
    return {
      text: l10n.t('$(key) Cognito'),
      spoken: l10n.t('Cognito: no profile is active. Select one.'),
      command: { id: 'cognito.selectProfile' },
      warning: false,
    };
  }
  const { profile, session, users } = status;
  const { phase, text, sentence } = describePhase(status, now);
  const needed = phase === 'signed_out' || phase === 'expired';
  const machine = isMachine(profile);
  const stateIcon = needed && !machine ? '$(warning)' : '$(key)';
  const icon = phase === 'signingIn' ? '$(loading~spin)' : stateIcon;
  return {
    text: [
      `${icon} ${oneLine(profile.name)}`,
      ...(session !== undefined && users.length > 1 ? [oneLine(session.user)] : []),
      text,
    ].join(' · '),
    spoken: sentences(
      profile.production
        ? l10n.t`Cognito profile ${plain(profile.name)}, production.`
        : l10n.t`Cognito profile ${plain(profile.name)}.`,
      session !== undefined && !machine && l10n.t`Signed in as ${session.user}.`,
      sentence,
    ),
    command: { id: needed ? 'cognito.signIn' : 'cognito.openInspector', profile: profile.name },
    warning: profile.production,
    status,
  };
}

/** A short name without codicons, which settings could put into it. */
function oneLine(name: string): string {
  const line = plainLabel(name);
  // Cutting must not leave half a surrogate pair, which would not be shown.
  return line.length <= 30 ? line : `${line.slice(0, 29).replace(/[\ud800-\udbff]$/, '')}…`;
}
