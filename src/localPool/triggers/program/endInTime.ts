import { url } from 'node:inspector';
import { Worker } from 'node:worker_threads';

const code = `const { workerData } = require('node:worker_threads');
setTimeout(() => process.kill(process.pid, 'SIGKILL'), workerData);`;

/**
 * Ends this process when its time is over, because its parent, which does so too, may have been killed before. The timer is in a thread
 * of its own, because the trigger may keep the main thread busy. A debugger would show that thread, so there is none while one is open.
 * @param timeout milliseconds
 */
export function endInTime(timeout: number): void {
  if (url() === undefined) new Worker(code, { eval: true, workerData: timeout }).unref();
}
