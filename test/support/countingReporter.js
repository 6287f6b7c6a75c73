// For mocha's --reporter: its spec output, and the count in the file that the reporter option `results` names.
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { Runner, reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = options.reporterOptions.results;
    // A run that dies leaves no count, not the count of the run before.
    rmSync(file, { force: true });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      mkdirSync(dirname(file), { recursive: true });
      const { passes: passed, failures: failed } = this.stats;
      writeFileSync(file, `${JSON.stringify({ passed, failed })}\n`);
    });
  }
};
