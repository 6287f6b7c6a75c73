import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'cross-spawn';
import { eventually } from './waiting';

const running = new Set<ChildProcess>();
const folders = new Set<string>();

export interface Command {
  file: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The file for its output. */
  logFile: string;
}

/** Starts a process in a group of its own, so that its child processes can be ended with it. */
export function start({ file, args, cwd, env, logFile }: Command): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Runs a process to its end. @returns its exit code @throws when it cannot be started */
export async function run(command: Command): Promise<number> {
  const child = start(command);
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** Ends a process and its group and waits for the end, because a running process may write into a deleted folder. */
export async function stop(child: ChildProcess): Promise<void> {
  const exited =
    child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  killGroup(child);
  await exited;
  // Limited, because ended processes that no parent reaps seem to run for ever.
  await eventually('the processes to end', () => !isAlive(child) || undefined, 5_000).catch(() => undefined);
}

/** A new folder that is deleted when this process ends. */
export function temporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.add(folder);
  return folder;
}

export function deleteFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  folders.delete(folder);
}

function isAlive({ pid }: ChildProcess): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 0);
  } catch {
    return false;
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group has ended already.
  }
}

process.on('exit', () => {
  running.forEach(killGroup);
  folders.forEach(deleteFolder);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // An exit handler does not run after the default action of a signal, so exit here when there is no other handler.
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(130);
  });
}
