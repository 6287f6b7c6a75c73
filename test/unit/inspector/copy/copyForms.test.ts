import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyForms,
  copySubjects,
  describeForm,
  type CopySubject,
} from '../../../../src/inspector/copy/copyForms';
import { accessClaims, unsigned } from '../../../support/tokens';
import { cmdArguments, powershellStrings } from './shellParsers';
import { isUnix } from '../../../support/systems';

const token = unsigned(accessClaims());
const url = "https://api.example.com/orders/it's?q=a%20b%20c&x=$HOME";

/** The token in a form of that name; undefined when there is no such form. */
function text(name?: string, subject: CopySubject = 'accessToken', to = url): string | undefined {
  return copyForms(subject)
    .find((form) => form.name === name)
    ?.text(token, to);
}

describe('copyForms', () => {
  it('copies the token itself, or as a header', () => {
    equal(text(), token);
    equal(text('Authorization header'), `Authorization: Bearer ${token}`);
  });

  const wanted = ['--header', `Authorization: Bearer ${token}`, url];

  if (isUnix) {
    it('writes a curl command that bash reads correctly', () => {
      const line = text('curl for bash and zsh');
      const { stdout } = spawnSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }; ${line}`], {
        encoding: 'utf8',
      });
      deepEqual(stdout.split('\0').slice(0, -1), wanted);
    });
  }

  it('writes a curl command for one address when the address contains characters that curl or a shell expands', () => {
    const typed = 'https://[::1]:8443/a b"c/{d,e}?f=[1-3]&g={h}';
    const line = text('curl for bash and zsh', 'accessToken', typed);
    ok(line?.endsWith(" 'https://[::1]:8443/a%20b%22c/%7Bd,e%7D?f=%5B1-3%5D&g=%7Bh%7D'"), line);
  });

  it('writes a curl command that cmd and curl read correctly', () => {
    deepEqual(cmdArguments(text('curl for cmd') ?? ''), ['curl', ...wanted]);
  });

  it('calls curl.exe in PowerShell, where curl is another command', () => {
    const line = text('curl for PowerShell') ?? '';
    ok(line.startsWith('curl.exe --header '));
    deepEqual(powershellStrings(line.replace('curl.exe --header ', '')), wanted.slice(1));
  });

  it('sets an environment variable that is named after the token', () => {
    equal(
      text('environment variable for bash and zsh', 'accessToken'),
      `export COGNITO_ACCESS_TOKEN='${token}'`,
    );
    equal(text('environment variable for fish', 'idToken'), `set -gx COGNITO_ID_TOKEN '${token}'`);
  });

  it('offers each form for each token, and only curl for USERINFO', () => {
    const names = (['accessToken', 'idToken', 'userInfo'] as const).map(
      (subject) => new Set(copyForms(subject).map(({ name }) => name)),
    );
    deepEqual(
      names.map(({ size }) => size),
      [11, 11, 4],
    );
    ok(copyForms('userInfo').every(({ isCurl }) => isCurl));
    equal(copyForms('userInfo')[0]?.name, 'curl for bash and zsh');
  });

  it('names each kind of token in variables and JSON', () => {
    for (const [subject, member, variable] of [
      ['accessToken', 'access_token', 'COGNITO_ACCESS_TOKEN'],
      ['idToken', 'id_token', 'COGNITO_ID_TOKEN'],
      ['refreshToken', 'refresh_token', 'COGNITO_REFRESH_TOKEN'],
      ['token', 'token', 'TOKEN'],
    ] as const) {
      deepEqual(JSON.parse(text('JSON', subject) ?? ''), { [member]: token });
      equal(text('environment variable for bash and zsh', subject), `export ${variable}='${token}'`);
      const description = copyForms(subject).find(({ name }) => name === 'JSON')?.description;
      equal(description, `{ "${member}": … }`);
    }
    equal(copySubjects.accessToken.title, 'Access token');
  });

  it('offers no header and no curl command for a refresh token', () => {
    const names = copyForms('refreshToken').map(({ name = 'itself' }) => name.replace(/ for .*/, ''));
    deepEqual([...new Set(names)], ['itself', 'environment variable', 'JSON']);
  });

  it('gets the token of the user that is named, in a command that runs cognito-token', () => {
    const command = (user?: string): string | undefined =>
      copyForms('idToken', { name: 'dev', user })
        .find(({ name }) => name === 'curl with cognito-token')
        ?.text('', 'https://api.example.com');
    ok(command()?.includes(`$(cognito-token 'dev' --id --header)`));
    ok(command('bob')?.includes(`$(cognito-token 'dev' --as='bob' --id --header)`));
  });
});

describe('describeForm', () => {
  it('warns of a token that makes a line of cmd too long', () => {
    const warned = (size: number): readonly (string | undefined)[] =>
      copyForms('accessToken')
        .filter((form) => describeForm(form, 'x'.repeat(size)).startsWith('too long'))
        .map(({ name }) => name);
    deepEqual(warned(8000), []);
    deepEqual(warned(9000), ['curl for cmd', 'environment variable for cmd']);
  });
});
