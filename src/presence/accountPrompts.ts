import * as l10n from '@vscode/l10n';
import { CancellationError, window } from 'vscode';
import { defined } from '../core/members';
import { plain, plainLabel, sentences, withDots } from '../core/text';
import { poolLabel, type Profile } from '../core/profile';
import { sourceTitles } from '../core/profileLayers';
import { localPoolPort } from '../profiles/settings';
import { describePhase, type ProfileStatus } from './profileStatus';

/** What the authentication provider asks and tells the user. */
export interface AccountPrompts {
  /** Asks which of several profiles to sign in to. @returns undefined when the user does not choose */
  readonly choose: (profiles: readonly Profile[]) => Promise<Profile | undefined>;
  /** Asks whether the user's session may be replaced by one with these scopes. */
  readonly mayReplace: (profile: Profile, scopes: readonly string[]) => Promise<boolean>;
  /** Shows an error to the user. @returns the error with the same text, for the calling extension */
  readonly show: (error: unknown, profile?: string) => Promise<Error>;
  /** @returns an error with a text for people, for the calling extension alone */
  readonly explain: (error: unknown, profile?: string) => Promise<Error>;
  /** @returns the error that VS Code understands as cancelled by the user */
  readonly cancelled: () => Error;
}

/** @param showProblem shows an error as a notification */
export function createAccountPrompts(
  statuses: () => readonly ProfileStatus[],
  showProblem: (error: unknown, profile?: string) => void,
): AccountPrompts {
  return {
    choose: (profiles) => chooseAccount(profiles, statuses()),
    mayReplace,
    show: (error, profile) => {
      showProblem(error, profile);
      return explained(error, profile);
    },
    explain: explained,
    cancelled: () => new CancellationError(),
  };
}

async function explained(error: unknown, profile?: string): Promise<Error> {
  const { explain } = await import('../problems/explain');
  const { what, why } = explain(error, { ...defined({ profile }), localPoolPort: localPoolPort() });
  return new Error(sentences(what, why));
}

async function mayReplace({ name }: Profile, scopes: readonly string[]): Promise<boolean> {
  const replace = l10n.t('Replace Session');
  const detail = l10n.t`Another extension asks for a session with these scopes: ${plain(scopes.join(' '))}. Each user has one session for each app client, so yours is replaced.`;
  const question = l10n.t`Replace your session of “${plainLabel(name)}”?`;
  return (await window.showWarningMessage(question, { modal: true, detail }, replace)) === replace;
}

async function chooseAccount(
  profiles: readonly Profile[],
  statuses: readonly ProfileStatus[],
): Promise<Profile | undefined> {
  const items = statuses
    .filter(({ profile }) => profiles.some(({ name }) => name === profile.name))
    .toSorted((one, other) => Number(other.active) - Number(one.active))
    .map((status) => ({
      label: plainLabel(status.profile.name),
      description: withDots(
        status.active && l10n.t('active'),
        status.profile.production && l10n.t('production'),
        sourceTitles[status.source],
        describePhase(status, Date.now()).text,
      ),
      detail: plainLabel(poolLabel(status.profile, status.session?.issuer)),
      profile: status.profile,
    }));
  const options = {
    title: l10n.t('Sign in with Amazon Cognito'),
    placeHolder: l10n.t('Choose a profile'),
    ignoreFocusOut: true,
  };
  return (await window.showQuickPick(items, options))?.profile;
}
