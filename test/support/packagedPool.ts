import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
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

/**
 * Packages and starts the program with https on a free port.
 * @param home the home folder of the program, which its certificate is in
 * @param config its configuration
 */
export async function startPackagedPool(home: string, config: object): Promise<PackagedPool> {
  const folder = temporaryFolder('packaged-pool-');
  const file = await packageLocalPool();
  execFileSync('tar', ['xzf', file, '-C', folder]);
  await rm(file);
  const configFile = join(folder, 'pool.json');
  await writeFile(configFile, JSON.stringify(config));
  const program = join(folder, 'package/cognito-local-user-pool.js');
  const args = [program, '--config', configFile, '--https', '--host', 'localhost', '--port', '0'];
  const env = { ...process.env, HOME: home, USERPROFILE: home };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { ...(JSON.parse(line) as Omit<PackagedPool, 'stop'>), stop: () => end(child) };
}
