// Mutation tests: changes the code that decides what is accepted, one place at a time, and expects a unit test to fail each time.
// `npm run test:mutation` tests every room below, `npm run test:mutation -- trust` one of them.
import { Stryker } from '@stryker-mutator/core';

/** The files that decide, and the unit tests that watch them. A change at load time runs all tests of its room. */
const rooms = {
  signIn: {
    mutate: ['src/signIn/{callback,callbackListener,pastedCallback}.ts', 'src/loopback/listen.ts'],
    spec: ['out/unit/signIn/**/*.test.mjs'],
  },
  client: {
    mutate: [
      'src/client/verifiedSessions.ts',
      'src/client/verification/{claimChecks,verifyToken,keys}.ts',
      'src/client/oauth/discovery.ts',
      'src/core/expectation.ts',
    ],
    spec: ['out/unit/{client,core}/**/*.test.mjs'],
  },
  sessions: { mutate: ['src/sessions/refreshFlow.ts'], spec: ['out/unit/sessions/**/*.test.mjs'] },
  trust: {
    mutate: ['src/profiles/trust/{destination,trust}.ts'],
    spec: ['out/unit/profiles/trust/**/*.test.mjs'],
  },
};

const named = process.argv.slice(2);
for (const room of named.length > 0 ? named : Object.keys(rooms)) {
  const { mutate, spec } = rooms[room];
  await new Stryker({
    mutate,
    testRunner: 'mocha',
    mochaOptions: { spec, require: ['./test/support/unhandledRejections.js'] },
    buildCommand: 'npx tsx scripts/bundleUnitTests.ts',
    coverageAnalysis: 'perTest',
    ignorePatterns: ['dist', 'out', 'coverage', '.vscode-test', 'media'],
    tempDirName: 'out/mutation',
    reporters: ['clear-text', 'json'],
    jsonReporter: { fileName: `out/results/mutation-${room}.json` },
    clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
    // Below it, the exit code is 1.
    thresholds: { high: 100, low: 95, break: 95 },
  }).runMutationTest();
}
