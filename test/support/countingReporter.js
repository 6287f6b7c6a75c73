// For mocha's --reporter: prints the spec report and writes the counts to the file of the reporter option `results`.
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { Runner, reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = options.reporterOptions.results;
    // Deleted first, so that a run that crashes does not leave the counts of the run before.
    rmSync(file, { force: true });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      mkdirSync(dirname(file), { recursive: true });
      const { passes: passed, failures: failed } = this.stats;
      writeFileSync(file, `${JSON.stringify({ passed, failed })}\n`);
    });
  }
};
