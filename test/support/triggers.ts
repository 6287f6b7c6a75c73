import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { readChanges } from '../../src/localPool/triggers/answer';
import { applyChanges, type ChangedTokens } from '../../src/localPool/triggers/applyChanges';
import type { TriggerEvent, TriggerVersion } from '../../src/localPool/triggers/triggerEvent';
import { runTrigger, type TriggerRun } from '../../src/localPool/triggers/runTrigger';
import { root } from './packaging';
import { temporaryFolder } from './processes';
import { claimsBefore, clientId } from './triggerEvents';

let bundled: Promise<string> | undefined;

/** Bundles the program that runs triggers, once, as it is packaged. @returns the path of the file */
export function triggerProgram(): Promise<string> {
  bundled ??= (async () => {
    const outfile = join(temporaryFolder('pre-token-trigger-'), 'preTokenTrigger.js');
    const entryPoints = [join(root, 'src/localPool/triggers/program/main.ts')];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs' });
    return outfile;
  })();
  return bundled;
}

/**
 * Writes the files of a trigger into a new folder.
 * @param options `esbuild` says whether the folder has esbuild, which TypeScript needs
 * @returns the path of the first file
 */
export function writeTrigger(files: Readonly<Record<string, string>>, { esbuild = true } = {}): string {
  const folder = temporaryFolder('trigger-');
  if (esbuild) {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(join(root, 'node_modules/esbuild'), join(folder, 'node_modules/esbuild'), 'junction');
  }
  const paths = Object.entries(files).map(([name, code]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
    return path;
  });
  return paths[0]!;
}

/** Runs a trigger, and changes the claims of `claimsBefore` as it asks for. */
export async function tryTrigger(
  file: string,
  event: TriggerEvent,
  version: TriggerVersion,
  handler = 'handler',
): Promise<{ readonly run: TriggerRun; readonly changed: ChangedTokens }> {
  const run = await runTrigger({ file, handler }, event, { program: await triggerProgram() });
  if ('failure' in run.result) throw run.result.failure;
  const changes = readChanges(version, run.result.answer);
  return { run, changed: applyChanges(version, clientId, claimsBefore(event.triggerSource), changes) };
}
