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
    canary.look(`the file ${file.name}`, await readFile(join(file.parentPath, file.name), 'latin1'));
  }
  ok(canary.seen() >= least, `${canary.seen()} secrets seen`);
  deepEqual(canary.leaks(), []);
}
