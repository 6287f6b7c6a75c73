import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { spawn } from 'cross-spawn';
import { build } from 'esbuild';
import { capabilityVariable, socketVariable } from '../../src/handover/terminal/protocol';
import type { TokenServer } from '../../src/handover/terminal/tokenServer';
import { root } from './packaging';
import { temporaryFolder } from './processes';

/** What a run of a program printed, and how it ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Bundles `cognito-token` as it is packaged. @returns the path of the file */
export async function bundleTokenProgram(): Promise<string> {
  const outfile = join(temporaryFolder('cognito-token-'), 'cognitoToken.js');
  const entryPoints = [join(root, 'src/handover/program/main.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' });
  return outfile;
}

/** The environment of a terminal of a window. */
export function terminalEnvironment({
  path,
  capability,
}: Pick<TokenServer, 'path' | 'capability'>): NodeJS.ProcessEnv {
  return { ...process.env, [socketVariable]: path, [capabilityVariable]: capability };
}

/** Runs a program to its end. */
export async function runToEnd(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd?: string,
): Promise<Ended> {
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode === null ? once(child, 'close') : undefined,
  ]);
  return { stdout, stderr, code: child.exitCode };
}
