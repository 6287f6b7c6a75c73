import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, win32 } from 'node:path';
import { quotePosix } from '../../core/shellQuoting';

/** What the wrappers run: the editor's own executable as Node.js, with the program. */
export interface Wrapped {
  /** The path of the executable. */
  readonly executable: string;
  /** The path of the program, `cognitoToken.js`. */
  readonly program: string;
}

/** The name of the wrapper that programs of this system can start. */
export function wrapperName(
  platform: NodeJS.Platform = process.platform,
): 'cognito-token' | 'cognito-token.cmd' {
  return platform === 'win32' ? 'cognito-token.cmd' : 'cognito-token';
}

/**
 * The files that a terminal finds on its PATH: one for shells of Unix, also on Windows (Git Bash), and one for cmd and PowerShell.
 * @param folder the folder of the wrappers
 * @returns their texts by their names
 */
export function wrappers(folder: string, wrapped: Wrapped): Readonly<Record<string, string>> {
  return { 'cognito-token': shellWrapper(wrapped), 'cognito-token.cmd': cmdWrapper(folder, wrapped) };
}

/** NODE_OPTIONS could load other code into the program. It is kept for a command that the program runs. */
function shellWrapper({ executable, program }: Wrapped): string {
  return `#!/bin/sh
COGNITO_TOKEN_NODE_OPTIONS=$NODE_OPTIONS
export COGNITO_TOKEN_NODE_OPTIONS
unset NODE_OPTIONS
ELECTRON_RUN_AS_NODE=1
export ELECTRON_RUN_AS_NODE
exec ${quotePosix(executable)} ${quotePosix(program)} "$@"
`;
}

/**
 * The wrapper for cmd, which does the same. With delayed expansion, characters in NODE_OPTIONS are no part of the command; without it,
 * exclamation marks in the arguments stay. The folder is found in a subroutine, because `%~dp0` is wrong in the first lines
 * when the command was typed in quotation marks. The last command gives the exit code.
 */
function cmdWrapper(folder: string, { executable, program }: Wrapped): string {
  const path = (target: string): string => `"${pathInCmd(folder, target)}"`;
  return [
    '@echo off',
    'setlocal EnableDelayedExpansion',
    'set "COGNITO_TOKEN_NODE_OPTIONS=!NODE_OPTIONS!"',
    'setlocal DisableDelayedExpansion',
    'set "NODE_OPTIONS="',
    'set "ELECTRON_RUN_AS_NODE=1"',
    'goto run',
    ':folder',
    'set "COGNITO_TOKEN_FOLDER=%~dp0"',
    'exit /b',
    ':run',
    'call :folder',
    `${path(executable)} ${path(program)} %*`,
    '',
  ].join('\r\n');
}

/**
 * A path in a batch file, relative to the folder of the file. cmd reads the file in the code page of the terminal, which
 * may not be UTF-8, so the name of the user must not be in it. A percent sign begins a variable. A path on Windows has no
 * quotation marks.
 */
function pathInCmd(folder: string, target: string): string {
  const path = win32.relative(folder, target);
  const escaped = path.replaceAll('%', '%%');
  // Between two drives there is no relative path.
  return win32.isAbsolute(path) ? escaped : `%COGNITO_TOKEN_FOLDER%${escaped}`;
}

/**
 * Writes the wrappers into a folder. Files that are right already are left alone, because another window may be running them.
 * @throws Error of the system, when the folder cannot be written to
 */
export async function writeWrappers(folder: string, wrapped: Wrapped): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(wrappers(folder, wrapped))) {
    const file = join(folder, name);
    const written = await readFile(file, 'utf8').catch(() => undefined);
    if (written !== text) await writeFile(file, text, { mode: 0o755 });
  }
}
