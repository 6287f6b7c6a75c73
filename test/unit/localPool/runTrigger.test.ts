import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readChanges } from '../../../src/localPool/triggers/answer';
import { TriggerFailure } from '../../../src/localPool/triggers/triggerFailure';
import { runTrigger, type TriggerRun } from '../../../src/localPool/triggers/runTrigger';
import { clientId, eventOf } from '../../support/triggerEvents';
import { triggerProgram, tryTrigger, writeTrigger } from '../../support/triggers';
import { isUnix } from '../../support/systems';

async function runCode(code: string, timeout = 5000): Promise<TriggerRun> {
  const file = writeTrigger({ 'index.js': code });
  return runTrigger({ file, handler: 'handler' }, eventOf('V2_0'), {
    program: await triggerProgram(),
    timeout,
  });
}

function failureOf({ result }: TriggerRun): TriggerFailure {
  ok('failure' in result);
  return result.failure;
}

function answerOf({ result }: TriggerRun): unknown {
  ok('answer' in result, 'failure' in result ? result.failure.log : '');
  return result.answer;
}

/**
 * The variables that each process has: Node.js itself passes on that of a run with coverage, macOS sets one, and Windows programs get
 * some that name folders and the user.
 */
const names =
  /^(ELECTRON_RUN_AS_NODE|NODE_CHANNEL.*|NODE_V8_COVERAGE|__CF_USER_TEXT_ENCODING|SystemRoot|HOMEDRIVE|HOMEPATH|LOGONSERVER|PATH|SYSTEMDRIVE|TEMP|USERDOMAIN|USERNAME|USERPROFILE|WINDIR)$/i;

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

describe('runTrigger', () => {
  it('ends an endless loop when the time is over', async () => {
    const run = await runCode('exports.handler = () => { for (;;); };', 300);
    equal(
      failureOf(run).message,
      'PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function.',
    );
    equal(failureOf(run).log, 'The trigger did not answer within 0.3 seconds.');
  });

  it('ends a handler that waits longer than the time', async () => {
    const run = await runCode('exports.handler = () => new Promise((end) => setTimeout(end, 60_000));', 300);
    equal(failureOf(run).log, 'The trigger did not answer within 0.3 seconds.');
  });

  it('ends an endless loop when this process was killed before the time is over', async () => {
    const file = writeTrigger({
      'index.js': 'exports.handler = () => { console.log(process.pid); for (;;); };',
    });
    const call = { file, handler: 'handler', event: eventOf('V2_0'), timeout: 1000 };
    const program = JSON.stringify(await triggerProgram());
    const parent = spawn(process.execPath, [
      '-e',
      `require('node:child_process').fork(${program}).send(${JSON.stringify(call)});`,
    ]);
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    try {
      parent.kill('SIGKILL');
      // The loop holds the output of its parent open until it ends.
      await once(parent, 'close');
    } finally {
      endProcess(Number(pid));
    }
  });

  for (const [how, code] of [
    ['throws', `exports.handler = () => { throw new Error('Not allowed'); };`],
    ['rejects', `exports.handler = async () => { throw new Error('Not allowed'); };`],
    [
      'gives an error to its callback',
      `exports.handler = (e, c, callback) => callback(new Error('Not allowed'));`,
    ],
    ['gives a text to context.fail', `exports.handler = (e, context) => context.fail('Not allowed');`],
    [
      'throws later',
      `exports.handler = () => { setTimeout(() => { throw new Error('Not allowed'); }, 1); };`,
    ],
  ] as const) {
    it(`fails with the error of a handler that ${how}`, async () => {
      const { message, log } = failureOf(await runCode(code));
      equal(message, 'PreTokenGeneration failed with error Not allowed.');
      match(log, how.includes('text') ? /Not allowed/ : /Error: Not allowed\n +at .*index\.js:1/);
    });
  }

  it('names the line of the TypeScript file in the stack', async () => {
    const file = writeTrigger({
      'index.ts': `interface Event { readonly userName: string }\n\nexport const handler = (event: Event) => {\n  throw new Error(event.userName);\n};\n`,
    });
    const run = await runTrigger({ file, handler: 'handler' }, eventOf('V1_0'), {
      program: await triggerProgram(),
    });
    match(failureOf(run).log, /index\.ts:4:9/);
  });

  it('refuses an answer of more than 6 MB, as Lambda does', async () => {
    const { message } = failureOf(
      await runCode(`exports.handler = async (event) => ({ ...event, big: 'x'.repeat(6_300_000) });`),
    );
    equal(
      message,
      'PreTokenGeneration failed with error Response payload size exceeded maximum allowed payload size (6291556 bytes)..',
    );
  });

  it('accepts an answer of nearly 6 MB', async () => {
    const run = await runCode(`exports.handler = async () => 'x'.repeat(6_291_000);`);
    equal(String(answerOf(run)).length, 6_291_000);
  });

  it('fails when the trigger ends its process', async () => {
    equal(
      failureOf(await runCode('exports.handler = () => process.exit(3);')).message,
      'PreTokenGeneration failed with error Error: Runtime exited with error: exit status 3.',
    );
    equal(
      failureOf(await runCode('exports.handler = () => process.exit(0);')).message,
      'PreTokenGeneration failed with error Error: Runtime exited without providing a reason.',
    );
    // Windows ends the process too, but with an exit code.
    equal(
      failureOf(await runCode(`exports.handler = () => process.kill(process.pid, 'SIGKILL');`)).message,
      `PreTokenGeneration failed with error Error: Runtime exited with error: ${isUnix ? 'signal: SIGKILL' : 'exit status 1'}.`,
    );
  });

  it('takes a claim named __proto__ for a claim, and changes nothing else', async () => {
    const file = writeTrigger({
      'index.js': `exports.handler = async (event) => {
        const claims = JSON.parse('{"__proto__": {"admin": true}, "constructor": "x"}');
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: claims } } };
        return JSON.parse(JSON.stringify(event));
      };`,
    });
    const { changed } = await tryTrigger(file, eventOf('V2_0'), 'V2_0');
    deepEqual(Object.entries(changed.access).slice(-2), [
      ['__proto__', { admin: true }],
      ['constructor', 'x'],
    ]);
    equal('admin' in changed.access, false);
    equal('admin' in {}, false);
  });

  it('answers null when a handler ends without an answer, which the pool cannot read', async () => {
    for (const code of [
      'exports.handler = (event) => event;',
      'exports.handler = () => new Promise(() => {});',
      'exports.handler = (event, context, callback) => callback();',
      'exports.handler = async () => undefined;',
    ]) {
      equal(answerOf(await runCode(code)), null, code);
    }
    const refused = (answer: unknown): string => {
      try {
        readChanges('V2_0', answer);
        return '';
      } catch (error) {
        ok(error instanceof TriggerFailure);
        return error.message;
      }
    };
    for (const answer of [null, 'text', [], {}, { response: [] }]) {
      equal(refused(answer), 'Unrecognizable lambda output', JSON.stringify(answer));
    }
  });

  it('fails with the reason when the handler cannot be loaded', async () => {
    match(
      failureOf(await runCode('exports.other = 1;')).message,
      /index\.js does not export a function handler\.$/,
    );
    match(failureOf(await runCode('exports.handler = (')).message, /error Unexpected end of input/);
    match(failureOf(await runCode(`require('./missing')`)).message, /error Cannot find module '\.\/missing'/);
    const program = await triggerProgram();
    const run = await runTrigger({ file: '/nowhere/a.js', handler: 'handler' }, eventOf('V1_0'), { program });
    match(failureOf(run).message, /Cannot find module/);
  });

  it('fails when the program cannot be started', async () => {
    const run = await runTrigger({ file: 'a.js', handler: 'handler' }, eventOf('V1_0'), {
      program: '/nowhere/program.js',
    });
    match(failureOf(run).message, /Runtime exited with error: exit status 1/);
  });

  it('runs TypeScript without esbuild where Node.js can, and else says what is missing', async () => {
    const file = writeTrigger(
      { 'index.ts': 'export const handler = async (event: object): Promise<object> => event;' },
      { esbuild: false },
    );
    const run = await runTrigger({ file, handler: 'handler' }, eventOf('V1_0'), {
      program: await triggerProgram(),
    });
    if ('typescript' in process.features && process.features.typescript) {
      deepEqual(answerOf(run), eventOf('V1_0'));
    } else {
      match(failureOf(run).message, /index\.ts is TypeScript.*Install esbuild in your project/);
    }
  });

  it('gives the process nothing of this environment', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
    try {
      const run = await runCode('exports.handler = async () => Object.keys(process.env);');
      deepEqual(
        (answerOf(run) as string[]).filter((name) => !names.test(name)),
        [],
      );
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
  });

  it('has no way to send messages to its parent, as in Lambda', async () => {
    const run = await runCode(
      `process.send?.('ready');
      exports.handler = async () => typeof process.send;`,
    );
    equal(answerOf(run), 'undefined');
  });

  it('fails with the error of a handler whose message is no text', async () => {
    const run = await runCode(
      `exports.handler = () => { throw Object.assign(new Error('a'), { message: { code: 1 } }); };`,
    );
    equal(failureOf(run).message, 'PreTokenGeneration failed with error [object Object].');
  });

  it('gives the handler the event and the context of Lambda', async () => {
    const run = await runCode(
      `exports.handler = async (event, context) => ({ event, left: context.getRemainingTimeInMillis(), name: context.functionName });`,
    );
    const { event, left, name } = answerOf(run) as { event: unknown; left: number; name: string };
    deepEqual(event, eventOf('V2_0'));
    ok(left > 0 && left <= 5000, `${left}`);
    equal(name, 'preTokenGeneration');
    equal(eventOf('V2_0').callerContext.clientId, clientId);
  });

  it('keeps what the trigger prints, up to 64,000 characters', async () => {
    const some = await runCode(
      `exports.handler = async () => { console.log('one'); console.error('two'); };`,
    );
    deepEqual(some.output.split('\n').sort(), ['', 'one', 'two']);
    const much = await runCode(`exports.handler = async () => { console.log('x'.repeat(100_000)); };`);
    equal(much.output.length, 64_000);
  });

  it('ends in time when another process of the trigger holds its output open', async () => {
    const run = await runCode(
      `exports.handler = async () => {
        require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'inherit' }).unref();
        return 1;
      };`,
    );
    equal(answerOf(run), 1);
    // The other process lives for 20 seconds.
    ok(run.duration < 15_000, `${run.duration}`);
  });
});
