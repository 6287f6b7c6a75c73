// Bundles: what activation needs (extension), and what is loaded on first use (the others).
const { build } = require('esbuild');
const { copyFileSync, mkdirSync, rmSync } = require('node:fs');
const { basename, join } = require('node:path');

const production = process.argv.includes('--production');

/** A dynamic import of our own code becomes a bundle of its own: `import('./cognitoClient')` loads dist/cognitoClient.js. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup(setup) {
    setup.onResolve({ filter: /^\./ }, (args) =>
      args.kind === 'dynamic-import' ? { path: `./${basename(args.path)}.js`, external: true } : undefined,
    );
  },
};

/**
 * The file lock's own helpers change the whole process: one replaces fs.close, the other listens for every signal. The
 * extension host belongs to all extensions, and a lock that a dead window left behind is found out by its age.
 */
const gentleLock = {
  name: 'gentle-lock',
  setup(setup) {
    setup.onResolve({ filter: /^graceful-fs$/ }, () => ({ path: 'node:fs', external: true }));
    setup.onResolve({ filter: /^signal-exit$/ }, ({ path }) => ({ path, namespace: 'no-op' }));
    setup.onLoad({ filter: /.*/, namespace: 'no-op' }, () => ({ contents: 'module.exports = () => {};' }));
  },
};

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  outdir: 'dist',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};

async function main() {
  rmSync('dist', { recursive: true, force: true });
  await build({
    ...shared,
    entryPoints: [
      'src/extension.ts',
      'src/cognitoClient.ts',
      'src/core/problems.ts',
      'src/core/profile/trustQuestion.ts',
      'src/inspector/inspection.ts',
      'src/preflight/checkReport.ts',
      'src/localPool/localPool.ts',
      'src/presence/presence.ts',
      'src/profiles/profileManager.ts',
      'src/sessions/refreshing.ts',
      'src/sessions/windowLock.ts',
      'src/signIn/loopback.ts',
    ],
    entryNames: '[name]',
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // A CommonJS bundle loads another through require: no ES module loader in the extension host's way.
    supported: { 'dynamic-import': false },
    external: ['vscode'],
    // jsonc-parser's other build loads its parts in a way that no bundler follows.
    mainFields: ['module', 'main'],
    plugins: [lazyBundles, gentleLock],
  });
  await build({
    ...shared,
    entryPoints: {
      inspector: 'src/inspector/view/inspector.ts',
      appClientCheck: 'src/preflight/view/appClientCheck.ts',
    },
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  });
  mkdirSync('dist', { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) {
    copyFileSync(join('node_modules/@vscode/codicons/dist', file), join('dist', file));
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
