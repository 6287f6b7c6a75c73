import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { session } from './session';

// Runs last: everything that a run writes has been written by then, and every window has been looked at as it closed.
describe('After everything', () => {
  it('no token, code, state, code verifier or client secret is in a file or log that the editor wrote', async () => {
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
