import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '..');

/** The client of Open VSX. It is not a dependency, because only a release needs it. */
const ovsx = 'ovsx@1.4.0';

/**
 * Publishes the packages that `npm run ci` has made: the extension to both marketplaces, and the local user pool to npm.
 * `--pre-release` publishes pre-releases, from a package that was made with `npm run package -- --pre-release`. `--dry-run` only prints the commands.
 */
function main(): void {
  const flags = process.argv.slice(2);
  const preRelease = flags.includes('--pre-release');
  const vsix = onlyFile('.vsix');
  const pool = onlyFile('.tgz');
  const steps: readonly (readonly string[])[] = [
    ['vsce', 'publish', '--packagePath', vsix, ...(preRelease ? ['--pre-release'] : [])],
    ['--yes', ovsx, 'publish', vsix, ...(preRelease ? ['--pre-release'] : [])],
    [
      'npm',
      'publish',
      `./${pool}`,
      '--provenance',
      '--access',
      'public',
      '--tag',
      preRelease ? 'next' : 'latest',
    ],
  ];
  for (const step of steps) {
    console.log(`npx ${step.join(' ')}`);
    if (!flags.includes('--dry-run')) {
      execFileSync('npx', step, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
    }
  }
}

/** @throws Error when there is no such file at the root, or several */
function onlyFile(ending: string): string {
  const [file, ...others] = readdirSync(root).filter((name) => name.endsWith(ending));
  if (file !== undefined && others.length === 0) return file;
  throw new Error(`There must be one ${ending} file at the root: run npm run ci.`);
}

main();
