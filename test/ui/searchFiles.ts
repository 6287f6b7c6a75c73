import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { session } from './session';

/**
 * Searches the files that the editor has written, and reports what was found there and in the windows that have been closed.
 * @param least how many secrets the run must have had: a run without any proves nothing
 */
export async function expectNoLeak(least: number): Promise<void> {
  const { editor, canary } = session();
  const entries = readdirSync(editor.dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('extensions'));
  ok(files.some(({ name }) => name.endsWith('Cognito.log')));
  for (const file of files) {
    canary.look(`the file ${file.name}`, await textOf(join(file.parentPath, file.name)));
  }
  ok(canary.seen() >= least, `${canary.seen()} secrets seen`);
  deepEqual(canary.leaks(), []);
}

/** A window that ends deletes its lock files, also while files are searched: their text is then empty. */
function textOf(path: string): Promise<string> {
  return readFile(path, 'latin1').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
}
