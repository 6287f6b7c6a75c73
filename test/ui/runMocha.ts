import { join } from 'node:path';
import { default as Mocha, type Context } from 'mocha';
import { root } from '../support/packaging';
import { unhandledRejections } from '../support/rootHooks';
import { openWorkbenches } from './workbench';

/**
 * Runs tests that use windows of the editor.
 * @param suite the name of the file in out/results that gets the counts
 * @returns the number of failed tests
 */
export function runMocha(suite: string, files: readonly string[]): Promise<number> {
  const mocha = new Mocha({
    grep: process.env.TEST_GREP,
    reporter: join(root, 'test/support/countingReporter.js'),
    reporterOptions: { results: join(root, `out/results/${suite}.json`) },
    // Several waits of up to a minute, on a busy computer.
    timeout: 180_000,
  });
  // A picture of the window explains a time-out better than its message.
  mocha.rootHooks({
    async afterEach(this: Context) {
      if (this.currentTest?.state !== 'failed') return;
      const name = this.currentTest.fullTitle().replaceAll(/\W+/g, '-').slice(0, 80);
      for (const workbench of openWorkbenches) await workbench.picture(`failed/${name}`);
    },
  });
  mocha.rootHooks(unhandledRejections(root));
  for (const file of files) mocha.addFile(file);
  return new Promise<number>((resolve) => mocha.run(resolve));
}
