/** What is used from outside of the code, so that knip finds the rest. */
module.exports = async () => {
  const { bundles, packages, programs, views } = await import('./bundles.mjs');
  return {
    entry: [
      'src/extension.ts',
      ...[bundles, programs, packages, views]
        .flatMap((list) => Object.values(list).flat())
        .map((module) => `src/${module}.ts`),
      'src/webview/view/css.d.ts',
      'scripts/*.ts',
      'test/editor/{runEditorTests,index,*.test}.ts',
      'test/ui/{run,leaks,*.test}.ts',
      'test/smoke/{run,*.test}.ts',
      'test/bench/{bench,inHost,proxyChild}.ts',
      'test/unit/**/*.test.ts',
      'test/unit/**/*hild.ts',
      'test/support/handOver/extension.js',
      'test/support/host/logger.js',
      'test/support/{countingReporter,soakMode}.js',
    ],
    project: ['src/**/*.ts', 'test/**/*.{ts,js,mjs}', 'scripts/**/*.ts'],
    // Their packages are in test/clients/package.json.
    ignore: ['test/clients/**'],
    ignoreExportsUsedInFile: true,
    // Stryker finds its test runner by name.
    ignoreDependencies: ['@stryker-mutator/mocha-runner'],
  };
};
