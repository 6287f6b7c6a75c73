import * as l10n from '@vscode/l10n';
import { fork } from 'node:child_process';
import { defined } from '../../core/members';
import type { LocalTrigger } from '../configSchema';
import { runtimeExited } from '../lambdaMessages';
import type { Call, CallResult } from './program/protocol';
import type { TriggerEvent } from './triggerEvent';
import { failedWith, timedOut, unreadableAnswer, type TriggerFailure } from './triggerFailure';

/** How a trigger is run. */
export interface TriggerRunner {
  /** The path of the program, `preTokenTrigger.js`. */
  readonly program: string;
  /** Milliseconds. Default: five seconds, as Cognito waits. */
  readonly timeout?: number;
  /** The port of this computer on which the program waits for a debugger before it runs the trigger. Default: none. */
  readonly debugPort?: number;
  /** Ends the process. */
  readonly signal?: AbortSignal;
}

/** What a run of a trigger gave. */
export interface TriggerRun {
  /** Any JSON, or why there is none. */
  readonly result: { readonly answer: unknown } | { readonly failure: TriggerFailure };
  /** What the trigger has printed, cut. */
  readonly output: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** Source: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html */
const cognitoTimeout = 5000;
/** The most characters of the output that are kept. */
const longestOutput = 64_000;

/**
 * Runs a trigger in a new process, so that it is always the saved file, and its process ends after the answer. The process gets no
 * variables of this environment, which may hold secrets.
 * @param trigger with an absolute path
 */
export function runTrigger(
  { file, handler }: Pick<LocalTrigger, 'file' | 'handler'>,
  event: TriggerEvent,
  { program, timeout = cognitoTimeout, debugPort, signal }: TriggerRunner,
): Promise<TriggerRun> {
  const startedAt = performance.now();
  const child = fork(program, {
    // Windows needs SystemRoot to open sockets.
    env: defined({ ELECTRON_RUN_AS_NODE: '1', SystemRoot: process.env['SystemRoot'] }),
    execArgv: debugPort === undefined ? [] : [`--inspect-brk=127.0.0.1:${debugPort}`],
    silent: true,
    killSignal: 'SIGKILL',
    ...defined({ signal }),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(0, longestOutput);
    });
  }
  return new Promise((resolve) => {
    let result: TriggerRun['result'] | undefined;
    const timer = setTimeout(() => {
      result ??= { failure: timedOut(timeout / 1000) };
      child.kill('SIGKILL');
      // A process that the trigger has started may hold them open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, timeout);
    child.once('message', (sent: CallResult) => {
      result ??= read(sent);
    });
    child.on('error', ({ message, stack }) => {
      result ??= { failure: failedWith(message, stack ?? message) };
    });
    // After the process has ended and its output is read.
    child.once('close', (code, endedBy) => {
      clearTimeout(timer);
      const duration = performance.now() - startedAt;
      resolve({ result: result ?? { failure: ended(code ?? endedBy) }, output, duration });
    });
    const call: Call = { file, handler, event, timeout };
    child.send(call, () => undefined);
  });
}

function read(sent: CallResult): TriggerRun['result'] {
  if ('error' in sent) return { failure: failedWith(sent.error, sent.stack) };
  try {
    return { answer: JSON.parse(sent.answer) as unknown };
  } catch {
    return { failure: unreadableAnswer(l10n.t('it is not JSON.')) };
  }
}

/** @param how the exit code or the signal */
function ended(how: number | string | null): TriggerFailure {
  const log = l10n.t`The process of the trigger ended (${String(how)}) before it answered.`;
  return failedWith(runtimeExited(how), log);
}
