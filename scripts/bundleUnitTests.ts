import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { testFiles } from '../test/support/testFiles';

const root = join(__dirname, '..');

/** A test finds its neighbours (child processes, fixtures) through `__dirname`, which the bundle must not change. */
const keepDirname: Plugin = {
  name: 'keep-dirname',
  setup(setup) {
    setup.onLoad({ filter: /[\\/](test|scripts)[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replaceAll('__dirname', JSON.stringify(dirname(path))), loader: 'ts' };
    });
  },
};

/**
 * Bundles the unit tests as ES modules into out/unit, so that one run gives results and coverage. As CommonJS every import
 * would count as branches that no test can cover.
 */
async function main(): Promise<void> {
  const outdir = join(root, 'out/unit');
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: testFiles(join(root, 'test/unit'), '.test.ts'),
    outbase: join(root, 'test/unit'),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    sourcemap: true,
    outExtension: { '.js': '.mjs' },
    plugins: [keepDirname],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
