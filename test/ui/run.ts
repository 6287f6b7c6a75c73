import { join } from 'node:path';
import { launchBrowser } from '../support/browser';
import { createCanary } from '../support/canary';
import { startEditor } from '../support/editorHost';
import { packageExtension } from '../support/packaging';
import { testFiles } from '../support/testFiles';
import { runMocha } from './runMocha';
import { provideSession } from './session';
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
    return await runMocha('ui', [...testFiles(__dirname, '.test.ts'), join(__dirname, 'leaks.ts')]);
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
