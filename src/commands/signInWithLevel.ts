import * as l10n from '@vscode/l10n';
import { window, type QuickPickItem } from 'vscode';
import { defaultLevels, levelName, readLevelRequest, type LevelRequest } from '../core/levels';
import { defined, member } from '../core/members';
import type { Profile } from '../core/profile';
import { plainLabel } from '../core/text';
import { askInput } from '../profiles/askInput';
import type { Parts } from './parts';
import { signInOnAskingPage } from './signInAs';

/**
 * Signs in with what the argument asks for, otherwise with a level that the user picks. The fields of the profile count for what is
 * not asked for. For a profile that names a user, the sign-in page asks who signs in.
 * @param argument of the command: its members `acrValues`, a list, and `maxAge`, in seconds, are read
 * @throws CognitoError as SignInProgress.start
 */
export async function signInWithLevel(
  parts: Pick<Parts, 'signInProgress'>,
  profile: Profile,
  argument: unknown,
): Promise<void> {
  const request = readArgument(argument) ?? (await askForLevel(profile));
  if (request === undefined) return;
  const asking = { ...profile, ...defined(request) };
  await (profile.user === undefined ? parts.signInProgress.start(asking) : signInOnAskingPage(parts, asking));
}

function readArgument(argument: unknown): LevelRequest | undefined {
  const names = member(argument, 'acrValues');
  const request = readLevelRequest(Array.isArray(names) ? names : [], member(argument, 'maxAge'));
  return request.acrValues === undefined && request.maxAge === undefined ? undefined : request;
}

interface Item extends QuickPickItem {
  /** Undefined for a level that the user types. */
  readonly level?: string;
}

/** @returns undefined when the user picks none */
async function askForLevel({ name, acrValues = [] }: Profile): Promise<LevelRequest | undefined> {
  const title = l10n.t`Sign In to “${plainLabel(name)}” with a Level`;
  const ofProfile = acrValues.filter((level) => !defaultLevels.has(level));
  const items: readonly Item[] = [
    ...[...defaultLevels].map(([level, description]) => ({ level, label: level, description })),
    ...ofProfile.map((level) => ({
      level,
      label: plainLabel(level),
      description: l10n.t('of this profile'),
    })),
    {
      label: l10n.t('Another level…'),
      description: l10n.t('a name that the user pool has for one of its levels'),
    },
  ];
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Choose what the user has to prove'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  const level = picked.level ?? (await askForName(title));
  return level === undefined ? undefined : { acrValues: [level] };
}

function askForName(title: string): Promise<string | undefined> {
  return askInput({
    title,
    prompt: l10n.t('The name of the level in the user pool'),
    read: (text) => {
      const name = text.trim();
      if (name === '') return undefined;
      return levelName.test(name)
        ? { answer: name }
        : { inputError: l10n.t('A name has at most 64 characters, and no spaces or accents.') };
    },
  });
}
