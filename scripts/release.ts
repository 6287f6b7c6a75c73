import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { releaseSteps } from './releasing/releaseSteps';

const root = resolve(__dirname, '..');

/**
 * Publishes the packages that `npm run ci` has made: the extension to both marketplaces, and the local user pool to npm.
 * A version with an odd minor number needs `--pre-release`. `--by-tag` is for the workflow. `--dry-run` only prints the commands.
 */
function main(flags: readonly string[]): void {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const steps = releaseSteps({ version, flags, tag: process.env.GITHUB_REF_NAME, files: readdirSync(root) });
  for (const step of steps) {
    console.log(`npx ${step.join(' ')}`);
    if (!flags.includes('--dry-run')) {
      execFileSync('npx', step, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
    }
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
