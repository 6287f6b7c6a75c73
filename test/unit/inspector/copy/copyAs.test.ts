import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyChoices, copyText, type CopyFormat } from '../../../../src/inspector/copy/copyAs';
import { accessClaims, unsigned } from '../../../support/tokens';
import { cmdArguments, powershellStrings } from './shellParsers';

const token = unsigned(accessClaims());
const url = "https://api.example.com/orders/it's?q=a%20b%20c&x=$HOME";

function text(format: CopyFormat): string {
  return copyText(token, 'accessToken', format, url);
}

describe('copyText and copyChoices', () => {
  it('gives the token itself, a header and JSON', () => {
    equal(text({ id: 'raw' }), token);
    equal(text({ id: 'header' }), `Authorization: Bearer ${token}`);
    deepEqual(JSON.parse(text({ id: 'json' })), { access_token: token });
    deepEqual(JSON.parse(copyText(token, 'idToken', { id: 'json' }, url)), { id_token: token });
  });

  const wanted = ['--header', `Authorization: Bearer ${token}`, url];

  it('gives a curl command that bash reads correctly', () => {
    const line = text({ id: 'curl', shell: 'posix' });
    const { stdout } = spawnSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }; ${line}`], {
      encoding: 'utf8',
    });
    deepEqual(stdout.split('\0').slice(0, -1), wanted);
  });

  it('gives a curl command for one address when the address contains characters that curl or a shell expands', () => {
    const typed = 'https://[::1]:8443/a b"c/{d,e}?f=[1-3]&g={h}';
    const line = copyText(token, 'accessToken', { id: 'curl', shell: 'posix' }, typed);
    ok(line.endsWith(" 'https://[::1]:8443/a%20b%22c/%7Bd,e%7D?f=%5B1-3%5D&g=%7Bh%7D'"), line);
  });

  it('gives a curl command that cmd and curl read correctly', () => {
    deepEqual(cmdArguments(text({ id: 'curl', shell: 'cmd' })), ['curl', ...wanted]);
  });

  it('calls curl.exe in PowerShell, where curl is another command', () => {
    const line = text({ id: 'curl', shell: 'powershell' });
    ok(line.startsWith('curl.exe --header '));
    deepEqual(powershellStrings(line.replace('curl.exe --header ', '')), wanted.slice(1));
  });

  it('gives an environment variable that is named after the token', () => {
    equal(text({ id: 'variable', shell: 'posix' }), `export COGNITO_ACCESS_TOKEN='${token}'`);
    equal(
      copyText(token, 'idToken', { id: 'variable', shell: 'fish' }, url),
      `set -gx COGNITO_ID_TOKEN '${token}'`,
    );
  });

  it('offers each format for each token, and only curl for USERINFO', () => {
    const all = copyChoices(['accessToken', 'idToken', 'userInfo']);
    equal(new Set(all.map(({ label }) => label)).size, all.length);
    deepEqual(
      (['accessToken', 'idToken', 'userInfo'] as const).map(
        (subject) => all.filter((choice) => choice.subject === subject).length,
      ),
      [11, 11, 4],
    );
    ok(copyChoices(['accessToken']).every(({ subject }) => subject === 'accessToken'));
  });

  it('names what is copied and its form', () => {
    const [token, header] = copyChoices(['accessToken']);
    deepEqual([token?.title, token?.form], ['Access token', undefined]);
    deepEqual([header?.title, header?.form], ['Access token', 'Authorization header']);
    equal(copyChoices(['userInfo'])[0]?.form, 'curl for bash and zsh');
  });

  it('names each kind of token', () => {
    for (const [subject, member, variable] of [
      ['accessToken', 'access_token', 'COGNITO_ACCESS_TOKEN'],
      ['idToken', 'id_token', 'COGNITO_ID_TOKEN'],
      ['refreshToken', 'refresh_token', 'COGNITO_REFRESH_TOKEN'],
      ['token', 'token', 'TOKEN'],
    ] as const) {
      deepEqual(JSON.parse(copyText(token, subject, { id: 'json' }, '')), { [member]: token });
      equal(
        copyText(token, subject, { id: 'variable', shell: 'posix' }, ''),
        `export ${variable}='${token}'`,
      );
      const description = copyChoices([subject]).find(({ format }) => format.id === 'json')?.description;
      equal(description, `{ "${member}": … }`);
    }
  });

  it('offers no header and no curl command for a refresh token', () => {
    const formats = copyChoices(['refreshToken']).map(({ format }) => format.id);
    deepEqual([...new Set(formats)], ['raw', 'variable', 'json']);
  });
});
