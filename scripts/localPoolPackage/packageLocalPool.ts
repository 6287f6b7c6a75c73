import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledPackages } from '../thirdParty/bundledPackages';
import { thirdPartyNotices } from '../thirdParty/notices';
import { sync as runSync } from 'cross-spawn';
import { build, type BuildOptions, type Plugin } from 'esbuild';

const root = join(__dirname, '../..');
const source = join(root, 'src/localPool');

const shared: BuildOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // The ES modules of the certificate library are smaller.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  metafile: true,
};

/** Leaves a module out of a bundle, which loads it from a file beside it with `require`. */
const apart = (module: string): Plugin => ({
  name: 'apart',
  setup: (setup) => {
    setup.onResolve({ filter: /^\./ }, ({ path }) =>
      path === module ? { path: `${module}.js`, external: true } : undefined,
    );
  },
});

/**
 * Makes `cognito-local-user-pool-<version>.tgz`, an npm package of the local user pool without an editor.
 * @returns the path of the package
 */
export async function packageLocalPool(): Promise<string> {
  const folder = join(root, 'out/cognito-local-user-pool');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const program = await build({
    ...shared,
    entryPoints: [join(source, 'program/main.ts')],
    outfile: join(folder, 'cognito-local-user-pool.js'),
    banner: { js: '#!/usr/bin/env node' },
    // In a file of its own, because it is large, and needed to make a certificate only.
    plugins: [apart('./makeCertificate')],
  });
  const certificate = await build({
    ...shared,
    entryPoints: [join(source, 'makeCertificate.ts')],
    outdir: folder,
  });
  const trigger = await build({
    ...shared,
    entryPoints: [join(source, 'triggers/program/main.ts')],
    outfile: join(folder, 'preTokenTrigger.js'),
  });
  const { version, license, repository, bugs, homepage } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Manifest;
  const manifest = {
    name: 'cognito-local-user-pool',
    version,
    license,
    // npm compares it with the repository of the workflow that publishes the package.
    repository,
    bugs,
    homepage,
    description: 'A user pool for development and tests that answers as Amazon Cognito does',
    keywords: ['cognito', 'oauth2', 'oidc', 'emulator', 'testing'],
    bin: { 'cognito-local-user-pool': 'cognito-local-user-pool.js' },
    engines: { node: '>=20' },
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await copyFile(join(__dirname, 'README.md'), join(folder, 'README.md'));
  await copyFile(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  const metafiles = [program, certificate, trigger].flatMap(({ metafile }) => metafile ?? []);
  await writeFile(join(folder, 'ThirdPartyNotices.txt'), thirdPartyNotices(bundledPackages(metafiles)));
  // Node.js itself cannot start npm on Windows, where it is a batch file.
  const { status, error } = runSync('npm', ['pack', folder, '--pack-destination', root], { stdio: 'ignore' });
  if (status !== 0) throw error ?? new Error(`npm pack ended with ${status}.`);
  return join(root, `cognito-local-user-pool-${version}.tgz`);
}

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly repository: object;
  readonly bugs: object;
  readonly homepage: string;
}
