import { QuickPickItemKind, window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import { plainLabel } from '../../core/text';
import { copyChoices, copyText } from './copyAs';
import type { CopyChoice, CopySubject } from './copyAs';
import type { Profile } from '../../core/profile';
import { secureUrl } from '../../core/profile';
import type { Session } from '../../core/session';
import { readEntries } from '../../profiles/settings';
import type { Pasted } from '../pastedTokens';

/** Tokens that can be copied. */
export interface CopySource {
  /** The address last called is remembered by it: a profile's name, or the key of pasted tokens. */
  readonly key: string;
  readonly name: string;
  /** In the order in which they are offered. For USERINFO it is the access token. */
  readonly tokens: Readonly<Partial<Record<CopySubject, string>>>;
  /** Where USERINFO is asked. */
  readonly userInfo?: string;
}

/** What goes into the clipboard, and what it is called. */
interface Copied {
  readonly text: string;
  readonly label: string;
  readonly form: string | undefined;
}

/** The address that curl lines called last, by key: forgotten with the window. */
const lastUrls = new Map<string, string>();

/** A session's tokens. USERINFO answers only where there is an ID token. */
export function sessionSource(profile: Profile, session: Session): CopySource {
  const { idToken, accessToken, endpoints } = session;
  return {
    key: profile.name,
    name: profile.name,
    tokens: { accessToken, idToken, userInfo: idToken === undefined ? undefined : accessToken },
    userInfo: endpoints.userInfo,
  };
}

export function pastedSource({ key, heading, tokens: { id, access, other } }: Pasted): CopySource {
  return {
    key,
    name: heading,
    tokens: {
      accessToken: access?.token,
      idToken: id?.token,
      refreshToken: other?.kind === 'refresh' ? other.token : undefined,
      token: other?.kind === 'other' ? other.token : undefined,
    },
  };
}

/**
 * Asks which token to copy and as what.
 * @returns undefined when the user cancels
 */
export async function chooseCopy(source: CopySource): Promise<Copied | undefined> {
  const { tokens, userInfo, key } = source;
  const name = plainLabel(source.name);
  const subjects = Object.keys(tokens) as readonly CopySubject[];
  const choices = copyChoices(subjects.filter((subject) => tokens[subject] !== undefined));
  const items = choices.flatMap((choice, index): readonly (QuickPickItem & { choice?: CopyChoice })[] => {
    const { subject, title, label, description } = choice;
    const isFirst = choices[index - 1]?.subject !== subject;
    return [
      ...(isFirst ? [{ label: title, kind: QuickPickItemKind.Separator }] : []),
      { label, description, choice },
    ];
  });
  const chosen = await window.showQuickPick(items, {
    title: `Copy Token of “${name}” As`,
    placeHolder: 'Type to filter, for example: access bash',
    matchOnDescription: true,
  });
  if (chosen?.choice === undefined) return undefined;
  const { subject, format, title, form } = chosen.choice;
  const token = tokens[subject];
  if (token === undefined) return undefined;
  const url = format.id !== 'curl' ? '' : subject === 'userInfo' ? userInfo : await askForUrl(key);
  if (url === undefined) return undefined;
  const what = subject === 'userInfo' ? 'USERINFO call' : title;
  return { text: copyText(token, subject, format, url), label: `${what} of “${name}”`, form };
}

async function askForUrl(key: string): Promise<string | undefined> {
  // Enter takes what is offered: where a token goes is not for a folder's settings to say.
  const own = readEntries().find(({ profile, source }) => source === 'user' && profile.name === key);
  const known = lastUrls.get(key) ?? own?.profile.resource ?? '';
  const answer = await window.showInputBox({
    title: 'Copy as curl',
    prompt: 'The address to call. The token goes there when you run the line.',
    // Nothing is made up: Enter would send a real token there.
    value: secureUrl(known) === undefined ? '' : known,
    placeHolder: 'https://api.example.com/orders',
    ignoreFocusOut: true,
    validateInput: (value) =>
      value !== '' && secureUrl(value.trim()) === undefined
        ? 'This must be a full https address; plain http works on loopback only.'
        : undefined,
  });
  if (answer === undefined || answer === '') return undefined;
  const url = answer.trim();
  lastUrls.set(key, url);
  return url;
}
