import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** A setting, or a field of a profile, as package.json describes it. */
interface Setting {
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription?: string;
}

interface ProfilesSetting extends Setting {
  readonly items: {
    readonly required: readonly string[];
    readonly properties: Readonly<Record<string, Setting>>;
  };
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, Setting>> & {
        readonly 'cognito.profiles': ProfilesSetting;
      };
    };
  };
}

type Row = readonly string[];

/** What each command does, because package.json has no place for it. */
const commandTexts: Readonly<Record<string, string>> = {
  'cognito.signIn':
    'opens the sign-in page in the browser and waits for the callback; replaces a sign-in in progress',
  'cognito.signInAs':
    'signs in another user of the same app client; the users who are signed in stay so, and the new one becomes the active user',
  'cognito.selectUser': 'selects the user whose tokens a profile uses in this workspace',
  'cognito.signInWithLevel':
    'signs in with an authentication level that you choose, such as a password and a code',
  'cognito.showSessions':
    'shows where the user is signed in, and signs out other sessions, in a pool that tracks sessions',
  'cognito.signOut':
    'revokes the refresh token and deletes the session; with `logoutUri`, ends the browser’s session too',
  'cognito.openInspector': 'shows the tokens and the USERINFO of a profile, and what was verified',
  'cognito.copyAccessToken': 'copies the access token, refreshed first when it is about to expire',
  'cognito.copyIdToken': 'copies the ID token, refreshed first when it is about to expire',
  'cognito.copyAs':
    'copies a token or a USERINFO request as a header, a curl command, an environment variable or JSON',
  'cognito.copyAwsProfile':
    'copies a profile for `~/.aws/config`, with which the AWS CLI and SDKs get credentials of the user',
  'cognito.inspectToken': 'shows the token in the selection, in the clipboard, or that you paste',
  'cognito.refreshTokens': 'exchanges the refresh token for new tokens',
  'cognito.addProfile': 'adds a profile from what you paste, or from the files of the workspace',
  'cognito.editProfile': 'opens the entry of a profile in the settings',
  'cognito.removeProfile': 'removes a profile from the settings',
  'cognito.selectProfile': 'selects the profile that commands use in this workspace',
  'cognito.setClientSecret': 'gives a client secret to the editor’s secret storage, or removes it',
  'cognito.checkAppClient':
    'finds what would make a sign-in fail, without a browser and without AWS credentials',
  'cognito.checkMcpServer':
    'finds what would make an MCP server refuse the token of its profile, or other MCP clients fail',
  'cognito.copyCallbackUrl': 'copies the callback URL to register with the app client',
  'cognito.pasteCallbackUrl': 'finishes a sign-in whose callback does not reach the editor',
  'cognito.useOtherCallbackUrl': 'asks for another callback URL of a profile, and signs in with it',
  'cognito.copySignInLink': 'copies the address of the sign-in page, to open it in another browser',
  'cognito.startLocalUserPool': 'starts a user pool on this computer, and adds a profile for it',
  'cognito.stopLocalUserPool': 'stops the local user pool',
  'cognito.tryTrigger':
    'runs the pre token generation trigger of the local user pool, and shows what it changes in the tokens',
  'cognito.startApiProxy':
    'starts an address on this computer that forwards to an API and adds a valid token',
  'cognito.stopApiProxy': 'stops such an address',
  'cognito.copyApiProxyUrl': 'copies the address of an API proxy, which is started if need be',
  'cognito.apiProxyUrl':
    'returns the address of an API proxy, for `${input:…}` in launch.json and tasks.json',
  'cognito.copyMcpConfiguration':
    'copies what an MCP client outside of the editor needs to use an MCP server of the settings',
  'cognito.showApiCalls': 'shows the last calls through the API proxies, and why the API refused one',
  'cognito.explainApiAnswer':
    'explains an answer of an API that is selected or in the clipboard, such as the output of `curl -i`',
  'cognito.askBeforeHandover':
    'asks again before a program gets a token, also when you have allowed it in this window',
  'cognito.reportIssue': 'opens the editor’s issue reporter with the versions and no secret',
  'cognito.showLog': 'shows the log, which contains no tokens, codes or e-mail addresses',
};

/** The generated tables, and the files they are in. */
export const tables = [
  { file: 'docs/commands.md', name: 'commands' },
  { file: 'docs/profiles.md', name: 'fields' },
  { file: 'docs/profiles.md', name: 'settings' },
] as const;

type TableName = (typeof tables)[number]['name'];

const rows: Readonly<Record<TableName, (manifest: Manifest) => readonly Row[]>> = {
  commands: commandRows,
  fields: fieldRows,
  settings: settingRows,
};

/**
 * Writes a table between its markers in a file.
 * @returns the whole text of the file
 * @throws Error when the file has no markers for the table, or when a command, a field or a setting has no text
 */
export function withTable(file: string, name: TableName): string {
  const manifest = readManifest();
  const text = readFileSync(join(root, file), 'utf8');
  const markers = new RegExp(`(<!-- ${name}:begin -->\n)[^]*(<!-- ${name}:end -->)`);
  if (!markers.test(text)) throw new Error(`${file} has no markers for the table ${name}.`);
  const written = table(rows[name](manifest));
  return text.replace(markers, (_, begin: string, end: string) => `${begin}\n${written}\n${end}`);
}

/** package.json with the English texts of package.nls.json. */
function readManifest(): Manifest {
  const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
  const manifest: unknown = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
    (_, value: unknown) =>
      typeof value === 'string'
        ? value.replace(/^%(.+)%$/, (whole, key: string) => texts[key] ?? whole)
        : value,
  );
  return manifest as Manifest;
}

function commandRows({ contributes }: Manifest): readonly Row[] {
  const unknown = Object.keys(commandTexts).find(
    (id) => !contributes.commands.some(({ command }) => command === id),
  );
  if (unknown !== undefined) throw new Error(`${unknown} in scripts/docsTables.ts is not a command.`);
  return [
    ['command', 'what it does'],
    ...contributes.commands.map(({ command, title }) => [title, described(command, commandTexts[command])]),
  ];
}

function fieldRows({ contributes }: Manifest): readonly Row[] {
  const { required, properties } = contributes.configuration.properties['cognito.profiles'].items;
  // clientSecret is listed only so that the editor can refuse it.
  const fields = Object.entries(properties).filter(([name]) => name !== 'clientSecret');
  return [
    ['field', 'meaning', 'default'],
    ...fields.map(([name, field]) => [
      `\`${name}\``,
      described(name, field.markdownDescription),
      required.includes(name) ? 'required' : field.default === undefined ? 'left out' : code(field.default),
    ]),
  ];
}

function settingRows({ contributes }: Manifest): readonly Row[] {
  return [
    ['setting', 'meaning', 'default'],
    ...Object.entries(contributes.configuration.properties).map(([name, setting]) => [
      `\`${name}\``,
      described(name, setting.markdownDescription),
      defaultOf(setting),
    ]),
  ];
}

/** The default of a setting, and the range of a number. */
function defaultOf({ default: value, minimum, maximum }: Setting): string {
  if (value === '') return 'empty';
  return minimum === undefined || maximum === undefined
    ? code(value)
    : `${code(value)} (${minimum} to ${maximum})`;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

/** @throws Error when there is no text */
function described(name: string, text: string | undefined): string {
  if (text === undefined) throw new Error(`${name} has no text for the docs.`);
  return text;
}

/** A table as Prettier formats it. */
function table([head = [], ...body]: readonly Row[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (cells: Row): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line), ''].join('\n');
}
