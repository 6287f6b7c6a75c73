/**
 * Root hooks that fail the test during which a promise is rejected that nothing handles. Mocha itself passes such a rejection on
 * to the process, where parallel workers and the extension host ignore it.
 */
const unhandled = [];
const record = (reason) => {
  unhandled.push(reason instanceof Error ? reason.stack : String(reason));
};

exports.mochaHooks = {
  beforeAll() {
    process.on('unhandledRejection', record);
  },
  async afterEach() {
    // Node.js reports a rejection after the microtasks have run.
    await new Promise(setImmediate);
    const found = unhandled.splice(0);
    if (found.length > 0) throw new Error(`Nothing handles this rejection:\n${found.join('\n')}`);
  },
  afterAll() {
    process.off('unhandledRejection', record);
  },
};
