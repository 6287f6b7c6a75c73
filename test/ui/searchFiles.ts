import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync, type Dirent } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { session } from './session';

/**
 * Searches the files that the editor has written, and reports what was found there and in the windows that have been closed.
 * @param least how many secrets the run must have had: a run without any proves nothing
 */
export async function expectNoLeak(least: number): Promise<void> {
  const { editor, canary } = session();
  const files = entriesOf(editor.dataDir).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('extensions'),
  );
  ok(files.some(({ name }) => name.endsWith('Cognito.log')));
  for (const file of files) {
    canary.look(`the file ${file.name}`, await textOf(join(file.parentPath, file.name)));
  }
  ok(canary.seen() >= least, `${canary.seen()} secrets seen`);
  deepEqual(canary.leaks(), []);
}

/**
 * Everything in a folder. A folder in it can disappear while it is listed, as a lock does when it is released: then all is listed again.
 * @param tries how often at most
 */
function entriesOf(folder: string, tries = 20): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (tries > 1 && isMissing(error)) return entriesOf(folder, tries - 1);
    throw error;
  }
}

/** The text of a file: empty when the file has disappeared since it was listed. */
function textOf(path: string): Promise<string> {
  return readFile(path, 'latin1').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
