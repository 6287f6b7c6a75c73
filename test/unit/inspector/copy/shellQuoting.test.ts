import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { array, assert as holds, constantFrom, oneof, property } from 'fast-check';
import { assign, quote, quoteForBatchFile, type Shell } from '../../../../src/core/shellQuoting';
import { batchFileArguments, cmdArguments, powershellStrings } from './shellParsers';
import { isUnix } from '../../../support/systems';

/** The arguments that a shell passes to the program of a command line. */
function argumentsIn(shell: readonly [string, ...string[]], line: string, name?: string): readonly string[] {
  const [command, ...options] = shell;
  const print = name === undefined ? line : `${line}\nprintf '%s\\0' "$${name}"`;
  const { stdout, status, stderr } = spawnSync(command, [...options, '-c', print], { encoding: 'utf8' });
  equal(status, 0, stderr);
  return stdout.split('\0').slice(0, -1);
}

/** The POSIX shells and fish that are installed on this computer. All but Windows have sh and bash. */
const installed = (
  [
    ['posix', 'sh'],
    ['posix', 'bash'],
    ['posix', 'zsh'],
    ['posix', 'dash'],
    ['fish', 'fish'],
  ] as const
).filter(([, command]) => isUnix && spawnSync(command, ['-c', 'true']).error === undefined);

/** Text without the control characters that no command line of cmd.exe can hold. */
const texts = array(
  oneof(
    {
      weight: 3,
      arbitrary: constantFrom(...Array.from('\'"\\`$%!^&|<>(){}[];#*?~= \u2018\u2019\u201a\u201bA1é日😀')),
    },
    {
      weight: 1,
      arbitrary: constantFrom(
        '%PATH%',
        '%PATH:a=b%',
        '%PATH:~0,3%',
        '$HOME',
        '$(id)',
        '\\"',
        '%20b%',
        '--',
        "''",
      ),
    },
  ),
  { maxLength: 20 },
);
const lists = array(
  texts.map((pieces) => pieces.join('')),
  { minLength: 1, maxLength: 5 },
);
const text = texts.map((pieces) => pieces.join(''));

describe('quote and assign', function () {
  // Each text starts a shell, which a busy computer does slowly.
  this.timeout(60_000);

  for (const [shell, command] of installed) {
    it(`quotes any text as one argument for ${command}`, () => {
      holds(
        property(array(lists, { minLength: 20, maxLength: 20 }), (lines) => {
          const all = lines.flat();
          const line = `printf '%s\\0' ${all.map((item) => quote(item, shell)).join(' ')}`;
          deepEqual(argumentsIn([command], line), all);
        }),
        { numRuns: 15 },
      );
    });

    it(`assigns any text to a variable for ${command}`, () => {
      holds(
        property(text, (value) => {
          deepEqual(argumentsIn([command], assign('COGNITO_X', value, shell), 'COGNITO_X'), [value]);
        }),
        { numRuns: 20 },
      );
    });
  }

  it('quotes any text as one argument for PowerShell', () => {
    holds(
      property(lists, (list) => {
        const line = list.map((item) => quote(item, 'powershell')).join(' ');
        deepEqual(powershellStrings(line), list);
      }),
    );
    holds(
      property(text, (value) => {
        deepEqual(powershellStrings(assign('X', value, 'powershell').replace('$env:X = ', '')), [value]);
      }),
    );
  });

  it('quotes any text as one argument for cmd, also names of variables', () => {
    holds(
      property(lists, (list) => {
        const line = `curl ${list.map((item) => quote(item, 'cmd')).join(' ')}`;
        deepEqual(cmdArguments(line), ['curl', ...list]);
      }),
    );
  });

  it('quotes any text as one argument of a batch file, which passes it on', () => {
    holds(
      property(lists, (list) => {
        const line = `cognito-token ${list.map(quoteForBatchFile).join(' ')}`;
        deepEqual(batchFileArguments(line), ['cognito-token', ...list]);
      }),
    );
    // As an argument of a program it would run another command.
    throws(() => batchFileArguments(`cognito-token ${quote('" & calc', 'cmd')}`), /takes & for itself/);
  });

  it('leaves out control characters, because not every shell accepts them', () => {
    for (const shell of ['posix', 'fish', 'powershell', 'cmd'] satisfies Shell[]) {
      equal(quote('a\n\r\u0000\u001bb', shell), quote('ab', shell));
      ok(!assign('X', 'a\nb', shell).includes('\n'));
    }
  });

  it('adds no escapes to a plain text', () => {
    equal(quote('https://api.example.com/a?b=c&d=e', 'cmd'), '"https://api.example.com/a?b=c&d=e"');
    equal(assign('A', 'b.c', 'posix'), "export A='b.c'");
    equal(assign('A', 'b.c', 'fish'), "set -gx A 'b.c'");
    equal(assign('A', 'b.c', 'powershell'), "$env:A = 'b.c'");
    equal(assign('A', 'b.c', 'cmd'), 'set "A=b.c"');
  });
});
