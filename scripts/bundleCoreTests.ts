import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { testFiles } from '../test/support/testFiles';

const root = join(__dirname, '..');

/** Bundles the tests of src/core as ES modules: in CommonJS every import counts as branches that nothing can cover. */
async function main(): Promise<void> {
  const outdir = join(root, 'out/coverage');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: testFiles(join(root, 'test/unit/core'), '.test.ts'),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    sourcemap: true,
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
