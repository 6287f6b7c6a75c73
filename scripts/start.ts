import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { LocalPool, LocalPoolOptions } from '../src/localPool/localPool';
import { startEditor } from '../test/support/editorHost';
import { packageExtension, root } from '../test/support/packaging';
import { startDesktop } from './desktop';

/** `npm start`: the packaged extension in an editor of its own, and a user pool to sign in to. Ctrl+C ends it all. */
async function main(): Promise<void> {
  const server =
    process.platform === 'linux' && process.arch === 'x64' && !process.argv.includes('--desktop');
  console.log('Building and packaging the extension …');
  const vsix = await packageExtension('start');
  const pool = await startPool();
  const settings = settingsFor(pool);
  const editor = server
    ? await startEditor({ vsix, settings, handOver: true, port: 8640 })
    : await startDesktop(vsix, settings);

  const stop = async (): Promise<void> => {
    await Promise.all([editor.stop(), pool.stop()]);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop());

  console.log(guide(pool, 'url' in editor ? editor.url : 'in its own window'));
  if ('url' in editor) openBrowser(editor.url);
  else void editor.closed.then(stop);
}

/** Port 9270, which the extension's own local pool has, or any other when that is taken. */
async function startPool(): Promise<LocalPool> {
  // From the bundle, as it is packaged.
  const { startLocalPool } = (await import(join(root, 'dist/localPool.js'))) as {
    startLocalPool: (options: LocalPoolOptions) => Promise<LocalPool>;
  };
  const host = '127.0.0.1';
  return startLocalPool({ host, port: 9270 }).catch(() => startLocalPool({ host, port: 0 }));
}

function settingsFor(pool: LocalPool): Record<string, unknown> {
  const clientId = pool.config.clients[0]?.clientId;
  return {
    'cognito.profiles': [{ name: 'Local user pool', issuer: pool.issuer, clientId }],
    'extensions.confirmedUriHandlerExtensionIds': ['cognito-tools.cognito-token-inspector'],
  };
}

function guide(pool: LocalPool, editor: string): string {
  const user = pool.config.users[0];
  return `
Editor           ${editor}
Local user pool  ${pool.issuer}
Sign-in name     ${user?.username ?? ''}
Password         ${user?.password ?? ''}

What to do next:
  1. In the editor press F1 and run "Cognito: Sign In".
  2. Type the name and the password on the page that opens.
  3. Back in the editor, run "Cognito: Open Token Inspector", then "Cognito: Copy Access Token".
  4. Press Ctrl+C here when you are done. Nothing stays behind.
`;
}

function openBrowser(url: string): void {
  const command = process.env.BROWSER ?? 'xdg-open';
  const noBrowser = (): void => {
    console.log('No browser opened by itself: open the address of the editor in one.');
  };
  if (process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined) {
    noBrowser();
    return;
  }
  spawn(command, [url], { stdio: 'ignore', detached: true }).once('error', noBrowser).unref();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
