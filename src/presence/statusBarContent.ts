import { plain, plainLabel } from '../core/text';
import {
  isMachine,
  phaseOf,
  phaseSentence,
  phaseText,
  type Phase,
  type ProfileStatus,
} from './profileStatus';

/** What the status bar says about the active profile. */
export interface StatusBarContent {
  /** With a codicon in front, as VS Code writes them: `$(key) dev · 42 min`. */
  readonly text: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** A command of this extension, and the profile it is for. */
  readonly command: { readonly id: string; readonly profile?: string };
  /** Stands out in the editor's warning colours. */
  readonly warning: boolean;
  /** The active profile; undefined while there are several and none is. */
  readonly status?: ProfileStatus;
}

const icons: Readonly<Record<Phase, string>> = {
  signingIn: '$(loading~spin)',
  valid: '$(key)',
  renewable: '$(key)',
  expired: '$(warning)',
  signed_out: '$(warning)',
};

/**
 * @param now milliseconds since 1970
 * @returns undefined when there is nothing to say: no profile
 */
export function statusBarContent(
  statuses: readonly ProfileStatus[],
  now: number,
): StatusBarContent | undefined {
  if (statuses.length === 0) return undefined;
  const status = statuses.find(({ active }) => active);
  if (status === undefined) {
    return {
      text: '$(key) Cognito',
      spoken: 'Cognito: no profile is active. Select one.',
      command: { id: 'cognito.selectProfile' },
      warning: false,
    };
  }
  const { profile, session } = status;
  const phase = phaseOf(status, now);
  const needed = phase === 'signed_out' || phase === 'expired';
  return {
    text: `${needed && isMachine(status) ? '$(key)' : icons[phase]} ${oneLine(profile.name)} · ${phaseText(status, now)}`,
    spoken: [
      `Cognito profile ${plain(profile.name)}${profile.production ? ', production' : ''}.`,
      ...(session === undefined || isMachine(status) ? [] : [`Signed in as ${session.user}.`]),
      phaseSentence(status, now),
    ].join(' '),
    command: { id: needed ? 'cognito.signIn' : 'cognito.openInspector', profile: profile.name },
    warning: profile.production,
    status,
  };
}

/** A name as the status bar can show it: short, and without a codicon that a folder's settings put in it. */
function oneLine(name: string): string {
  const line = plainLabel(name);
  // A cut through a surrogate pair leaves half of it, which would not be shown.
  return line.length <= 30 ? line : `${line.slice(0, 29).replace(/[\ud800-\udbff]$/, '')}…`;
}
