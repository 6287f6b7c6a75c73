import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Outcome, Task } from './child';

/** A Node process of its own: NODE_EXTRA_CA_CERTS and the proxy variables count only from its start. */
export interface Child {
  perform: (task: Task) => Promise<Outcome>;
  stop: () => Promise<void>;
}

const inherited = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];

/** @param environment nothing else that concerns the network is passed on */
export async function startChild(environment: Readonly<Record<string, string>> = {}): Promise<Child> {
  const kept = Object.entries(process.env).filter(([name]) => inherited.includes(name));
  const child = fork(join(__dirname, 'child.ts'), {
    execArgv: ['--require', 'tsx/cjs'],
    env: { ...Object.fromEntries(kept), ...environment },
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('The child process ended.');
  });
  ended.catch(() => undefined);
  const message = async (): Promise<unknown> => {
    const [value] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return value;
  };
  await message();
  return {
    perform: async (task) => {
      child.send(task);
      return (await message()) as Outcome;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    },
  };
}
