import { url } from 'node:inspector';
import { Worker } from 'node:worker_threads';

const code = `const { workerData } = require('node:worker_threads');
setTimeout(() => process.kill(process.pid, 'SIGKILL'), workerData);`;

/**
 * Ends this process when its time is over. The parent process does so too, but it may have been killed. The timer runs in a second thread,
 * because the trigger may keep the main thread busy. The second thread is not started while a debugger can attach, because the debugger
 * would show it to the user.
 * @param timeout milliseconds
 */
export function endInTime(timeout: number): void {
  if (url() === undefined) new Worker(code, { eval: true, workerData: timeout }).unref();
}
