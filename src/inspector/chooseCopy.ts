import { window } from 'vscode';
import { plainLabel } from '../core/problem';
import { copyChoices, copyText } from '../core/token/copyAs';
import type { Profile } from '../core/profile/profile';
import { secureUrl } from '../core/profile/profile';
import type { Session } from '../core/session/session';
import { sourceOf } from '../profiles/settings';

/** What goes into the clipboard, and what it is called. */
export interface Copied {
  readonly text: string;
  readonly label: string;
}

/** The address that curl lines called last, by profile: forgotten with the window. */
const lastUrls = new Map<string, string>();

/**
 * Asks what to copy of a session and as what.
 * @returns undefined when the user cancels
 */
export async function chooseCopy(profile: Profile, session: Session): Promise<Copied | undefined> {
  const items = copyChoices(session.idToken !== undefined).map((choice) => ({
    label: choice.label,
    description: choice.description,
    choice,
  }));
  const chosen = await window.showQuickPick(items, {
    title: `Copy Token of “${plainLabel(profile.name)}” As`,
    placeHolder: 'Type to filter, for example: access bash',
    matchOnDescription: true,
  });
  if (chosen === undefined) return undefined;
  const { subject, format, label } = chosen.choice;
  const token = subject === 'idToken' ? session.idToken : session.accessToken;
  if (token === undefined) return undefined;
  const url =
    format.id !== 'curl'
      ? ''
      : subject === 'userInfo'
        ? session.endpoints.userInfo
        : await askForUrl(profile);
  return url === undefined ? undefined : { text: copyText(token, subject, format, url), label };
}

async function askForUrl(profile: Profile): Promise<string | undefined> {
  // Enter takes what is offered: where a token goes is not for a folder's settings to say.
  const own = sourceOf(profile.name) === 'user' ? profile.resource : undefined;
  const known = lastUrls.get(profile.name) ?? own ?? '';
  const answer = await window.showInputBox({
    title: 'Copy as curl',
    prompt: 'The address to call. The token goes there when you run the line.',
    value: secureUrl(known) === undefined ? 'https://api.example.com/' : known,
    ignoreFocusOut: true,
    validateInput: (value) =>
      secureUrl(value.trim()) === undefined
        ? 'This must be a full https address; plain http works on loopback only.'
        : undefined,
  });
  if (answer === undefined) return undefined;
  const url = answer.trim();
  lastUrls.set(profile.name, url);
  return url;
}
