import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { copyChoices, copyText } from '../../../../src/inspector/copy/copyAs';
import type { CopyFormat } from '../../../../src/inspector/copy/copyAs';
import { accessClaims, unsigned } from '../../../support/tokens';
import { cmdArguments, powershellStrings } from './shellParsers';

const token = unsigned(accessClaims());
const url = "https://api.example.com/orders/it's?q=a%20b%20c&x=$HOME";

function text(format: CopyFormat): string {
  return copyText(token, 'accessToken', format, url);
}

describe('copying a token as', () => {
  it('itself, a header and JSON', () => {
    assert.equal(text({ id: 'raw' }), token);
    assert.equal(text({ id: 'header' }), `Authorization: Bearer ${token}`);
    assert.deepEqual(JSON.parse(text({ id: 'json' })), { access_token: token });
    assert.deepEqual(JSON.parse(copyText(token, 'idToken', { id: 'json' }, url)), { id_token: token });
  });

  const wanted = ['--header', `Authorization: Bearer ${token}`, url];

  it('curl for bash, as bash reads it', () => {
    const line = text({ id: 'curl', shell: 'posix' });
    const { stdout } = spawnSync('bash', ['-c', `curl() { printf '%s\\0' "$@"; }; ${line}`], {
      encoding: 'utf8',
    });
    assert.deepEqual(stdout.split('\0').slice(0, -1), wanted);
  });

  it('curl for one address: the one that was meant, whatever curl and a shell make of its marks', () => {
    const typed = 'https://[::1]:8443/a b"c/{d,e}?f=[1-3]&g={h}';
    const line = copyText(token, 'accessToken', { id: 'curl', shell: 'posix' }, typed);
    assert(line.endsWith(" 'https://[::1]:8443/a%20b%22c/%7Bd,e%7D?f=%5B1-3%5D&g=%7Bh%7D'"), line);
  });

  it('curl for cmd, as cmd and curl read it', () => {
    assert.deepEqual(cmdArguments(text({ id: 'curl', shell: 'cmd' })), ['curl', ...wanted]);
  });

  it('curl for PowerShell, where curl alone is another command', () => {
    const line = text({ id: 'curl', shell: 'powershell' });
    assert(line.startsWith('curl.exe --header '));
    assert.deepEqual(powershellStrings(line.replace('curl.exe --header ', '')), wanted.slice(1));
  });

  it('an environment variable, named for its token', () => {
    assert.equal(text({ id: 'variable', shell: 'posix' }), `export COGNITO_ACCESS_TOKEN='${token}'`);
    assert.equal(
      copyText(token, 'idToken', { id: 'variable', shell: 'fish' }, url),
      `set -gx COGNITO_ID_TOKEN '${token}'`,
    );
  });

  it('offers each format for each token, and curl alone for USERINFO', () => {
    const all = copyChoices(['accessToken', 'idToken', 'userInfo']);
    assert.equal(new Set(all.map(({ label }) => label)).size, all.length);
    assert.deepEqual(
      (['accessToken', 'idToken', 'userInfo'] as const).map(
        (subject) => all.filter((choice) => choice.subject === subject).length,
      ),
      [11, 11, 4],
    );
    assert(copyChoices(['accessToken']).every(({ subject }) => subject === 'accessToken'));
  });

  it('says what is copied, and as what', () => {
    const [token, header] = copyChoices(['accessToken']);
    assert.deepEqual([token?.title, token?.form], ['Access token', undefined]);
    assert.deepEqual([header?.title, header?.form], ['Access token', 'Authorization header']);
    assert.equal(copyChoices(['userInfo'])[0]?.form, 'curl for bash and zsh');
  });

  it('names each kind of token for what it is', () => {
    for (const [subject, member, variable] of [
      ['accessToken', 'access_token', 'COGNITO_ACCESS_TOKEN'],
      ['idToken', 'id_token', 'COGNITO_ID_TOKEN'],
      ['refreshToken', 'refresh_token', 'COGNITO_REFRESH_TOKEN'],
      ['token', 'token', 'TOKEN'],
    ] as const) {
      assert.deepEqual(JSON.parse(copyText(token, subject, { id: 'json' }, '')), { [member]: token });
      assert.equal(
        copyText(token, subject, { id: 'variable', shell: 'posix' }, ''),
        `export ${variable}='${token}'`,
      );
      const description = copyChoices([subject]).find(({ format }) => format.id === 'json')?.description;
      assert.equal(description, `{ "${member}": … }`);
    }
  });

  it('offers no request with a refresh token in its header', () => {
    const formats = copyChoices(['refreshToken']).map(({ format }) => format.id);
    assert.deepEqual([...new Set(formats)], ['raw', 'variable', 'json']);
  });
});
