import { rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { chromium, type Page } from 'playwright-core';
import { createAuthority, createServerCertificate } from '../support/certificates';
import { startMailbox } from '../support/mailbox';
import { root } from '../support/packaging';
import { startKeyboard } from './keyboard';
import { bundleTests } from './runBundle';
import { runInServer, type TestRun } from './runInServer';
import { defined } from '../../src/core/members';

/** The port by which the tests control the window of the desktop editor. */
const debuggingPort = 9333;

async function main(): Promise<number> {
  await bundleTests(root);
  // For a debugger that starts the extension host itself.
  if (process.argv.includes('--bundle-only')) return 0;
  const results = join(root, 'out/results/editor.json');
  rmSync(results, { force: true });
  const tls = await trustAuthority();
  const run: TestRun = {
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'out/editor/index.js'),
    env: {
      TEST_COLOR: process.stdout.isTTY ? '1' : '0',
      TEST_RESULTS: results,
      TEST_TLS: tls,
      SOAK: process.env.SOAK ?? '',
      ...defined({ TEST_GREP: process.env.TEST_GREP }),
    },
    settings: { 'extensions.confirmedUriHandlerExtensionIds': ['cognito-tools.cognito-token-inspector'] },
  };
  const server =
    process.platform === 'linux' && process.arch === 'x64' && !process.argv.includes('--desktop');
  return server ? runInServer(run) : runOnDesktop(run);
}

/**
 * Makes a certificate authority and sets it in NODE_EXTRA_CA_CERTS, which the editor reads once, at its start.
 * @returns the key and the certificate for Cognito's hosts, as JSON
 */
async function trustAuthority(): Promise<string> {
  const authority = await createAuthority();
  const file = join(root, 'out/test-ca.pem');
  await writeFile(file, authority.cert);
  process.env.NODE_EXTRA_CA_CERTS = file;
  const hosts = ['cognito-idp.us-east-1.amazonaws.com', 'demo.auth.us-east-1.amazoncognito.com'];
  return JSON.stringify(await createServerCertificate([...hosts, '127.0.0.1'], authority));
}

/**
 * Runs the tests in a downloaded VS Code. On Linux its browser is a script that sends every opened address to the tests. Windows and
 * macOS open no script as a browser, so there only the tests without one run.
 */
async function runOnDesktop(run: TestRun): Promise<number> {
  const version = process.env.VSCODE_TEST_VERSION ?? 'stable';
  const hasBrowser = process.platform === 'linux';
  console.log(
    `Host: VS Code ${version} (desktop)${hasBrowser ? '' : ', only the tests that open no browser'}`,
  );
  const mailbox = await startMailbox();
  const keyboard = await startKeyboard(desktopWorkbench);
  const userData = join(root, 'out/desktop');
  const browser = join(root, 'out/browser.sh');
  const post = `fetch(process.argv[1], { method: 'POST', body: process.argv[2] })`;
  await mkdir(join(userData, 'User'), { recursive: true });
  await writeFile(browser, `#!/bin/sh\nexec "${process.execPath}" -e "${post}" "${mailbox.address}" "$1"\n`, {
    mode: 0o755,
  });
  const settings = {
    ...run.settings,
    ...defined({ 'workbench.externalBrowser': hasBrowser ? browser : undefined }),
  };
  await writeFile(join(userData, 'User/settings.json'), JSON.stringify(settings));
  try {
    return await runTests({
      version,
      extensionDevelopmentPath: run.extensionDevelopmentPath,
      extensionTestsPath: run.extensionTestsPath,
      extensionTestsEnv: {
        ...run.env,
        ...defined({ TEST_BROWSER_MAILBOX: hasBrowser ? mailbox.address : undefined }),
        TEST_KEYBOARD: keyboard.address,
      },
      launchArgs: [
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${userData}`,
        `--remote-debugging-port=${debuggingPort}`,
      ],
    });
  } finally {
    keyboard.stop();
    mailbox.stop();
  }
}

/** Connects to the window of the desktop editor by its debugging port. */
async function desktopWorkbench(): Promise<Page | undefined> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debuggingPort}`);
  return browser.contexts()[0]?.pages()[0];
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
