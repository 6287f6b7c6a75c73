import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { UsageError } from '../../../src/core/usageError';
import { help, readArguments } from '../../../src/handover/program/arguments';
import { print, type TokenLine } from '../../../src/handover/program/print';

describe('readArguments', () => {
  it('asks for the access token of the active profile, valid for two minutes', () => {
    deepEqual(readArguments([]), {
      help: false,
      form: 'bare',
      variable: 'COGNITO_ACCESS_TOKEN',
      request: { kind: 'access', minSeconds: 120, signIn: false },
      command: [],
    });
  });

  it('reads a profile, the kind of token, the time and the sign-in, in any order', () => {
    deepEqual(
      readArguments(['--id', 'my pool', '--as', 'zoë', '--min-seconds', '600', '--sign-in', '--json']),
      {
        help: false,
        form: 'json',
        variable: 'COGNITO_ID_TOKEN',
        request: { profile: 'my pool', user: 'zoë', kind: 'id', minSeconds: 600, signIn: true },
        command: [],
      },
    );
  });

  it('takes the word after --env as the name of the variable', () => {
    equal(readArguments(['dev', '--env']).variable, 'COGNITO_ACCESS_TOKEN');
    equal(readArguments(['--env', 'TOKEN']).variable, 'TOKEN');
    equal(readArguments(['--env=API_TOKEN']).variable, 'API_TOKEN');
    const { variable, request, form } = readArguments(['--env', 'TOKEN', 'dev', '--id']);
    deepEqual([variable, request.profile, request.kind, form], ['TOKEN', 'dev', 'id', 'env']);
    deepEqual(readArguments(['--env', '--id']).variable, 'COGNITO_ID_TOKEN');
  });

  it('reads a command after two hyphens, with the options of the command', () => {
    const { request, command } = readArguments(['dev', '--aws', '--', 'aws', 's3', 'ls', '--id', '--', 'x']);
    deepEqual(request, { profile: 'dev', kind: 'aws', minSeconds: 120, signIn: false, asEndpoint: true });
    deepEqual(command, ['aws', 's3', 'ls', '--id', '--', 'x']);
    equal(readArguments(['--aws']).request.asEndpoint, undefined);
  });

  for (const argv of [
    ['--aws', '--id'],
    ['--aws', '--json'],
    ['--as'],
    ['--as', ' '],
    ['--aws', '--min-seconds', '300'],
    ['--aws', '--'],
    ['dev', '--', 'env'],
    ['--nonsense'],
    ['dev', 'prod'],
    ['--json', '--header'],
    ['--min-seconds', 'soon'],
    ['--min-seconds', '-1'],
    ['--min-seconds', '86401'],
    ['--min-seconds', '1e3'],
    ['--min-seconds'],
    ['--id=yes'],
    ['--env=1TOKEN'],
    ['--env=A=B;rm'],
  ]) {
    it(`refuses ${argv.join(' ')}`, () => {
      throws(() => readArguments(argv), UsageError);
    });
  }

  it('has a help that fits a screen of 24 lines of 80 characters', () => {
    const lines = help.trimEnd().split('\n');
    ok(lines.length <= 23, `${lines.length} lines`);
    deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    equal(readArguments(['--help']).help, true);
  });
});

describe('print', () => {
  const line: TokenLine = {
    token: 'a.b.c',
    kind: 'access',
    profile: 'dev',
    expiresAt: Date.UTC(2026, 10, 27, 12, 0, 0, 250),
  };
  const printed = (form: Parameters<typeof print>[0]['form'], execInfo?: string): string =>
    print({ form, variable: 'NAME' }, line, execInfo);

  it('prints each form', () => {
    equal(printed('bare'), 'a.b.c');
    equal(printed('header'), 'Authorization: Bearer a.b.c');
    equal(printed('env'), 'NAME=a.b.c');
    deepEqual(JSON.parse(printed('json')), {
      token: 'a.b.c',
      kind: 'access',
      profile: 'dev',
      expiresAt: '2026-11-27T12:00:00.250Z',
    });
    deepEqual(JSON.parse(printed('mcp-headers')), { Authorization: 'Bearer a.b.c' });
  });

  it('prints the credential in the version that kubectl asks for', () => {
    const status = { token: 'a.b.c', expirationTimestamp: '2026-11-27T12:00:00Z' };
    const kind = 'ExecCredential';
    const v1 = 'client.authentication.k8s.io/v1';
    deepEqual(JSON.parse(printed('exec-credential')), { kind, apiVersion: v1, status });
    const info = JSON.stringify({ apiVersion: `${v1}beta1`, kind, spec: { interactive: false } });
    deepEqual(JSON.parse(printed('exec-credential', info)), { kind, apiVersion: `${v1}beta1`, status });
  });
});
