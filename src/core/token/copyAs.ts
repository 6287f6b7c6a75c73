import { assign, quote } from './shellQuoting';
import type { Shell } from './shellQuoting';

/** What a token is turned into. */
export type CopyFormat =
  { readonly id: 'raw' | 'header' | 'json' } | { readonly id: 'curl' | 'variable'; readonly shell: Shell };

/** What can be copied: a token of its own, or a request to USERINFO with the access token. */
export type CopySubject = 'accessToken' | 'idToken' | 'userInfo';

/** One way to copy one thing, as a person chooses it. */
export interface CopyChoice {
  readonly subject: CopySubject;
  readonly format: CopyFormat;
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

const subjects: Readonly<Record<CopySubject, string>> = {
  accessToken: 'Access token',
  idToken: 'ID token',
  userInfo: 'USERINFO',
};

/** Every way to copy something. @param hasIdToken whether there is an ID token; USERINFO answers only with one */
export function copyChoices(hasIdToken: boolean): readonly CopyChoice[] {
  const token = (subject: 'accessToken' | 'idToken'): readonly CopyChoice[] => [
    choice(subject, { id: 'raw' }, 'the token itself', ''),
    choice(subject, { id: 'header' }, 'Authorization header', 'Authorization: Bearer …'),
    ...shellNames.map((shell) =>
      choice(subject, { id: 'curl', shell }, `curl for ${shells[shell].name}`, ''),
    ),
    ...shellNames.map((shell) =>
      choice(
        subject,
        { id: 'variable', shell },
        `environment variable for ${shells[shell].name}`,
        shells[shell].variable,
      ),
    ),
    choice(subject, { id: 'json' }, 'JSON', '{ "access_token": … }'),
  ];
  return [
    ...token('accessToken'),
    ...(hasIdToken ? token('idToken') : []),
    ...(hasIdToken ? shellNames : []).map((shell) =>
      choice('userInfo', { id: 'curl', shell }, `curl for ${shells[shell].name}`, 'with the access token'),
    ),
  ];
}

function choice(subject: CopySubject, format: CopyFormat, what: string, description: string): CopyChoice {
  return { subject, format, label: `${subjects[subject]}: ${what}`, description };
}

/**
 * A token as text for the clipboard.
 * @param url the address a curl line calls, a sound one
 * Source: RFC 6750 2.1 for the header.
 */
export function copyText(token: string, name: CopySubject, format: CopyFormat, url: string): string {
  switch (format.id) {
    case 'raw':
      return token;
    case 'header':
      return bearer(token);
    case 'curl':
      return curl(token, url, format.shell);
    case 'variable':
      return assign(name === 'idToken' ? 'COGNITO_ID_TOKEN' : 'COGNITO_ACCESS_TOKEN', token, format.shell);
    case 'json':
      return JSON.stringify({ [name === 'idToken' ? 'id_token' : 'access_token']: token }, null, 2);
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
