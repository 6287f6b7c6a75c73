import * as l10n from '@vscode/l10n';
import type { Profile } from '../../core/profile';
import { assign, quote, type Shell } from '../../core/shellQuoting';
import { profileArguments } from '../../handover/profileArguments';

/** One form in which a token can be copied. */
export interface CopyForm {
  /** In words: "curl for fish"; absent for the token itself. */
  readonly name?: string;
  readonly description: string;
  /** The form is a curl command, which calls a URL. */
  readonly isCurl?: true;
  /** The form is for cmd, which takes no longer line than `longestCmdLine`. */
  readonly isCmd?: boolean;
  /** The text for the clipboard. @param url the URL that a curl command calls; it must be valid */
  readonly text: (token: string, url: string) => string;
}

const shells: readonly { readonly shell: Shell; readonly name: string; readonly variable: string }[] = [
  { shell: 'posix', name: l10n.t('bash and zsh'), variable: 'export …' },
  { shell: 'fish', name: 'fish', variable: 'set -gx …' },
  { shell: 'powershell', name: 'PowerShell', variable: '$env:…' },
  { shell: 'cmd', name: 'cmd', variable: 'set …' },
];

/**
 * What can be copied, and its name as a variable and in a token response. `token` is a token of an unknown kind, `userInfo` a
 * request to USERINFO with the access token.
 */
export const copySubjects = {
  accessToken: { title: l10n.t('Access token'), variable: 'COGNITO_ACCESS_TOKEN', member: 'access_token' },
  idToken: { title: l10n.t('ID token'), variable: 'COGNITO_ID_TOKEN', member: 'id_token' },
  refreshToken: {
    title: l10n.t('Refresh token'),
    variable: 'COGNITO_REFRESH_TOKEN',
    member: 'refresh_token',
  },
  token: { title: l10n.t('Token'), variable: 'TOKEN', member: 'token' },
  userInfo: { title: 'USERINFO' },
} as const;
export type CopySubject = keyof typeof copySubjects;

/** The options of cognito-token that print a header with a token. */
const headerOptions: Readonly<Partial<Record<CopySubject, string>>> = {
  accessToken: '--header',
  idToken: '--id --header',
};

/**
 * Every form in which a token can be copied.
 * @param profile the profile that has the token, and its user when one is named, for a command that gets it when it runs
 * Source: RFC 6750 2.1 for the header.
 */
export function copyForms(
  subject: CopySubject,
  profile?: Pick<Profile, 'name' | 'user'>,
): readonly CopyForm[] {
  const curls = shells.map(({ shell, name }): CopyForm => ({
    name: l10n.t`curl for ${name}`,
    description: subject === 'userInfo' ? l10n.t('with the access token') : '',
    isCurl: true,
    isCmd: shell === 'cmd',
    text: (token, url) => curl(token, url, shell),
  }));
  if (subject === 'userInfo') return curls;
  const { variable, member } = copySubjects[subject];
  const options = headerOptions[subject];
  const header = {
    name: l10n.t('Authorization header'),
    description: 'Authorization: Bearer …',
    text: bearer,
  };
  return [
    { description: '', text: (token) => token },
    // APIs take no refresh token in a header: it is sent in the body of a token request.
    ...(subject === 'refreshToken' ? [] : [header, ...curls]),
    ...(profile === undefined || options === undefined ? [] : [curlWithProgram(profile, options)]),
    ...shells.map(({ shell, name, variable: description }): CopyForm => ({
      name: l10n.t`environment variable for ${name}`,
      description,
      isCmd: shell === 'cmd',
      text: (token) => assign(variable, token, shell),
    })),
    {
      name: 'JSON',
      description: `{ "${member}": … }`,
      text: (token) => JSON.stringify({ [member]: token }, null, 2),
    },
  ];
}

/** In characters. Source: Microsoft, "Command prompt (Cmd.exe) command-line string limitation". */
const longestCmdLine = 8191;

/** The description of a form in the list, which warns of a token that is too long for cmd. */
export function describeForm(form: CopyForm, token: string): string {
  const isTooLong =
    form.isCmd === true && form.text(token, 'https://api.example.com').length > longestCmdLine;
  return isTooLong
    ? l10n.t('too long, because a line of cmd has at most 8,191 characters')
    : form.description;
}

function bearer(token: string): string {
  return `Authorization: Bearer ${token}`;
}

/** A command that gets the token when it runs, in a terminal of this window. There is no token in it. */
function curlWithProgram(profile: Pick<Profile, 'name' | 'user'>, options: string): CopyForm {
  const header = `"$(cognito-token ${profileArguments(profile, 'posix')} ${options})"`;
  return {
    name: l10n.t('curl with cognito-token'),
    description: l10n.t('without the token, for a terminal of this window'),
    isCurl: true,
    text: (_, url) => `curl --header ${header} ${quote(literalUrl(url), 'posix')}`,
  };
}

function curl(token: string, url: string, shell: Shell): string {
  // In Windows PowerShell `curl` is an alias of another command.
  const command = shell === 'powershell' ? 'curl.exe' : 'curl';
  return `${command} --header ${quote(bearer(token), shell)} ${quote(literalUrl(url), shell)}`;
}

/** A URL that curl takes literally: without spaces and quotes, and without `[1-3]` and `{a,b}`, which curl expands. */
function literalUrl(url: string): string {
  const { origin, href } = new URL(url);
  return origin + href.slice(origin.length).replaceAll(/[[\]{}]/g, (mark) => encodeURIComponent(mark));
}
