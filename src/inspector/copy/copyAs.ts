import { assign, quote } from './shellQuoting';
import type { Shell } from './shellQuoting';

/** What a token is turned into. */
export type CopyFormat =
  { readonly id: 'raw' | 'header' | 'json' } | { readonly id: 'curl' | 'variable'; readonly shell: Shell };

/** What can be copied: a token of its own, one of no known kind, or a request to USERINFO with the access token. */
export type CopySubject = 'accessToken' | 'idToken' | 'refreshToken' | 'token' | 'userInfo';

/** One way to copy one thing, as a person chooses it. */
export interface CopyChoice {
  readonly subject: CopySubject;
  readonly format: CopyFormat;
  /** What it is: "Access token". */
  readonly title: string;
  /** What it is copied as: "curl for fish"; absent for the token itself. */
  readonly form?: string;
  readonly label: string;
  readonly description: string;
}

const shells: Readonly<Record<Shell, { readonly name: string; readonly variable: string }>> = {
  posix: { name: 'bash and zsh', variable: 'export …' },
  fish: { name: 'fish', variable: 'set -gx …' },
  powershell: { name: 'PowerShell', variable: '$env:…' },
  cmd: { name: 'cmd', variable: 'set …' },
};
const shellNames = Object.keys(shells) as readonly Shell[];

interface Names {
  readonly title: string;
  readonly variable: string;
  /** As in a token answer. */
  readonly member: string;
}

const accessToken: Names = {
  title: 'Access token',
  variable: 'COGNITO_ACCESS_TOKEN',
  member: 'access_token',
};
const subjects: Readonly<Record<CopySubject, Names>> = {
  accessToken,
  idToken: { title: 'ID token', variable: 'COGNITO_ID_TOKEN', member: 'id_token' },
  refreshToken: { title: 'Refresh token', variable: 'COGNITO_REFRESH_TOKEN', member: 'refresh_token' },
  token: { title: 'Token', variable: 'TOKEN', member: 'token' },
  userInfo: { ...accessToken, title: 'USERINFO' },
};

/** Every way to copy each of these. */
export function copyChoices(what: readonly CopySubject[]): readonly CopyChoice[] {
  return what.flatMap((subject) => {
    if (subject === 'userInfo') return curlChoices(subject, 'with the access token');
    // A refresh token is a form's field: no API takes it in a header.
    const bearer = subject !== 'refreshToken';
    return [
      choice(subject, { id: 'raw' }, 'the token itself', ''),
      ...(bearer
        ? [
            choice(subject, { id: 'header' }, 'Authorization header', 'Authorization: Bearer …'),
            ...curlChoices(subject, ''),
          ]
        : []),
      ...shellNames.map((shell) =>
        choice(
          subject,
          { id: 'variable', shell },
          `environment variable for ${shells[shell].name}`,
          shells[shell].variable,
        ),
      ),
      choice(subject, { id: 'json' }, 'JSON', `{ "${subjects[subject].member}": … }`),
    ];
  });
}

function curlChoices(subject: CopySubject, description: string): readonly CopyChoice[] {
  return shellNames.map((shell) =>
    choice(subject, { id: 'curl', shell }, `curl for ${shells[shell].name}`, description),
  );
}

function choice(subject: CopySubject, format: CopyFormat, what: string, description: string): CopyChoice {
  const { title } = subjects[subject];
  const form = format.id === 'raw' ? {} : { form: what };
  return { subject, format, title, ...form, label: `${title}: ${what}`, description };
}

/**
 * A token as text for the clipboard.
 * @param url the address a curl line calls, a sound one
 * Source: RFC 6750 2.1 for the header.
 */
export function copyText(token: string, subject: CopySubject, format: CopyFormat, url: string): string {
  switch (format.id) {
    case 'raw':
      return token;
    case 'header':
      return bearer(token);
    case 'curl':
      return curl(token, url, format.shell);
    case 'variable':
      return assign(subjects[subject].variable, token, format.shell);
    case 'json':
      return JSON.stringify({ [subjects[subject].member]: token }, null, 2);
  }
}

function bearer(token: string): string {
  return `Authorization: Bearer ${token}`;
}

function curl(token: string, url: string, shell: Shell): string {
  // In Windows PowerShell `curl` is another command.
  const command = shell === 'powershell' ? 'curl.exe' : 'curl';
  return `${command} --header ${quote(bearer(token), shell)} ${quote(literalAddress(url), shell)}`;
}

/** An address as the one that was meant: without spaces and quotes, and curl calls several for `[1-3]` and `{a,b}`. */
function literalAddress(url: string): string {
  const { origin, href } = new URL(url);
  return origin + href.slice(origin.length).replaceAll(/[[\]{}]/g, (mark) => encodeURIComponent(mark));
}
