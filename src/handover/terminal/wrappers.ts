import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { quotePosix } from '../../core/shellQuoting';

/** What the wrappers run: the editor's own executable as Node.js, with the program. */
export interface Wrapped {
  /** The path of the executable. */
  readonly executable: string;
  /** The path of the program, `cognitoToken.js`. */
  readonly program: string;
}

/** The files that a terminal finds on its PATH: one for shells of Unix, one for cmd and PowerShell. */
export function wrappers({ executable, program }: Wrapped): Readonly<Record<string, string>> {
  return {
    // NODE_OPTIONS could load other code into the program. It is kept for a command that the program runs.
    'cognito-token': `#!/bin/sh
COGNITO_TOKEN_NODE_OPTIONS=$NODE_OPTIONS
export COGNITO_TOKEN_NODE_OPTIONS
unset NODE_OPTIONS
ELECTRON_RUN_AS_NODE=1
export ELECTRON_RUN_AS_NODE
exec ${quotePosix(executable)} ${quotePosix(program)} "$@"
`,
    'cognito-token.cmd': [
      '@echo off',
      'setlocal',
      'set COGNITO_TOKEN_NODE_OPTIONS=%NODE_OPTIONS%',
      'set NODE_OPTIONS=',
      'set ELECTRON_RUN_AS_NODE=1',
      `"${escapePercent(executable)}" "${escapePercent(program)}" %*`,
      '',
    ].join('\r\n'),
  };
}

/** In a batch file a percent sign begins a variable. A path on Windows has no quotation marks. */
function escapePercent(path: string): string {
  return path.replaceAll('%', '%%');
}

/**
 * Writes the wrappers into a folder. Files that are right already are left alone, because another window may be running them.
 * @throws Error of the system, when the folder cannot be written to
 */
export async function writeWrappers(folder: string, wrapped: Wrapped): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(wrappers(wrapped))) {
    const file = join(folder, name);
    const written = await readFile(file, 'utf8').catch(() => undefined);
    if (written !== text) await writeFile(file, text, { mode: 0o755 });
  }
}
