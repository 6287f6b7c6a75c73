/**
 * Root hooks that fail the test during which a promise is rejected that nothing handles. Mocha itself passes such a rejection on
 * to the process, where parallel workers and the extension host ignore it.
 */
const unhandled = [];

/** Whether code of the editor alone failed: its own extensions share the extension host with ours. */
const isOfEditor = (stack) => {
  const lines = stack.split('\n').filter((line) => line.includes(__dirname.replace(/test.support$/, '')));
  return lines.length > 0 && lines.every((line) => line.includes('.vscode-test'));
};
const record = (reason) => {
  const stack = reason instanceof Error ? String(reason.stack) : String(reason);
  if (!isOfEditor(stack)) unhandled.push(stack);
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
