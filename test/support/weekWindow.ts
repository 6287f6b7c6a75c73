import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { connectTo, type Message, type Remote } from './calls';
import type { SecretFunctions } from './editorSecrets';
import { isUnix } from './systems';
import type { WindowFunctions } from './weekChild';
import type { Account, PlannedSignIn } from './weekPlan';

/** What a window of the working week is told at its start. */
export interface WindowOptions {
  readonly issuer: string;
  /** The callback URL at a loopback address. */
  readonly loopback: string;
  /** The folder that all windows share. */
  readonly folder: string;
}

/** The tokens that a window has for an account, or the code of the error. */
export interface Outcome {
  readonly account: Account;
  readonly tokens?: readonly string[];
  readonly code?: string;
}

/** What a window may call in the main process of the editor. */
export type MainFunctions = SecretFunctions & {
  /** Opens the browser, signs in there, and hands the callback over. */
  readonly browse: (url: string, planned: PlannedSignIn) => Promise<void>;
};

/** A window of the editor in a process of its own. */
export interface WeekWindow {
  readonly remote: Remote<WindowFunctions>;
  /** The process gets no time until `wake`, as in a computer that sleeps. On Windows it is only not asked. */
  readonly sleep: () => void;
  readonly wake: () => void;
  readonly isAsleep: boolean;
  readonly hasEnded: boolean;
  readonly close: () => Promise<void>;
}

/** Bundles the code of a window, so that it starts soon. @returns the file */
export async function bundleWindow(folder: string): Promise<string> {
  const outfile = join(folder, 'window.js');
  await build({
    entryPoints: [join(__dirname, 'weekChild.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    logLevel: 'warning',
  });
  return outfile;
}

/** @param temporary the folder for temporary files of the process */
export function openWeekWindow(
  program: string,
  options: WindowOptions,
  temporary: string,
  main: MainFunctions,
): WeekWindow {
  const child = fork(program, [JSON.stringify(options)], {
    // Without optimised code, which the engine makes for days and which would count as memory of the window.
    execArgv: ['--expose-gc', '--no-opt', '--no-maglev'],
    env: { ...process.env, NODE_V8_COVERAGE: '', TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  let isAsleep = false;
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    remote: connectTo<WindowFunctions>(channelOf(child), main),
    sleep: () => {
      isAsleep = true;
      if (isUnix) child.kill('SIGSTOP');
    },
    wake: () => {
      isAsleep = false;
      if (isUnix) child.kill('SIGCONT');
    },
    get isAsleep() {
      return isAsleep;
    },
    get hasEnded() {
      return hasEnded();
    },
    close: async () => {
      if (hasEnded()) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function channelOf(child: ChildProcess): Parameters<typeof connectTo>[0] {
  return {
    // A window that is being closed gets no message any more.
    send: (message) => child.connected && child.send(message, () => undefined),
    onMessage: (listener) =>
      child.on('message', (message) => {
        listener(message as Message);
      }),
    onEnd: (listener) =>
      child.once('exit', (code, signal) => {
        listener(`The process of the window has ended: ${signal ?? `exit code ${code}`}.`);
      }),
  };
}
