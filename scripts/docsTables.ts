import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          { readonly default: unknown; readonly markdownDescription?: string; readonly description?: string }
        >
      >;
    };
  };
}

/** What each command does. The manifest has no place for it. */
const commandTexts: Readonly<Record<string, string>> = {
  'cognito.signIn':
    'opens the sign-in page in the browser and waits for the callback; replaces a sign-in in progress',
  'cognito.signOut':
    'revokes the refresh token and deletes the session; with `logoutUri`, ends the browser’s session too',
  'cognito.openInspector':
    'shows the ID token, the access token and USERINFO of a profile, with what was verified',
  'cognito.copyAccessToken': 'copies the access token, refreshed first when it is about to expire',
  'cognito.copyIdToken': 'copies the ID token, refreshed first when it is about to expire',
  'cognito.copyAs': 'copies a token as a header, a curl line, an environment variable or JSON',
  'cognito.inspectToken': 'shows the token in the selection, the clipboard or what you paste',
  'cognito.refreshTokens': 'exchanges the refresh token for new tokens',
  'cognito.addProfile': 'recognises what you paste, or takes what the workspace’s files name',
  'cognito.editProfile': 'opens the profile’s entry in the settings',
  'cognito.removeProfile': 'removes the profile from the settings',
  'cognito.selectProfile': 'makes a profile the one that commands use in this workspace',
  'cognito.setClientSecret': 'gives an app client’s secret to the editor’s secret storage, or removes it',
  'cognito.checkAppClient':
    'finds what would make a sign-in fail, without a browser and without AWS credentials',
  'cognito.copyCallbackUrl': 'copies the callback URL to register with the app client',
  'cognito.pasteCallbackUrl': 'finishes a sign-in whose callback cannot reach the editor',
  'cognito.copySignInLink': 'copies the address of the sign-in page, for another browser',
  'cognito.startLocalUserPool': 'starts a user pool on this computer, with a profile for it',
  'cognito.stopLocalUserPool': 'stops it',
  'cognito.showLog': 'shows the log, which has no tokens, codes or e-mail addresses',
};

/** The files with generated tables, and the names of their tables. */
export const tables = [
  { file: 'README.md', name: 'commands' },
  { file: 'docs/profiles.md', name: 'settings' },
] as const;

/** A file with its table as package.json has it. @throws Error when a command has no text, or the file has no place for the table */
export function withTable(file: string, name: (typeof tables)[number]['name']): string {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const rows = name === 'commands' ? commandRows(manifest) : settingRows(manifest);
  const text = readFileSync(join(root, file), 'utf8');
  const place = new RegExp(`(<!-- ${name}:begin -->\n)[^]*(<!-- ${name}:end -->)`);
  if (!place.test(text)) throw new Error(`${file} has no place for the table ${name}.`);
  return text.replace(place, (_, begin: string, end: string) => `${begin}\n${table(rows)}\n${end}`);
}

function commandRows({ contributes }: Manifest): readonly (readonly string[])[] {
  const rows = contributes.commands.map(({ command, title }) => {
    const text = commandTexts[command];
    if (text === undefined) throw new Error(`${command} has no text in scripts/docsTables.ts.`);
    return [title, text];
  });
  return [['command', 'what it does'], ...rows];
}

function settingRows({ contributes }: Manifest): readonly (readonly string[])[] {
  const rows = Object.entries(contributes.configuration.properties).map(([key, setting]) => [
    `\`${key}\``,
    setting.markdownDescription ?? setting.description ?? '',
    `\`${JSON.stringify(setting.default)}\``,
  ]);
  return [['setting', 'meaning', 'default'], ...rows];
}

/** Markdown as prettier writes it. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), ''].join('\n');
}
