import { deepEqual, equal, match, ok, throws } from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { packageLocalPool } from '../../../scripts/localPoolPackage/packageLocalPool';
import { createTransport } from '../../../src/client/transport';
import { UsageError } from '../../../src/core/usageError';
import { readArguments } from '../../../src/localPool/program/arguments';
import {
  decode,
  location,
  obtainTokens,
  refresh,
  submitLogin,
  tokensIn,
} from '../../support/localPoolRequests';
import { callback } from '../../support/localPools';
import { unpack } from '../../support/packagedPool';
import { isUnix } from '../../support/systems';
import { writeTrigger } from '../../support/triggers';
import { eventually } from '../../support/waiting';

interface ReadyLine {
  readonly issuer: string;
  readonly domain: string;
  readonly clients: readonly object[];
  readonly certificateFile?: string;
}

/** The exit code and the signal: Windows has no signals, and ends a process at once. */
const endedBySigterm = isUnix ? [0, null] : [null, 'SIGTERM'];

describe('cognito-local-user-pool', () => {
  let folder: string;
  let size: number;
  let running: ChildProcess[];

  before(async function () {
    this.timeout(60_000);
    const file = await packageLocalPool();
    ({ size } = await stat(file));
    folder = await unpack(file);
  });
  beforeEach(() => {
    running = [];
  });
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
  });

  const start = (...args: string[]) => {
    const program = join(folder, 'package/cognito-local-user-pool.js');
    // The folder of the certificate is in the home folder.
    const env = { ...process.env, HOME: folder, USERPROFILE: folder };
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    return child;
  };
  /** Starts the pool. @returns what it prints when it answers */
  const ready = async (...args: string[]) => {
    const child = start('--port', '0', ...args);
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, pool: JSON.parse(line) as ReadyLine };
  };
  const runToEnd = async (...args: string[]) => {
    const child = start(...args);
    const [stdout, stderr] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { stdout, stderr, code: child.exitCode };
  };

  it('is a package of less than 200 kB without dependencies', async () => {
    equal(size < 200_000, true, `${size} bytes`);
    const manifest = JSON.parse(await readFile(join(folder, 'package/package.json'), 'utf8')) as object;
    equal('dependencies' in manifest, false);
    equal('repository' in manifest, true);
  });

  it('says in one line of JSON where it answers, and ends with SIGTERM', async () => {
    const { child, pool } = await ready();
    match(pool.issuer, /^http:\/\/127\.0\.0\.1:\d+\/local_Pool00001$/);
    const discovery = await fetch(`${pool.issuer}/.well-known/openid-configuration`);
    equal(((await discovery.json()) as { issuer: string }).issuer, pool.issuer);
    child.kill('SIGTERM');
    await once(child, 'close');
    deepEqual([child.exitCode, child.signalCode], endedBySigterm);
  });

  it('reads a configuration', async () => {
    const config = join(folder, 'pool.json');
    // Programs on Windows write a byte order mark.
    const json = JSON.stringify({ poolId: 'eu-west-1_Mine', clients: [{ clientId: 'web' }] });
    await writeFile(config, `\uFEFF${json}`);
    const { pool } = await ready('--config', config, '--host', 'localhost');
    match(pool.issuer, /^http:\/\/localhost:\d+\/eu-west-1_Mine$/);
    deepEqual(pool.clients, [{ name: 'web', clientId: 'web' }]);
  });

  it('uses https with a certificate that it makes once', async () => {
    const runs = [await ready('--https'), await ready('--https', '--host', 'localhost')];
    match(runs[0]!.pool.issuer, /^https:\/\/127\.0\.0\.1:\d+\/local_Pool00001$/);
    const files = runs.map(({ pool }) => pool.certificateFile ?? '');
    deepEqual(files, Array(2).fill(join(folder, '.cognito-local-user-pool/local-user-pool.crt')));
    const certificate = await readFile(files[0]!, 'utf8');
    const transport = createTransport({ useProxy: false, strictSsl: true, certificateOf: () => certificate });
    for (const { pool } of runs) {
      equal((await transport.fetch(`${pool.issuer}/.well-known/jwks.json`, {})).status, 200);
    }
    await transport.close();
  });

  it('runs the trigger of a configuration as the editor does', async () => {
    const addsPlan = (plan: string): string =>
      `export const handler = async (event: any) => {
        event.response = { claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: { plan: '${plan}', sub: 'another' } },
          accessTokenGeneration: { claimsToAddOrOverride: { plan: '${plan}' }, scopesToAdd: ['orders/write'] },
        } };
        return event;
      };`;
    const preTokenGeneration = { file: './pre-token.ts', version: 'V2_0' };
    const file = writeTrigger({
      'pre-token.ts': addsPlan('gold'),
      'pool.json': JSON.stringify({ triggers: { preTokenGeneration } }),
    });
    const { child, pool } = await ready('--config', join(dirname(file), 'pool.json'));
    let stderr = '';
    child.stderr.on('data', (printed: Buffer) => (stderr += printed.toString()));

    const served = { origin: pool.domain };
    const tokens = await obtainTokens(served, { scope: 'openid' });
    equal(decode(tokens.id_token)['plan'], 'gold');
    equal(decode(tokens.access_token)['plan'], 'gold');
    equal(decode(tokens.access_token)['scope'], 'openid orders/write');

    await writeFile(file, addsPlan('silver'));
    const refreshed = await tokensIn(await refresh(served, tokens.refresh_token));
    equal(decode(refreshed.access_token)['plan'], 'silver');

    await writeFile(file, `export const handler = async () => {\n  throw new Error('Not allowed');\n};`);
    equal(
      location(await submitLogin(served)),
      `${callback}?error_description=PreTokenGeneration+failed+with+error+Not+allowed.&state=st4te&error=invalid_request`,
    );
    child.kill('SIGTERM');
    await once(child, 'close');
    match(
      stderr,
      /^cognito-local-user-pool: \[trigger\] pre-token\.ts: sub of the id token was not changed\. A trigger cannot change this claim\.$/m,
    );
    match(
      stderr,
      /^cognito-local-user-pool: \[trigger\] pre-token\.ts: Error: Not allowed\n +at .*pre-token\.ts:2:9/m,
    );
  });

  it('ends at once with SIGTERM while a trigger runs', async () => {
    const file = writeTrigger({
      'loop.js': `exports.handler = () => { require('node:fs').writeFileSync(module.path + '/running', ''); for (;;); };`,
      'pool.json': '{ "triggers": { "preTokenGeneration": { "file": "./loop.js" } } }',
    });
    const { child, pool } = await ready('--config', join(dirname(file), 'pool.json'));
    const cut = submitLogin({ origin: pool.domain }).catch(() => undefined);
    await eventually('the trigger to run', () => existsSync(join(dirname(file), 'running')) || undefined);
    const stoppedAt = performance.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    // The trigger alone would run for five seconds.
    const duration = performance.now() - stoppedAt;
    ok(duration < 3000, `${duration}`);
    deepEqual([child.exitCode, child.signalCode], endedBySigterm);
    equal(await cut, undefined);
  });

  it('explains what is wrong', async () => {
    const { child, pool } = await ready();
    const { port } = new URL(pool.issuer);
    const taken = await runToEnd('--port', port);
    deepEqual([taken.stdout, taken.code], ['', 1]);
    match(
      taken.stderr,
      /^cognito-local-user-pool: port \d+ of 127\.0\.0\.1 is taken\. Choose another one with --port\.\n$/,
    );
    child.kill();
    const config = join(folder, 'broken.json');
    await writeFile(config, '{ "users": [{ "username": "jane" }] }');
    match((await runToEnd('--config', config)).stderr, /users\.0\.password: is missing/);
    await writeFile(config, '{ "triggers": { "preTokenGeneration": { "file": "./pre-token.js" } } }');
    match(
      (await runToEnd('--config', config)).stderr,
      /pre-token\.js is missing, which .*broken\.json names/,
    );
    match((await runToEnd('--config', 'nothing.json')).stderr, /nothing\.json is missing or not JSON/);
    match(
      (await runToEnd('--host', '0.0.0.0')).stderr,
      /0\.0\.0\.0 is not localhost or a loopback address such as 127\.0\.0\.1 or ::1\.\n/,
    );
    const wrong = await runToEnd('--nonsense');
    deepEqual([wrong.stdout, wrong.code], ['', 64]);
    match(wrong.stderr, /--nonsense[^]*--help/);
    match((await runToEnd('--help')).stdout, /--config FILE/);
  });
});

describe('the command line of cognito-local-user-pool', () => {
  it('has defaults', () => {
    const none = { help: false, config: undefined, host: '127.0.0.1', port: 9270, https: false };
    deepEqual(readArguments([]), none);
    deepEqual(readArguments(['--port=0', '--host', 'localhost', '--config', 'pool.json', '--https']), {
      help: false,
      config: 'pool.json',
      host: 'localhost',
      port: 0,
      https: true,
    });
  });

  for (const argv of [
    ['--port', '65536'],
    ['--port', 'http'],
    ['--port', '-1'],
    ['pool.json'],
    ['--config'],
  ]) {
    it(`refuses ${argv.join(' ')}`, () => {
      throws(() => readArguments(argv), UsageError);
    });
  }
});
