import { join } from 'node:path';
import { default as Mocha, type Context } from 'mocha';
import { launchBrowser } from '../support/browser';
import { createCanary } from '../support/canary';
import { startEditor } from '../support/editorHost';
import { packageExtension, root } from '../support/packaging';
import { unhandledRejections } from '../support/rootHooks';
import { testFiles } from '../support/testFiles';
import { provideSession } from './session';
import { openWorkbenches } from './workbench';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';

/** Runs the UI tests against the packaged extension in a real workbench. @returns the number of failed tests */
async function main(): Promise<number> {
  const vsix = await packageExtension('ui');
  const editor = await startEditor({
    vsix,
    handOver: true,
    sample: true,
    settings: {
      'extensions.confirmedUriHandlerExtensionIds': ['cognito-tools.cognito-token-inspector'],
      'cognitoSample.profile': 'dev',
    },
  });
  const browser = await launchBrowser();
  try {
    console.log(`Host: VS Code ${editor.version} (server) with ${vsix}, Chromium ${browser.version()}`);
    const secrets = defaultLocalPoolConfig().clients.flatMap(({ secret }) => secret ?? []);
    provideSession({ editor, browser, canary: createCanary(secrets) });
    const mocha = new Mocha({
      grep: process.env.TEST_GREP,
      reporter: join(root, 'test/support/countingReporter.js'),
      reporterOptions: { results: join(root, 'out/results/ui.json') },
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
    for (const file of testFiles(__dirname, '.test.ts')) mocha.addFile(file);
    mocha.addFile(join(__dirname, 'leaks.ts'));
    return await new Promise<number>((resolve) => mocha.run(resolve));
  } finally {
    await browser.close();
    await editor.stop();
  }
}

main().then(
  (failures) => {
    process.exitCode = failures > 0 ? 1 : 0;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
