// Builds dist: extension.js, which activation needs, and the bundles of bundles.mjs, which are loaded on first use.
const { build } = require('esbuild');
const { copyFileSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const tsx = require('tsx/cjs/api');

const production = process.argv.includes('--production');
const src = join(__dirname, 'src');

/** `import('./cognitoClient')` loads dist/client.js, because bundles.mjs lists cognitoClient in the bundle `client`. */
const lazyBundles = (bundles) => ({
  name: 'lazy-bundles',
  setup(setup) {
    setup.onResolve({ filter: /^bundle:/ }, ({ path }) => ({ path: path.slice(7), namespace: 'bundle' }));
    setup.onLoad({ filter: /.*/, namespace: 'bundle' }, ({ path }) => ({
      contents: bundles[path].map((module) => `export * from './${module}';`).join('\n'),
      resolveDir: src,
    }));
    setup.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const module = relative(src, join(resolveDir, path));
      const name = Object.keys(bundles).find((candidate) => bundles[candidate].includes(module));
      if (name === undefined) return { errors: [{ text: `Add ${module} to bundles.mjs.` }] };
      return { path: `./${name}.js`, external: true };
    });
  },
});

/** The bundles share dist/l10n.js, so that the editor's language is set once. */
const sharedTexts = {
  name: 'shared-texts',
  setup(setup) {
    setup.onResolve({ filter: /^@vscode\/l10n$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './l10n.js', external: true },
    );
  },
};

/** @throws when a module that bundles.mjs lists is part of another bundle too, because something imports it statically */
function assertBundledOnce(bundles, { outputs }) {
  for (const [name, modules] of Object.entries(bundles)) {
    for (const module of modules) {
      const others = Object.keys(outputs).filter(
        (output) =>
          output !== join('dist', `${name}.js`) && outputs[output].inputs[`src/${module}.ts`] !== undefined,
      );
      if (others.length > 0) throw new Error(`src/${module}.ts is bundled in ${others.join(', ')} too.`);
    }
  }
}

/**
 * proper-lockfile's own helpers change the whole process: one replaces fs.close, the other listens for every signal. The
 * extension host belongs to all extensions, so both are left out; a lock of a closed window is recognised by its age.
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
  const { bundles, programs, views } = await import('./bundles.mjs');
  const names = [bundles, programs, views].flatMap(Object.keys);
  if (new Set(names).size < names.length) throw new Error('Two entries of bundles.mjs have the same name.');
  rmSync('dist', { recursive: true, force: true });
  const { metafile } = await build({
    ...shared,
    entryPoints: {
      extension: 'src/extension.ts',
      l10n: '@vscode/l10n',
      ...Object.fromEntries(Object.keys(bundles).map((name) => [name, `bundle:${name}`])),
    },
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // A CommonJS bundle loads another through require: no ES module loader in the extension host's way.
    supported: { 'dynamic-import': false },
    external: ['vscode'],
    // jsonc-parser's other build loads its parts in a way that no bundler follows.
    mainFields: ['module', 'main'],
    plugins: [lazyBundles(bundles), sharedTexts, gentleLock],
  });
  assertBundledOnce(bundles, metafile);
  const { metafile: programsMetafile } = await build({
    ...shared,
    entryPoints: Object.fromEntries(
      Object.entries(programs).map(([name, module]) => [name, `src/${module}.ts`]),
    ),
    platform: 'node',
    target: 'node22',
    format: 'cjs',
  });
  const { metafile: viewsMetafile } = await build({
    ...shared,
    entryPoints: Object.fromEntries(
      Object.entries(views).map(([name, module]) => [name, `src/${module}.ts`]),
    ),
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  });
  mkdirSync('dist', { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) {
    copyFileSync(join('node_modules/@vscode/codicons/dist', file), join('dist', file));
  }
  const { poolConfigSchema } = tsx.require('./scripts/poolConfigSchema.ts', __filename);
  writeFileSync(join('dist', 'localUserPool.schema.json'), JSON.stringify(poolConfigSchema()));
  if (production) writeNotices([metafile, programsMetafile, viewsMetafile], ['@vscode/codicons']);
}

/** Writes the licences of the packages in the bundles, and notes what was bundled for the software bill of materials. */
function writeNotices(metafiles, copied) {
  const { bundledPackages } = tsx.require('./scripts/thirdParty/bundledPackages.ts', __filename);
  const { thirdPartyNotices } = tsx.require('./scripts/thirdParty/notices.ts', __filename);
  writeFileSync('ThirdPartyNotices.txt', thirdPartyNotices(bundledPackages(metafiles, copied)));
  mkdirSync('out', { recursive: true });
  writeFileSync(join('out', 'bundled.json'), JSON.stringify({ metafiles, copied }));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
