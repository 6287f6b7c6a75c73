import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { session } from './session';

// Runs last, because by then the run has written all its files and every window was searched when it closed.
describe('Editor after all tests', () => {
  it('has no token, code, state, code verifier or client secret in its files and windows', async () => {
    const { editor, canary } = session();
    const entries = readdirSync(editor.dataDir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('extensions'));
    ok(files.some(({ name }) => name.endsWith('Cognito.log')));
    for (const file of files) {
      canary.look(`the file ${file.name}`, await readFile(join(file.parentPath, file.name), 'latin1'));
    }
    ok(canary.seen() >= 6, `${canary.seen()} secrets seen`);
    deepEqual(canary.leaks(), []);
  });
});
