import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath } from '@vscode/test-electron';
import { spawn, sync as runSync } from 'cross-spawn';
import { deleteFolder, temporaryFolder } from '../test/support/processes';

export interface Desktop {
  /** When its last window is closed. */
  closed: Promise<unknown>;
  stop: () => Promise<void>;
}

/** Downloads VS Code the first time and starts it with data of its own. Needs the open internet and a display. */
export async function startDesktop(vsix: string, settings: Record<string, unknown>): Promise<Desktop> {
  const executable = await downloadAndUnzipVSCode('stable');
  const folder = temporaryFolder('editor-');
  const user = join(folder, 'data/User');
  await mkdir(user, { recursive: true });
  await writeFile(join(user, 'settings.json'), JSON.stringify(settings, null, 2));
  const profile = ['--user-data-dir', join(folder, 'data'), '--extensions-dir', join(folder, 'extensions')];

  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  // Node.js itself cannot start it on Windows, where it is a batch file.
  const { status, error } = runSync(cli, [...profile, '--install-extension', vsix, '--force']);
  if (status !== 0) throw error ?? new Error(`${cli} ended with ${status}.`);

  const child = spawn(executable, [...profile, '--skip-welcome', '--disable-workspace-trust', '--wait'], {
    stdio: 'ignore',
  });
  const closed = once(child, 'exit');
  return {
    closed,
    stop: async () => {
      child.kill();
      await closed;
      deleteFolder(folder);
    },
  };
}
