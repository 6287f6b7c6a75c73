import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageLocalPool } from '../../scripts/localPoolPackage/packageLocalPool';
import { end } from './clientApps';
import { temporaryFolder } from './processes';

/** The program `cognito-local-user-pool`, from its package. */
export interface PackagedPool {
  readonly issuer: string;
  /** The origin of the sign-in domain. */
  readonly domain: string;
  readonly userPoolId: string;
  readonly stop: () => Promise<void>;
}

/** Moves what an npm package has into a new folder. @returns the folder */
export async function unpack(file: string): Promise<string> {
  const folder = temporaryFolder('packaged-pool-');
  // Not by its name, because some programs called tar take the `C:` of a path for another computer.
  execFileSync('tar', ['xzf', '-'], { cwd: folder, input: await readFile(file) });
  await rm(file);
  return folder;
}

/**
 * Packages and starts the program with https on a free port.
 * @param home the home folder of the program, which its certificate is in
 * @param config its configuration
 */
export async function startPackagedPool(home: string, config: object): Promise<PackagedPool> {
  const folder = await unpack(await packageLocalPool());
  const configFile = join(folder, 'pool.json');
  await writeFile(configFile, JSON.stringify(config));
  const program = join(folder, 'package/cognito-local-user-pool.js');
  const args = [program, '--config', configFile, '--https', '--host', 'localhost', '--port', '0'];
  const env = { ...process.env, HOME: home, USERPROFILE: home };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { ...(JSON.parse(line) as Omit<PackagedPool, 'stop'>), stop: () => end(child) };
}
