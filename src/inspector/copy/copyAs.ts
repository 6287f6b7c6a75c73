import { assign, quote, type Shell } from './shellQuoting';

/** The form in which a token is copied. */
export type CopyFormat =
  { readonly id: 'raw' | 'header' | 'json' } | { readonly id: 'curl' | 'variable'; readonly shell: Shell };

/** What can be copied. `token` is a token of an unknown kind, `userInfo` a request to USERINFO with the access token. */
export type CopySubject = 'accessToken' | 'idToken' | 'refreshToken' | 'token' | 'userInfo';

/** One entry of the list to choose from. */
export interface CopyChoice {
  readonly subject: CopySubject;
  readonly format: CopyFormat;
  /** What is copied: "Access token". */
  readonly title: string;
  /** The form in words: "curl for fish"; absent for the token itself. */
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
  /** The member's name in a token response. */
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

/** Every form in which each of the subjects can be copied. */
export function copyChoices(copied: readonly CopySubject[]): readonly CopyChoice[] {
  return copied.flatMap((subject) => {
    if (subject === 'userInfo') return curlChoices(subject, 'with the access token');
    // APIs take no refresh token in a header: it is sent in the body of a token request.
    const isBearer = subject !== 'refreshToken';
    return [
      choice(subject, { id: 'raw' }, 'the token itself', ''),
      ...(isBearer
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

function choice(subject: CopySubject, format: CopyFormat, form: string, description: string): CopyChoice {
  const { title } = subjects[subject];
  const label = `${title}: ${form}`;
  return { subject, format, title, form: format.id === 'raw' ? undefined : form, label, description };
}

/**
 * A token in the chosen form.
 * @param url the URL that a curl command calls; it must be valid
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
  // In Windows PowerShell `curl` is an alias of another command.
  const command = shell === 'powershell' ? 'curl.exe' : 'curl';
  return `${command} --header ${quote(bearer(token), shell)} ${quote(literalUrl(url), shell)}`;
}

/** A URL that curl takes literally: without spaces and quotes, and without `[1-3]` and `{a,b}`, which curl expands. */
function literalUrl(url: string): string {
  const { origin, href } = new URL(url);
  return origin + href.slice(origin.length).replaceAll(/[[\]{}]/g, (mark) => encodeURIComponent(mark));
}
