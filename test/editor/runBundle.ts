import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { testFiles } from '../support/testFiles';

/** Bundles test/editor into out/editor: the extension host loads JavaScript, and packages that are ES modules only. */
export async function bundleTests(root: string): Promise<void> {
  const source = join(root, 'test/editor');
  const outdir = join(root, 'out/editor');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [join(source, 'index.ts'), ...testFiles(source, '.test.ts')],
    outbase: source,
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'linked',
    external: ['vscode', 'mocha'],
    // As for the extension: of jsonc-parser only this build can be bundled.
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}
