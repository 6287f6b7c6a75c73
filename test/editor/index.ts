import { connect } from 'node:net';
import { join } from 'node:path';
import { format } from 'node:util';
import { default as Mocha } from 'mocha';
import { unhandledRejections } from '../support/rootHooks';
import { testFiles } from '../support/testFiles';

const root = join(__dirname, '../..');

/** The tests that open no browser, for systems on which no program of the tests can take its place. */
const withoutBrowser: readonly string[] = [
  'activation',
  'activeProfile',
  'anyToken',
  'localPoolConfig',
  'profileSettings',
  'profiles',
  'smoke',
  'terminal',
  'workspaceFinds',
].map((name) => join(__dirname, `${name}.test.js`));

/** The entry point for the extension host: runs the bundled tests beside this bundle. Rejects when a test fails. */
export async function run(): Promise<void> {
  const flush = printTo(process.env.TEST_OUTPUT_PORT);
  const mocha = new Mocha({
    color: process.env.TEST_COLOR === '1',
    grep: process.env.TEST_GREP,
    reporter: join(root, 'test/support/countingReporter.js'),
    reporterOptions: { results: process.env.TEST_RESULTS },
    // Longer than `eventually` waits, so that its message says what did not come.
    timeout: 40_000,
  });
  mocha.rootHooks(unhandledRejections(root));
  const files =
    process.env.TEST_BROWSER_MAILBOX === undefined ? withoutBrowser : testFiles(__dirname, '.test.js');
  for (const file of files) mocha.addFile(file);
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  await flush();
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** Prints the report to the runner, if it listens on `port`: the VS Code server would mix it with its own log. */
function printTo(port: string | undefined): () => Promise<void> {
  if (port === undefined) return () => Promise.resolve();
  const runner = connect(Number(port), '127.0.0.1');
  // Only the report: the console of the extension host cannot be replaced, so other output stays in the editor's log.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    runner.write(`${format(...args)}\n`);
  };
  return () => new Promise((resolve) => runner.end(resolve));
}
